/** The comments of one clip: top level by pages, replies fetched when opened, changes shown before they are sure. */
import { api, idempotencyKey, ok } from '$lib/api/client';
import type { Comment } from '$lib/api/types';

export type Sort = 'top' | 'new';

export interface Replies {
  items: Comment[];
  next: string | null;
  open: boolean;
  loading: boolean;
}

export class Thread {
  items = $state<Comment[]>([]);
  replies = $state<Record<string, Replies>>({});
  sort = $state<Sort>('top');
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  next = $state<string | null>(null);
  busy = $state(false);

  constructor(readonly video: string) {}

  async load(sort: Sort = this.sort): Promise<void> {
    this.sort = sort;
    this.status = 'loading';
    try {
      const page = await this.page({ sort });
      if (this.sort !== sort) return;
      this.items = page.items;
      this.next = page.next;
      this.replies = {};
      this.status = 'ready';
    } catch {
      this.status = 'failed';
    }
  }

  async more(): Promise<void> {
    if (!this.next || this.busy) return;
    this.busy = true;
    try {
      const page = await this.page({ sort: this.sort, cursor: this.next });
      const known = new Set(this.items.map((comment) => comment.id));
      this.items.push(...page.items.filter((comment) => !known.has(comment.id)));
      this.next = page.next;
    } finally {
      this.busy = false;
    }
  }

  async openReplies(parent: string): Promise<void> {
    const known = this.replies[parent];
    if (known && !known.next && known.items.length > 0) {
      known.open = !known.open;
      return;
    }
    this.replies[parent] ??= { items: [], next: null, open: true, loading: false };
    const list = this.replies[parent] as Replies;
    list.open = true;
    list.loading = true;
    try {
      const page = await this.page({ parent, ...(list.next ? { cursor: list.next } : {}) });
      const ids = new Set(list.items.map((comment) => comment.id));
      list.items.push(...page.items.filter((comment) => !ids.has(comment.id)));
      list.next = page.next;
    } finally {
      list.loading = false;
    }
  }

  async post(text: string, parent: string | null): Promise<Comment> {
    const comment = await ok(
      api.POST('/videos/{video}/comments', {
        params: { path: { video: this.video }, header: { 'Idempotency-Key': idempotencyKey() } },
        body: parent ? { text, parent } : { text },
      }),
    );
    if (parent) {
      this.replies[parent] ??= { items: [], next: null, open: true, loading: false };
      const list = this.replies[parent] as Replies;
      list.items.push(comment);
      list.open = true;
      this.change(parent, (found) => (found.counts.replies += 1));
    } else {
      this.items.unshift(comment);
    }
    return comment;
  }

  async edit(id: string, text: string): Promise<void> {
    const changed = await ok(
      api.PATCH('/comments/{comment}', { params: { path: { comment: id } }, body: { text } }),
    );
    this.change(id, (found) => Object.assign(found, changed));
  }

  async like(id: string, on: boolean): Promise<void> {
    const set = (like: boolean) =>
      this.change(id, (found) => {
        if (found.my?.like === like) return;
        found.my = { own: found.my?.own ?? false, like };
        found.counts.likes += like ? 1 : -1;
      });
    set(on);
    try {
      const call = { params: { path: { comment: id } } };
      const answer = await ok(
        on ? api.PUT('/comments/{comment}/like', call) : api.DELETE('/comments/{comment}/like', call),
      );
      this.change(id, (found) => Object.assign(found, answer));
    } catch (error) {
      set(!on);
      throw error;
    }
  }

  /** Holds it up (or takes it down): it is the first then, and no other is. */
  async pin(comment: Comment): Promise<void> {
    const call = { params: { path: { comment: comment.id } } };
    const pinned = !comment.pinned;
    await ok(pinned ? api.PUT('/comments/{comment}/pin', call) : api.DELETE('/comments/{comment}/pin', call));
    const rest = this.items.filter((other) => other.id !== comment.id);
    for (const other of rest) other.pinned = false;
    this.items = pinned ? [{ ...comment, pinned }, ...rest] : this.items;
    this.change(comment.id, (found) => (found.pinned = pinned));
  }

  async release(id: string): Promise<void> {
    const changed = await ok(api.PUT('/comments/{comment}/release', { params: { path: { comment: id } } }));
    this.change(id, (found) => Object.assign(found, changed));
  }

  /** Takes a comment out of sight; answers how to bring it back and how to make it final. */
  takeOut(comment: Comment): { putBack: () => void; remove: () => Promise<void> } {
    const list = comment.parent ? this.replies[comment.parent]?.items : this.items;
    const at = list?.findIndex((other) => other.id === comment.id) ?? -1;
    const taken = at >= 0 ? list?.splice(at, 1)[0] : undefined;
    const putBack = () => {
      if (taken) list?.splice(Math.min(at, list.length), 0, taken);
    };
    const remove = async () => {
      await ok(api.DELETE('/comments/{comment}', { params: { path: { comment: comment.id } } }));
    };
    return { putBack, remove };
  }

  private change(id: string, edit: (comment: Comment) => void): void {
    const lists = [this.items, ...Object.values(this.replies).map((replies) => replies.items)];
    for (const list of lists) {
      const found = list.find((comment) => comment.id === id);
      if (found) edit(found);
    }
  }

  private page(query: { sort?: Sort; cursor?: string; parent?: string }) {
    return ok(api.GET('/videos/{video}/comments', { params: { path: { video: this.video }, query } }));
  }
}
