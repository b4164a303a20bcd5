/** Who is watching. Everything may be watched signed out; what needs an account asks through `withAccount`. */
import { api, ok, whenSignedOut } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import type { Account, Instance, Me } from '$lib/api/types';

/** What somebody wanted to do when we asked them to sign in. */
export type Wish = 'like' | 'save' | 'follow' | 'comment' | 'report' | 'create' | 'inbox' | 'plain';

let me = $state.raw<Me | null>(null);
let instance = $state.raw<Instance | null>(null);
let known = $state(false);
let unread = $state(0);
let wish = $state<Wish | null>(null);

export const session = {
  /** The signed-in account, or null. */
  get account(): Account | null {
    return me?.account ?? null;
  },
  /** What their guardian has set, if they have one. */
  get limits() {
    return me?.limits ?? null;
  },
  get instance() {
    return instance;
  },
  /** False until the server has been asked who we are. */
  get known() {
    return known;
  },
  get unread() {
    return unread;
  },
  set unread(value: number) {
    unread = value;
  },
  /** The open sign-in invitation, if one is. */
  get wish() {
    return wish;
  },
};

/** Only people with an account get news, so only they fetch the code for it. */
const live = () => import('$lib/api/live');
let listening = false;

async function listen(): Promise<void> {
  (await live()).startLive(leave);
  listening = true;
}

function leave(): void {
  me = null;
  unread = 0;
  if (listening) void live().then((line) => line.stopLive());
}

/** Asks the server who we are. Safe to call again after signing in or out. */
export async function refreshSession(): Promise<void> {
  try {
    const { me: answer } = await ok(api.GET('/session', {}));
    if (!answer) return leave();
    me = answer;
    unread = answer.unread;
    void listen();
  } catch (error) {
    // Without a network we do not know; only a clear "no" signs out.
    if (error instanceof ApiError && error.status === 401) leave();
  } finally {
    known = true;
  }
}

export async function refreshInstance(): Promise<Instance | null> {
  try {
    instance = await ok(api.GET('/instance', {}));
  } catch {
    // The name and limits of the house are not needed to watch.
  }
  return instance;
}

/** Takes over an account the server has just answered with (sign-in, sign-up, set-up, profile edit). */
export function signedIn(account: Account): void {
  me = { account, settings: me?.settings ?? { language: '' }, unread, limits: null };
  known = true;
  wish = null;
  void refreshSession();
}

export async function signOut(everywhere = false): Promise<void> {
  await ok(everywhere ? api.DELETE('/sessions', {}) : api.DELETE('/session', {}));
  leave();
}

/** True when signed in; otherwise opens the invitation and answers false. */
export function withAccount(what: Wish): boolean {
  if (me) return true;
  wish = what;
  return false;
}

export function dismissWish(): void {
  wish = null;
}

export function startSession(): void {
  whenSignedOut(() => {
    if (me) leave();
  });
  void refreshSession();
  void refreshInstance();
}
