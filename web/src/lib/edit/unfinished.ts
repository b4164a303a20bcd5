/**
 * The cut that is being made, kept on this device until it is done or given up: a closed page or a wrong tap loses
 * nothing. One at a time; what it says never leaves the device.
 */
import { lengthMs, type Edit } from './document';

const key = 'vitrine:cut';

export interface Unfinished {
  video: string;
  /** What the server had when it was begun: changed since by another device, that one counts. */
  base: string;
  edit: Edit;
  /** Drafts that were sent to be clips of it. */
  added: string[];
}

export function keepCut(cut: Unfinished): void {
  try {
    localStorage.setItem(key, JSON.stringify(cut));
  } catch {
    // No room: it lasts as long as the page.
  }
}

export function forgetCut(video: string): void {
  if (keptCut(video)) localStorage.removeItem(key);
}

export function keptCut(video: string, base?: string): Unfinished | null {
  try {
    const cut = JSON.parse(localStorage.getItem(key) ?? 'null') as Unfinished | null;
    if (cut?.video !== video || (base !== undefined && cut.base !== base)) return null;
    return Number.isFinite(lengthMs(cut.edit)) && Array.isArray(cut.added) ? cut : null;
  } catch {
    return null;
  }
}
