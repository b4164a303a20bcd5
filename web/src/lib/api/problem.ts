/** A call that did not work. Apart from errors.ts, whose sentences are fetched only when one is needed. */
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
