import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AlgorithmVitals } from '$lib/api/types';
import { refreshSession } from '$lib/auth/session.svelte';
import { setLocale } from '$lib/i18n/index.svelte';
import { account, fakeServer } from '../../../tests/unit/fake-server';
import { hourMs } from './measures';
import Operator from './Operator.svelte';

const now = Date.now();
const tally = { shown: 0, ended: 0, finished: 0, skipped: 0 };

const vitals = (more: Partial<AlgorithmVitals> = {}): AlgorithmVitals => ({
  log_position: 90,
  folded_position: 90,
  unreadable: 0,
  videos: 3,
  viewers: 2,
  rows: 9,
  table_bytes: 2000,
  now,
  newest_event_at: now - 130_000,
  measured_since: now - 10 * 60_000,
  events_last_minute: 0,
  calibration: [],
  hours: [],
  sources: [],
  viewer_classes: [{ at_most: 5, tally }],
  age_classes: [{ at_most: 1, tally }],
  creators: 0,
  gini: 0,
  lorenz: Array.from({ length: 11 }, () => 0),
  diversity: { topics: 0, creators: 0, without_topic: 0 },
  uncounted: { creators: 0, topics: 0 },
  newest: [],
  ...more,
});

const shown = (share: object): Partial<AlgorithmVitals> => ({
  sources: [{ source: 'taste', tally: { ...tally, ...share } }],
  age_classes: [{ at_most: 1, tally: { ...tally, ...share } }],
});

async function open(answer: AlgorithmVitals): Promise<void> {
  fakeServer({
    'GET /session': { body: { me: { account: account('keeper', 'owner'), unread: 0 } } },
    'GET /operator/algorithm': { body: answer },
  });
  await refreshSession();
  render(Operator);
  await screen.findByText('newest event learned');
}

// For the whole file: what a test leaves behind is drawn, or listens, a little longer than the test.
class Stub {
  observe() {}
  unobserve() {}
  disconnect() {}
  close() {}
  addEventListener() {}
}
vi.stubGlobal('EventSource', Stub);
vi.stubGlobal('ResizeObserver', Stub);

afterEach(async () => {
  cleanup();
  await setLocale('en', false);
});

describe('the live algorithm', () => {
  it('says how old the newest event is, and a sentence where there is nothing to draw', async () => {
    await open(vitals());
    expect(screen.getByText('2 min. ago')).toBeTruthy();
    expect(screen.getByText('Nothing has happened yet')).toBeTruthy();
    cleanup();
    await open(vitals(shown({ shown: 4 })));
    expect(screen.getAllByText('100% of showings, – watched to the end')).toHaveLength(2);
    expect(screen.getAllByText(/^Nothing has ended yet\./)).toHaveLength(3);
    expect(screen.getAllByText(/Measured since the last start/)).toHaveLength(2);
    expect(screen.queryByText(/0% watched/)).toBeNull();
  });

  it('tells of heads that never came true, and how often the others did', async () => {
    const calibration = [
      { head: 'finish', n: 1900, predicted: 0.2, happened: 0.5 },
      { head: 'share', n: 1900, predicted: 0.0014, happened: 0 },
    ];
    await open(
      vitals({
        ...shown({ shown: 4, ended: 4, finished: 1 }),
        calibration,
        hours: [{ begins_at: now - (now % hourMs), events: 4, tally: { ...tally, shown: 4 }, calibration }],
      }),
    );
    expect(screen.getByText('promised 20%, happened 50%: 2.50×')).toBeTruthy();
    expect(screen.getByText('promised 0.14%, happened in none of 1,900')).toBeTruthy();
    expect(screen.getByText('happened in none of 1,900')).toBeTruthy(); // in the drift
    expect(document.querySelectorAll('.scale .above')).toHaveLength(1);
    expect(document.querySelectorAll('.scale .below')).toHaveLength(1);
  });

  it('says how varied it was, and what is not counted', async () => {
    const more = {
      ...shown({ shown: 40, ended: 4 }),
      creators: 1,
      diversity: { topics: 13.7, creators: 1, without_topic: 1 },
      uncounted: { creators: 12, topics: 0 },
    };
    await open(vitals(more));
    expect(screen.getByText('as varied as if 14 topics were shown alike')).toBeTruthy();
    expect(screen.getByText('as varied as if one creator alone were shown')).toBeTruthy();
    expect(screen.getByText(/1 creator was shown\./).textContent).toContain('12 showings are not counted');
    expect(screen.queryByText('Gini coefficient')).toBeNull();
    cleanup();
    await open(vitals({ ...more, creators: 4, gini: 0.5 }));
    expect(screen.getByText(/With 4 creators it can reach 0\.75/)).toBeTruthy();
  });
});
