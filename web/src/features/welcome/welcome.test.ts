import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshInstance, refreshSession } from '$lib/auth/session.svelte';
import { go } from '$lib/router.svelte';
import { account, fakeServer, instance, refusal } from '../../../tests/unit/fake-server';
import Welcome from './Welcome.svelte';

beforeEach(async () => {
  vi.stubGlobal(
    'EventSource',
    class {
      close() {}
      addEventListener() {}
    },
  );
  fakeServer({
    'GET /me': refusal(401, 'not_signed_in'),
    'GET /instance': { body: instance({ first_run: true }) },
  });
  await refreshSession();
  await refreshInstance();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function fill(): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  render(Welcome);
  await user.type(screen.getByLabelText('Name of the house'), 'Nachtlicht{Enter}');
  await user.type(await screen.findByLabelText('Name for signing in'), 'ada');
  await user.type(screen.getByLabelText('Password'), 'a good long one');
  return user;
}

describe('the first run', () => {
  it('opens the house with the code from the address', async () => {
    go('/welcome#code=k3y');
    const user = await fill();
    const me = account('ada', 'owner');
    const asked = fakeServer({
      'POST /setup': { status: 201, body: { account: me } },
      'GET /me': { body: { account: me, settings: { language: 'en' }, unread: 0 } },
      'GET /instance': { body: instance() },
    });
    await user.click(screen.getByRole('button', { name: 'Open the doors' }));
    expect(await screen.findByRole('heading', { name: 'The doors are open' })).toBeTruthy();
    expect(asked[0]).toMatchObject({
      route: 'POST /setup',
      body: {
        instance_name: 'Nachtlicht',
        handle: 'ada',
        name: 'ada',
        password: 'a good long one',
        code: 'k3y',
      },
    });
    expect(location.hash).toBe('');
  });

  it('asks for the code only when the server wants one', async () => {
    go('/welcome');
    const user = await fill();
    expect(screen.queryByLabelText('Code from the terminal')).toBeNull();
    fakeServer({ 'POST /setup': refusal(403, 'setup_code_wrong', 'code') });
    await user.click(screen.getByRole('button', { name: 'Open the doors' }));
    expect(await screen.findByLabelText('Code from the terminal')).toBeTruthy();
  });

  it('wants a name for the house first', async () => {
    go('/welcome');
    const user = userEvent.setup();
    render(Welcome);
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    expect(screen.getByRole('alert').textContent).toBe('A house needs a name.');
  });
});
