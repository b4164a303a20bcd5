import { beforeEach, describe, expect, it, vi } from 'vitest';
import { stepInto } from '$lib/sheet-steps';

/** A step takes jsdom a task or two; that nothing is heard of it can only be waited for. */
const moved = () => new Promise<void>((done) => setTimeout(done, 60));

/** What the router hears. */
const heard: string[] = [];

describe('a sheet is a step of the history', () => {
  beforeEach(async () => {
    await moved();
    heard.length = 0;
    history.pushState(null, '', '/start');
    history.pushState(null, '', '/page');
  });

  const sheet = () => {
    let closed: () => void = () => undefined;
    const close = vi.fn(() => closed());
    closed = stepInto(close);
    return { close, closed };
  };
  addEventListener('popstate', () => heard.push(location.pathname));

  it('that "back" closes, and the page stays', async () => {
    const { close } = sheet();
    history.back();
    await moved();
    expect(close).toHaveBeenCalledTimes(1);
    expect(location.pathname).toBe('/page');
    expect(heard).toEqual([]);
    history.back();
    await moved();
    expect(heard).toEqual(['/start']);
  });

  it('that is gone when it is closed by other means', async () => {
    const { closed } = sheet();
    closed();
    await moved();
    expect(heard).toEqual([]);
    history.back();
    await moved();
    expect(heard).toEqual(['/start']);
  });

  it('that another sheet takes over', async () => {
    const menu = sheet();
    menu.closed();
    const { close } = sheet();
    await moved();
    history.back();
    await moved();
    expect(close).toHaveBeenCalledTimes(1);
    expect(menu.close).not.toHaveBeenCalled();
    history.back();
    await moved();
    expect(heard).toEqual(['/start']);
  });

  it('one above another closes first', async () => {
    const below = sheet();
    const above = sheet();
    history.back();
    await moved();
    expect(above.close).toHaveBeenCalledTimes(1);
    expect(below.close).not.toHaveBeenCalled();
    history.back();
    await moved();
    expect(below.close).toHaveBeenCalledTimes(1);
    expect(heard).toEqual([]);
  });

  it('that is stepped over when a link in it led away', async () => {
    const { closed } = sheet();
    history.pushState(null, '', '/away');
    closed();
    await moved();
    expect(location.pathname).toBe('/away');
    history.back();
    await moved();
    expect(location.pathname).toBe('/page');
    history.back();
    await moved();
    expect(location.pathname).toBe('/start');
  });

  it('under which the page may take another name', async () => {
    const { closed } = sheet();
    closed();
    history.replaceState(history.state, '', '/renamed');
    await moved();
    expect(location.pathname).toBe('/renamed');
    expect(heard).toEqual([]);
  });
});
