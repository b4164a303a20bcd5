import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { currentToast, dismissToast, holdToast, releaseToast, toast } from '$ui/toasts.svelte';
import { Deferred } from './deferred';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  dismissToast();
  vi.useRealTimers();
});

it('does what was not taken back, once', () => {
  const deed = vi.fn();
  const deferred = new Deferred();
  deferred.put('Gone', deed, vi.fn());
  expect(deed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(6000);
  deferred.flush();
  expect(deed).toHaveBeenCalledTimes(1);
});

it('takes back what is still to be done', () => {
  const [deed, back] = [vi.fn(), vi.fn()];
  const deferred = new Deferred();
  deferred.put('Gone', deed, back);
  currentToast()?.action?.run();
  deferred.flush();
  expect(back).toHaveBeenCalledTimes(1);
  expect(deed).not.toHaveBeenCalled();
});

it('waits as long as the note is looked at', () => {
  const deed = vi.fn();
  new Deferred().put('Gone', deed, vi.fn());
  holdToast();
  vi.advanceTimersByTime(20_000);
  expect(deed).not.toHaveBeenCalled();
  releaseToast();
  vi.advanceTimersByTime(3000);
  expect(deed).toHaveBeenCalledTimes(1);
});

it('is done when another note comes, or when one leaves', () => {
  const [first, second, back] = [vi.fn(), vi.fn(), vi.fn()];
  const deferred = new Deferred();
  deferred.put('Gone', first, back);
  toast('Something else');
  expect(first).toHaveBeenCalledTimes(1);
  deferred.put('Gone', second, back);
  deferred.leave();
  expect(second).toHaveBeenCalledTimes(1);
  expect(currentToast()).toBeNull();
  expect(back).not.toHaveBeenCalled();
});

it('does the one before when the next one comes, and that one can be taken back no more', () => {
  const [first, second, back] = [vi.fn(), vi.fn(), vi.fn()];
  const deferred = new Deferred();
  deferred.put('One', first, back);
  const undo = currentToast()?.action?.run;
  deferred.put('Two', second, vi.fn());
  expect(first).toHaveBeenCalledTimes(1);
  undo?.();
  expect(back).not.toHaveBeenCalled();
  expect(second).not.toHaveBeenCalled();
});
