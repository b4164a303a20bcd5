/** What opens beside or over a clip. Features do not import each other; the routes table hands these to the feed. */
import type { Component } from 'svelte';
import type { Entry } from '$lib/feed/store.svelte';

export interface PanelProps {
  clip: Entry;
  docked: boolean;
  onclose: () => void;
  /** A change to the clip the panel has made (one comment more). */
  onchange: (change: Partial<Entry>) => void;
  /** A wish the panel passes on ("less like this"). */
  onless?: () => void;
}

export type PanelName = 'why' | 'comments' | 'share' | 'menu' | 'help' | 'playlist';
export type PanelLoader = () => Promise<{ default: Component<PanelProps> }>;
export type Panels = Record<'why' | 'comments' | 'share', PanelLoader>;
