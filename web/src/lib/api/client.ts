/**
 * The one door to the server. Calls are typed by path: a wrong path, parameter or field does not compile.
 *
 *   const page = await ok(api.GET('/feed/{feed}', { params: { path: { feed: 'for_you' } } }));
 *
 * `ok` answers the body or throws an ApiError; `explain(error)` turns that into a sentence for people.
 */
import type { Client } from 'openapi-fetch';
import { ApiError } from './problem';
import type { paths, Problem } from './types';

export const apiBase = '/api/v1';

interface Call {
  params?: {
    path?: Record<string, string>;
    query?: Record<string, unknown>;
    header?: Record<string, string>;
  };
  body?: unknown;
  signal?: AbortSignal;
}

function address(path: string, params: Call['params']): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(params?.path?.[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params?.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  return `${apiBase}${filled}${query.size > 0 ? `?${query}` : ''}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A proxy's error page is no answer of ours.
  }
}

async function send(method: string, path: string, { params, body, signal }: Call = {}) {
  const headers: Record<string, string> = { accept: 'application/json', ...params?.header };
  if (localStorage.getItem('vitrine:restricted') === 'on') headers['vitrine-restricted'] = '1';
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(address(path, params), {
    method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  const read = await bodyOf(response);
  return response.ok ? { data: read, response } : { error: read, response };
}

const verb = (method: string) => (path: string, call?: Call) => send(method, path, call);

/** openapi-fetch's types over a runtime of a page: the whole of it would be a tenth of the first load. */
export const api = {
  GET: verb('GET'),
  POST: verb('POST'),
  PUT: verb('PUT'),
  PATCH: verb('PATCH'),
  DELETE: verb('DELETE'),
} as unknown as Pick<Client<paths>, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>;

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
