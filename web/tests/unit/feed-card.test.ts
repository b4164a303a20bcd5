import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FeedStore, type FeedStatus } from '$lib/feed/store.svelte';
import { currentToast, dismissToast } from '$ui/toasts.svelte';
import FeedCard from '../../src/features/feed/FeedCard.svelte';

describe('the card of a wall without clips', () => {
  afterEach(() => {
    cleanup();
    dismissToast();
  });

  const show = (status: FeedStatus, name = 'for_you') => {
    const store = new FeedStore(name);
    store.status = status;
    const onretry = vi.fn(async () => undefined);
    render(FeedCard, { store, offline: false, onretry });
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
    expect(currentToast()).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Look for new clips' }));
    expect(onretry).toHaveBeenCalledTimes(2);
    await waitFor(() => expect(currentToast()?.text).toBe('Nothing new yet.'));
  });

  it('stays where it is at the end of what there was', () => {
    const onretry = show('ready');
    comeBack('visible');
    expect(onretry).not.toHaveBeenCalled();
  });

  it('shows whom to follow where nobody is, in the first tab too', () => {
    show('empty', 'following');
    expect(screen.getByRole('heading', { name: 'Nobody here yet' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Find people' }).getAttribute('href')).toBe('/search');
  });
});
