/**
 * Grants what a viewer asks for beyond going on, playing and sound: those must work at once, this comes with the rest
 * of the chrome. One switch, checked to be complete.
 */
import { giveBack } from '$lib/a11y/give-back';
import { turnCaptions } from '$lib/captions/turn';
import { Deferred } from '$lib/deferred';
import type { Ask } from '$lib/feed/asks';
import { beginAnew } from '$lib/feed/anew';
import { setFollow, setLike, setSave } from '$lib/feed/actions';
import { feedEvents } from '$lib/feed/events';
import { atTheEnd } from '$lib/feed/memory.svelte';
import type { Entry, FeedStore } from '$lib/feed/store.svelte';
import { decimal } from '$lib/i18n/format';
import { t as common } from '$lib/i18n/messages/common';
import { t } from '$lib/i18n/messages/clip';
import { withAccount } from '$lib/auth/session.svelte';
import { openReport } from '$lib/report.svelte';
import { go } from '$lib/router.svelte';
import { toast } from '$ui/toasts.svelte';
import { tellDevice } from './device';
import type { PanelName } from './panels';
import type { Show } from './show.svelte';

export const rates = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** What a wish may move. */
export interface Room {
  show: Show;
  store: FeedStore;
  /** Opens a panel, or closes it if it is the open one. */
  open(name: PanelName): void;
  close(): void;
}

export type LaterAsk = Exclude<Ask, { kind: 'next' | 'previous' | 'play_pause' | 'mute' }>;

export function grant(ask: LaterAsk, room: Room): void {
  if (ask.kind === 'help') return room.open('help');
  if (ask.kind === 'at_the_end') return changeEnd(ask.wanted);
  const clip = room.store.current;
  if (clip) grantFor(clip, ask, room);
}

function grantFor(clip: Entry, ask: Exclude<LaterAsk, { kind: 'help' | 'at_the_end' }>, room: Room): void {
  const { store } = room;
  const { player } = room.show;
  const patch = (change: Partial<Entry>) => store.patch(clip.id, change);
  switch (ask.kind) {
    case 'like':
      return void setLike(clip, ask.only === 'on' || !clip.my?.like, patch);
    case 'save':
      return void setSave(clip, !clip.my?.save, patch);
    case 'follow': {
      const { handle } = clip.author;
      return void setFollow(handle, !clip.my?.follow, (on) => store.patchAuthor(handle, on));
    }
    case 'share':
    case 'comments':
    case 'why':
      return room.open(ask.kind);
    case 'menu':
      if (opening) return; // Told twice of one press.
      opening = pressed;
      return room.open('menu');
    case 'playlist':
      return withAccount('save') ? room.open('playlist') : undefined;
    case 'captions':
      return turnCaptions(clip);
    case 'report':
      return openReport({ kind: 'video', id: clip.id });
    case 'not_interested':
      return notInterested(clip, room);
    case 'mute_sound':
      return withAccount('plain') ? void muteSoundOf(clip, room) : undefined;
    case 'remix':
      return withAccount('plain') ? go(`/remix/${clip.id}`) : undefined;
    case 'fullscreen':
      return toggleFullscreen();
    case 'float_out':
      return void floatOut(room);
    case 'seek_by':
      return player.seekBy(ask.seconds);
    case 'seek_to':
      return player.seekTo(ask.part * player.position().of);
    case 'rate':
      return changeRate(room, ask.step);
    case 'rate_to':
      return player.setRate(ask.rate);
    default: {
      const missed: never = ask;
      throw new Error(`unanswered: ${JSON.stringify(missed)}`);
    }
  }
}

const told = new Deferred();
/** The clip that was on show when the last one was taken off. */
let stayedWith: string | undefined;
const capture = { capture: true };

function leave(): void {
  told.leave();
  void feedEvents.flush(true);
}
// As deferred.ts says, what begins with `pagehide` is dropped now and then.
addEventListener('beforeunload', leave, capture);
addEventListener('pagehide', leave, capture);
document.addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'hidden' && leave(),
  capture,
);

/** Another clip is on show: whoever goes on means what they said, and the clips after it follow. */
export function onShow(clip: Entry, answer: (ask: Ask) => void): () => void {
  if (clip.id !== stayedWith) told.leave();
  return tellDevice(clip, answer);
}

/** The press that opened the menu: lifted, it is no press on what has come under it. */
let pressed = false;
let opening = false;
const begins = (): void => {
  pressed = true;
  opening = false;
};
addEventListener('pointerdown', begins, capture);
addEventListener('keydown', () => (pressed = opening = false), capture);
addEventListener(
  'click',
  (event) => {
    if (opening) event.stopPropagation();
    if (opening) event.preventDefault();
    pressed = opening = false;
  },
  capture,
);

function notInterested(clip: Entry, { show, store, close }: Room): void {
  close();
  show.settle();
  const hangBack = store.remove(clip.id);
  show.player.refresh();
  stayedWith = store.current?.id;
  void show.jump(store.index).then(() => giveBack(null)); // What had the focus may have gone with it.
  const undo = () => {
    hangBack();
    void show.jump(store.items.findIndex((item) => item.id === clip.id));
  };
  // Nothing is learned from what is taken back: it is told when the note goes or one goes on, and counts from there.
  const tell = () => {
    feedEvents.add({ kind: 'not_interested', video: clip.id, receipt: clip.receipt });
    void beginAnew();
  };
  told.put(t.notInterestedDone, tell, undo);
}

/** With its words and its call, when it is first wanted. */
async function muteSoundOf({ sound }: Entry, { close }: Room): Promise<void> {
  close();
  if (sound) await (await import('$lib/feed/mute-sound')).muteSound(sound.id);
}

/** Fresh clips, or that there are none, and the way back to the ones that were there. */
export async function refresh({ show, store }: Room): Promise<void> {
  const before = { items: store.items, index: store.index };
  await show.open(null);
  const undo = () => {
    store.items = before.items;
    void show.jump(before.index);
  };
  const seen = new Set(before.items.slice(0, before.index + 1).map(({ id }) => id));
  const fresh = store.items.some(({ id, move }) => move !== 'again' && !seen.has(id));
  const said = fresh ? t.refreshed : t.nothingNew;
  if (store.status === 'ready') toast(said, { action: { label: common.undo, run: undo } });
}

function changeRate({ show }: Room, step: 1 | -1): void {
  const at = rates.findIndex((rate) => rate === (show.view?.rate ?? 1));
  const rate = rates[Math.max(0, Math.min(rates.length - 1, at + step))] ?? 1;
  show.player.setRate(rate);
  toast(t.rateNow(decimal(rate)), { ms: 1200 });
}

function changeEnd(wanted: 'again' | 'next' | undefined): void {
  atTheEnd.now = wanted ?? (atTheEnd.now === 'again' ? 'next' : 'again');
  if (!wanted) toast(atTheEnd.now === 'next' ? t.goesOn : t.repeats, { ms: 1600 });
}

function toggleFullscreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => undefined);
}

async function floatOut({ show }: Room): Promise<void> {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await show.player.floatOut();
  } catch {
    toast(t.noFloating, { tone: 'bad' });
  }
}
