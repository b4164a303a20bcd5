import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshInstance, refreshSession, session } from '$lib/auth/session.svelte';
import { setLocale } from '$lib/i18n/index.svelte';
import { go } from '$lib/router.svelte';
import { account, fakeServer, instance, refusal } from '../../../tests/unit/fake-server';
import SignIn from './SignIn.svelte';
import SignUp from './SignUp.svelte';

const signedOut = { 'GET /me': refusal(401, 'not_signed_in') };

beforeEach(async () => {
  vi.stubGlobal(
    'EventSource',
    class {
      close() {}
      addEventListener() {}
    },
  );
  fakeServer(signedOut);
  await refreshSession();
  go('/sign-in');
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await setLocale('en', false);
});

describe('signing in', () => {
  it('says in the chosen language that name and password do not match, and keeps the name', async () => {
    const user = userEvent.setup();
    fakeServer({ ...signedOut, 'POST /session': refusal(401, 'sign_in_failed') });
    await setLocale('de', false);
    render(SignIn);
    await user.type(screen.getByLabelText('Anmeldename'), 'ada');
    await user.type(screen.getByLabelText('Passwort'), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Anmelden' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Name und Passwort passen nicht zusammen.');
    expect(screen.getByLabelText<HTMLInputElement>('Anmeldename').value).toBe('ada');
  });

  it('asks for what is missing before it asks the server', async () => {
    const user = userEvent.setup();
    const asked = fakeServer(signedOut);
    render(SignIn);
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getAllByRole('alert')).toHaveLength(2);
    expect(document.activeElement).toBe(screen.getByLabelText('Name for signing in'));
    expect(asked).toHaveLength(0);
  });

  it('goes on to where one wanted to be', async () => {
    const user = userEvent.setup();
    const me = account();
    go('/sign-in?next=%2Fstudio');
    render(SignIn);
    fakeServer({
      'POST /session': { body: { account: me } },
      'GET /me': { body: { account: me, settings: { language: 'en' }, unread: 2 } },
    });
    await user.type(screen.getByLabelText('Name for signing in'), '@ada');
    await user.type(screen.getByLabelText('Password'), 'a good one{Enter}');
    await waitFor(() => expect(location.pathname).toBe('/studio'));
    expect(session.account?.handle).toBe('ada');
  });

  it('lets password managers and eyes at the password', async () => {
    const user = userEvent.setup();
    render(SignIn);
    const password = screen.getByLabelText<HTMLInputElement>('Password');
    expect(password.autocomplete).toBe('current-password');
    expect(screen.getByLabelText<HTMLInputElement>('Name for signing in').autocomplete).toBe('username');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(password.type).toBe('text');
    await user.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(password.type).toBe('password');
  });
});

describe('joining', () => {
  async function open(more: object, path = '/sign-up') {
    fakeServer({ ...signedOut, 'GET /instance': { body: instance(more) } });
    await refreshInstance();
    go(path);
    render(SignUp);
    return userEvent.setup();
  }

  it('says so when the doors are closed', async () => {
    await open({ sign_up: 'closed' });
    expect(screen.getByRole('heading', { name: 'The doors are closed for now' })).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('takes the invitation from the address', async () => {
    const user = await open({ sign_up: 'invite' }, '/sign-up#invite=abc');
    expect(screen.getByLabelText<HTMLInputElement>('Invitation code').value).toBe('abc');
    const asked = fakeServer({ ...signedOut, 'POST /accounts': refusal(403, 'invite_invalid') });
    await user.type(screen.getByLabelText('Name for signing in'), 'ben');
    await user.type(screen.getByLabelText('Password'), 'a good long one{Enter}');
    expect((await screen.findByRole('alert')).textContent).toBe('This invitation is not valid any more.');
    expect(asked[0]).toMatchObject({
      route: 'POST /accounts',
      body: { handle: 'ben', password: 'a good long one', invite: 'abc' },
    });
  });

  it('puts a taken name beside its field', async () => {
    const user = await open({});
    fakeServer({ ...signedOut, 'POST /accounts': refusal(409, 'handle_taken') });
    await user.type(screen.getByLabelText('Name for signing in'), 'ada');
    await user.type(screen.getByLabelText('Password'), 'a good long one{Enter}');
    await screen.findByText('This name is taken. Try another one.');
    expect(screen.getByLabelText('Name for signing in').getAttribute('aria-invalid')).toBe('true');
  });
});
