/**
 * The one door to the server. Calls are typed by path: a wrong path, parameter or field does not compile.
 *
 *   const page = await ok(api.GET('/feed/{feed}', { params: { path: { feed: 'for_you' } } }));
 *
 * `ok` answers the body or throws an ApiError; `explain(error)` turns that into a sentence for people.
 */
import createClient from 'openapi-fetch';
import { ApiError } from './errors';
import type { paths, Problem } from './types';

export const apiBase = '/api/v1';

export const api = createClient<paths>({
  baseUrl: apiBase,
  credentials: 'same-origin',
  // Read at call time, so that tests (and nothing else) may replace it.
  fetch: (request: Request) => globalThis.fetch(request),
});

type Outcome<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else becomes an ApiError. */
export async function ok<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, { detail: '' });
  }
  if (outcome.response.ok) return outcome.data as T;
  const problem = (typeof outcome.error === 'object' ? outcome.error : null) as Partial<Problem> | null;
  // A wrong password is a 401 too, and says nothing about the session.
  if (outcome.response.status === 401 && problem?.code !== 'sign_in_failed') onSignedOut?.();
  throw new ApiError(outcome.response.status, problem ?? {});
}

let onSignedOut: (() => void) | null = null;

/** Called whenever the server answers 401; the session store listens. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** A key that makes a repeated call take effect once. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
