import { expect, it, vi } from 'vitest';
import { showBadge } from './badge.svelte';

it('puts the number on the icon, takes it away, and bears devices without either', () => {
  const on = { setAppBadge: vi.fn(() => Promise.resolve()), clearAppBadge: vi.fn(() => Promise.resolve()) };
  showBadge(3, on);
  expect(on.setAppBadge).toHaveBeenCalledWith(3);
  showBadge(0, on);
  expect(on.clearAppBadge).toHaveBeenCalledTimes(1);
  expect(() => showBadge(2, {})).not.toThrow();
});
