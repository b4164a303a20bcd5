import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Mine from '../../src/features/algorithm/Mine.svelte';
import { currentToast } from '$ui/toasts.svelte';
import { fakeServer, refusal } from './fake-server';

const brief = (name: string, title: string) => ({
  name,
  feed: name === 'home' ? 'for_you' : name,
  title,
  about: '',
  profiling: name === 'home',
  sliders: [],
});
const evidence = { shown: 3, finished: 1, liked: 0, skipped: 0 };
const mine = {
  policy: 'home',
  sliders: [{ name: 'newness', min: -100, max: 100, value: 20 }],
  mutes: [],
  topics: [
    { tag: 'sea', wish: 'neutral', value: 0.4, ...evidence },
    { tag: 'unsaid', wish: 'neutral', value: 0, shown: 0, finished: 0, liked: 0, skipped: 0 },
  ],
  authors: [],
  kindred: { toward: [], away: [], numbers: [] },
  habits: [],
};

describe('your algorithm', () => {
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  const show = async (more: Parameters<typeof fakeServer>[0] = {}) => {
    const asked = fakeServer({
      'GET /algorithms': { body: { algorithms: [brief('home', 'For you'), brief('local', 'Local')] } },
      'GET /me/algorithm': { body: mine },
      'GET /me/algorithm/history': { body: { items: [], paused: false, kept_days: 365 } },
      ...more,
    });
    render(Mine);
    await screen.findByRole('slider');
    return asked;
  };

  it('shows again what the server has when a change fails, and says which one', async () => {
    const down = refusal(500, 'broken');
    await show({
      'PUT /me/algorithm/sliders': down,
      'PUT /me/algorithm/choice': down,
      'PUT /me/algorithm/topics': down,
    });
    const slider = screen.getByRole<HTMLInputElement>('slider');
    slider.value = '60';
    await fireEvent.input(slider);
    await fireEvent.change(slider);
    await waitFor(() => expect(slider.value).toBe('20'));
    expect(slider.getAttribute('aria-valuetext')).toBe('+20');
    expect(currentToast()?.text).toMatch(/^Proven … new: not changed\./);

    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Algorithm' });
    await userEvent.selectOptions(select, 'local');
    await waitFor(() => expect(select.value).toBe('home'));
    expect(currentToast()?.text).toMatch(/^Algorithm: not changed\./);

    await userEvent.click(screen.getByRole('radio', { name: 'More' }));
    await waitFor(() =>
      expect(screen.getByRole<HTMLInputElement>('radio', { name: 'As guessed' }).checked).toBe(true),
    );
    expect(currentToast()?.text).toMatch(/^#sea: not changed\./);
  });

  it('keeps the typed word until it is muted', async () => {
    let good = false;
    await show({
      'PUT /me/algorithm/mutes': () => (good ? { status: 204 } : refusal(400, 'mute_invalid')),
    });
    const field = screen.getByRole<HTMLInputElement>('textbox');
    await userEvent.type(field, 'x{Enter}');
    await waitFor(() => expect(currentToast()?.text).toMatch(/^“x”: not changed\. .*two letters/));
    expect(field.value).toBe('x');
    good = true;
    await userEvent.type(field, 'yz{Enter}');
    await waitFor(() => expect(field.value).toBe(''));
  });

  it('has no row for what nothing was seen or said of', async () => {
    await show();
    expect(screen.getByText('#sea')).toBeTruthy();
    expect(screen.queryByText('#unsaid')).toBeNull();
  });
});
