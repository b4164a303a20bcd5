/** What can go wrong with a call, and how to say it. */
import { t } from '$lib/i18n/messages/common';
import { problems } from '$lib/i18n/messages/problems';
import type { Problem } from './types';

/** The server said no, or could not be asked (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Which field of a form it is about, if one. */
  readonly field: string | undefined;
  readonly detail: string;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? '';
    this.field = problem.field;
    this.detail = problem.detail ?? '';
  }
}

/** One clear sentence: translated by code where we know it, else what the server said, else something kind. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t.errorGeneric;
  const known = (problems as Record<string, string | undefined>)[error.code];
  if (known) return known;
  if (error.status === 0) return t.errorNetwork;
  if (error.status === 401) return t.errorSignedOut;
  if (error.status === 429) return t.errorRate;
  if (error.detail) return error.detail;
  if (error.status === 403) return t.errorForbidden;
  if (error.status === 404 || error.status === 410) return t.errorGone;
  return t.errorGeneric;
}
