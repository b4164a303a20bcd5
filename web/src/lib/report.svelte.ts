/** Which thing is being reported to the moderators, if one is. App shows the form; anybody may open it. */
import type { ReportSubject } from '$lib/api/types';
import { withAccount } from '$lib/auth/session.svelte';

let subject = $state.raw<ReportSubject | null>(null);

export function reporting(): ReportSubject | null {
  return subject;
}

/** Opens the form, or the invitation to sign in. */
export function openReport(wanted: ReportSubject): void {
  if (withAccount('report')) subject = wanted;
}

export function closeReport(): void {
  subject = null;
}
