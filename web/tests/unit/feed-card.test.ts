import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import FeedCard from '../../src/features/feed/FeedCard.svelte';

describe('the card of a wall without clips', () => {
  const show = (kind: 'empty' | 'end') => {
    const onretry = vi.fn();
    render(FeedCard, { kind, feed: 'for_you', wall: false, offline: false, problem: null, onretry });
    return onretry;
  };
  const comeBack = (state: DocumentVisibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('looks again when asked to, and when somebody comes back to an empty one', async () => {
    const onretry = show('empty');
    comeBack('hidden');
    expect(onretry).not.toHaveBeenCalled();
    comeBack('visible');
    expect(onretry).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole('button', { name: 'Look for new clips' }));
    expect(onretry).toHaveBeenCalledTimes(2);
  });

  it('stays where it is at the end of what there was', () => {
    const onretry = show('end');
    comeBack('visible');
    expect(onretry).not.toHaveBeenCalled();
  });
});
