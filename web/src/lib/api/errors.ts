/** What can go wrong with a call, and how to say it. */
import { t as shell } from '$lib/i18n/messages/shell';
import { problems } from '$lib/i18n/messages/problems';
import { ApiError } from './problem';

export { ApiError };

/** One clear sentence: translated by code where we know it, else what the server said, else something kind. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return shell.errorGeneric;
  const known = (problems as Record<string, string | undefined>)[error.code];
  if (known) return known;
  if (error.status === 0) return shell.errorNetwork;
  if (error.status === 401) return shell.errorSignedOut;
  if (error.status === 429) return shell.errorRate;
  if (error.detail) return error.detail;
  if (error.status === 403) return shell.errorForbidden;
  if (error.status === 404 || error.status === 410) return shell.errorGone;
  return shell.errorGeneric;
}
