/**
 * Nine people and what there is to see, made through the API of a real server. Every thing carries a word that stands
 * nowhere else, so that any answer can be searched for what it must not tell.
 */
import { spawnSync } from 'node:child_process';
import { draw } from '../e2e/clips.mjs';
import { binary, password, Person } from '../e2e/house.mjs';

/**
 * `blocked` is a viewer whom the author has blocked, `author` owns the things, `owner` owns the house, `ended` shows a
 * session that was revoked.
 */
export const roles = [
  'visitor',
  'viewer',
  'blocked',
  'follower',
  'author',
  'creator',
  'moderator',
  'owner',
  'ended',
];
/** What the house lets each do at most. */
const ranks = { viewer: 'viewer', blocked: 'viewer', follower: 'viewer', moderator: 'moderator' };
/** Nobody's, of any kind. */
export const absentId = '0000000000zzz';

export const visibilities = ['public', 'followers', 'unlisted', 'private'];

export class Cast {
  constructor(house) {
    Object.assign(this, { house, base: house.base, people: {}, videos: {}, sounds: {} });
    Object.assign(this, { comments: {}, playlists: {} });
    this.words = {};
  }

  static async gather(house) {
    const cast = new Cast(house);
    await cast.#people();
    await cast.#family();
    await cast.#videos();
    await cast.#talk();
    await cast.#files();
    return cast;
  }

  token(role) {
    return this.people[role]?.token;
  }

  async #people() {
    const { base } = this.house;
    this.people.owner = await Person.owner(base, 'the_owner');
    await Promise.all(
      roles
        .filter((role) => !['visitor', 'owner'].includes(role))
        .map(async (role) => (this.people[role] = await Person.fresh(base, `the_${role}`))),
    );
    for (const [who, rank] of Object.entries(ranks)) {
      const told = spawnSync(binary, ['admin', '--data', this.house.data, 'role', `the_${who}`, rank]);
      if (told.status !== 0) throw new Error(`no role for ${who}: ${told.stderr}`);
    }
    const { author, blocked, follower, ended } = this.people;
    await author.call('PUT', '/accounts/the_blocked/block');
    await follower.call('PUT', '/accounts/the_author/follow');
    await ended.call('DELETE', '/session');
    const leaver = await Person.fresh(base, 'the_leaver');
    this.farewell = (await leaver.call('POST', '/me/farewell', { password })).code;
    this.invite = (await this.people.owner.call('POST', '/admin/invites', {})).code;
    await blocked.call('PATCH', '/me', { bio: 'looks on' });
  }

  /** Somebody whose guardian the author is. */
  async #family() {
    const ward = await Person.fresh(this.base, 'the_ward');
    const { code } = await ward.call('POST', '/me/family/code');
    await this.people.author.call('POST', '/me/family/wards', { code });
    this.wards = { authors: { id: 'the_ward' }, absent: { id: 'nobody_here' } };
  }

  /** Signs somebody in again, where a call has ended their session or their account was to go. */
  async renew(role) {
    this.people[role] = await Person.known(this.base, `the_${role}`);
  }

  async #videos() {
    const { author } = this.people;
    const file = draw('guard-short', 'testsrc2=s=90x160:r=25', { seconds: 1 });
    for (const kind of [...visibilities, 'adult']) {
      const word = `qzclip${kind}x`;
      const id = await author.publish(file, {
        title: word,
        language: 'en',
        visibility: kind === 'adult' ? 'public' : kind,
        audience: kind === 'adult' ? 'adult' : 'all',
      });
      await author.call('PUT', `/videos/${id}/captions/en`, {
        file: `WEBVTT\n\n00:00.000 --> 00:01.000\n${word} says so\n`,
      });
      this.videos[kind] = { id, word };
    }
    const draft = await author.upload(file);
    await author.call('PATCH', `/videos/${draft}`, { title: 'qzclipdraftx' });
    this.videos.draft = { id: draft, word: 'qzclipdraftx' };
    this.videos.absent = { id: absentId };
    const open = ['public', 'unlisted', 'followers', 'private', 'adult'].map((kind) => this.videos[kind].id);
    for (;;) {
      const states = await Promise.all(
        [...open, draft].map((id) => author.call('GET', `/videos/${id}`).then(({ state }) => state)),
      );
      if (states.includes('failed')) throw new Error(`a clip failed: ${states.join(' ')}`);
      if (states.every((state) => state === 'ready')) break;
      await new Promise((done) => setTimeout(done, 100));
    }
    await author.settled([this.videos.public.id]);
    await this.#recluse(file);
    /** The address of each clip's playlist, as its author is told it. */
    for (const kind of [...visibilities, 'adult']) {
      const seen = await author.call('GET', `/videos/${this.videos[kind].id}`);
      this.videos[kind].hls = new URL(seen.media.hls, this.base);
      this.videos[kind].poster = seen.poster && new URL(seen.poster, this.base);
    }
    for (const kind of [...visibilities, 'adult', 'draft']) {
      const { sound } = await author.call('GET', `/videos/${this.videos[kind].id}`);
      const title = `qzsound${kind}x`;
      await author.call('PATCH', `/sounds/${sound.id}`, { title });
      // Whoever was given the link of an unlisted clip hears its sound, without its name.
      this.sounds[kind] = { id: sound.id, word: kind === 'unlisted' ? undefined : title };
    }
    this.sounds.absent = { id: absentId };
  }

  /** Somebody whose account becomes private when a clip of theirs has been public; one of the nine follows them. */
  async #recluse(file) {
    const recluse = await Person.fresh(this.base, 'the_recluse');
    const word = 'qzclipwithheldx';
    const id = await recluse.publish(file, { title: word, language: 'en', visibility: 'public' });
    await recluse.settled([id]);
    await recluse.call('PATCH', '/me', { private: true });
    await this.people.follower.call('PUT', '/accounts/the_recluse/follow');
    await recluse.call('PUT', '/me/follow-requests/the_follower');
    this.videos.withheld = { id, word };
  }

  async #talk() {
    const { author, follower, viewer, creator } = this.people;
    for (const kind of [...visibilities, 'adult']) this.comments[kind] = await this.comment(kind);
    this.comments.absent = { id: absentId };
    for (const kind of visibilities) this.playlists[kind] = await this.playlist(kind);
    this.playlists.absent = { id: absentId };
    const pair = await author.call('POST', '/me/conversations', {
      people: ['the_follower'],
      text: 'qztalkpairx begins',
    });
    await follower.call('PUT', `/conversations/${pair.id}/acceptance`);
    const asked = await creator.call('POST', '/me/conversations', {
      people: ['the_author'],
      text: 'qztalkaskedx asks',
    });
    this.conversations = {
      pair: { id: pair.id, word: 'qztalkpairx' },
      group: await this.group(),
      asked: { id: asked.id, word: 'qztalkaskedx' },
      absent: { id: absentId },
    };
    /** Something said in the pair. */
    this.said = await this.message(pair.id);
    const report = await viewer.call('POST', '/reports', {
      subject: { kind: 'video', id: this.videos.public.id },
      reason: 'spam',
      note: 'qzreportx says why',
    });
    this.reports = { open: { id: report.id, word: 'qzreportx' }, absent: { id: absentId } };
  }

  async comment(kind) {
    const text = `qzsaid${kind}x aloud`;
    const made = await this.people.author.call('POST', `/videos/${this.videos[kind].id}/comments`, { text });
    return { id: made.id, word: `qzsaid${kind}x` };
  }

  async playlist(kind) {
    const title = `qzlist${kind}x`;
    const made = await this.people.author.call('POST', '/playlists', {
      title,
      visibility: kind,
      video: this.videos.public.id,
    });
    return { id: made.id, word: title };
  }

  async group() {
    const made = await this.people.author.call('POST', '/me/conversations', {
      people: ['the_follower', 'the_creator'],
      name: 'qztalkgroupx',
      text: 'all of us',
    });
    for (const role of ['follower', 'creator'])
      await this.people[role].call('PUT', `/conversations/${made.id}/acceptance`);
    return { id: made.id, word: 'qztalkgroupx' };
  }

  async message(conversation) {
    const made = await this.people.author.call('POST', `/conversations/${conversation}/messages`, {
      text: 'to be taken back',
    });
    return made.id;
  }

  /** An upload of the author's that waits for its bytes. */
  async upload() {
    const begun = await fetch(`${this.base}/api/v1/uploads`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token('author')}`,
        'tus-resumable': '1.0.0',
        'upload-length': '10',
      },
    });
    if (begun.status !== 201) throw new Error(`no upload: ${begun.status} ${await begun.text()}`);
    return { id: begun.headers.get('location').split('/').pop(), video: begun.headers.get('vitrine-video') };
  }

  async #files() {
    const { author } = this.people;
    this.uploads = { open: await this.upload(), absent: { id: absentId } };
    const asked = await author.call('POST', '/me/export', { media: false });
    this.exports = { ready: { id: asked.id }, absent: { id: absentId } };
    for (;;) {
      const { export: made } = await author.call('GET', '/me/export');
      if (made.state === 'ready') break;
      if (made.state === 'failed') throw new Error(`the export failed: ${made.problem}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    const packed = await fetch(`${this.base}/api/v1/me/exports/${asked.id}/file`, {
      headers: { authorization: `Bearer ${author.token}` },
    });
    const sent = await fetch(`${this.base}/api/v1/me/import`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${author.token}`,
        'content-type': 'application/offset+octet-stream',
      },
      body: Buffer.from(await packed.arrayBuffer()),
    });
    if (sent.status !== 201) throw new Error(`no import: ${sent.status} ${await sent.text()}`);
    this.imports = { sent: { id: (await sent.json()).id }, absent: { id: absentId } };
    for (;;) {
      const { import: state } = await author.call('GET', '/me/import');
      if (state.state === 'asks') break;
      if (state.state === 'failed') throw new Error(`the import failed: ${JSON.stringify(state)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    const page = await author.call('GET', '/feed/latest');
    this.receipts = { authors: { id: page.receipt.id }, absent: { id: absentId } };
    this.sessions = { authors: await this.session(), absent: { id: absentId } };
    this.handles = { author: { id: 'the_author' }, absent: { id: 'nobody_here' } };
    this.farewells = { known: { id: this.farewell }, absent: { id: 'nothing-went' } };
    this.invites = { known: { id: this.invite }, absent: { id: 'no-such-code' } };
    this.feeds = { latest: { id: 'latest' }, following: { id: 'following' }, absent: { id: 'nonesuch' } };
    this.algorithms = { home: { id: 'home' }, absent: { id: 'nonesuch' } };
  }

  /** One more session of the author's, for ending it. */
  async session() {
    const before = await this.people.author.call('GET', '/sessions');
    const known = new Set(before.items.map(({ id }) => id));
    await Person.known(this.base, 'the_author');
    const after = await this.people.author.call('GET', '/sessions');
    return { id: after.items.find(({ id }) => !known.has(id)).id };
  }

  /** A report of something new, for resolving it. */
  async report() {
    const { id } = await this.comment('public');
    const subject = { kind: 'comment', id };
    return this.people.viewer.call('POST', '/reports', { subject, reason: 'other', note: 'qzreportx again' });
  }

  async invitation() {
    return { id: (await this.people.owner.call('POST', '/admin/invites', {})).code };
  }

  /** Gives up the upload that an answer speaks of. */
  async giveUp(role, answer) {
    const [, location] = answer.headers.find(([name]) => name === 'location');
    await fetch(new URL(location, this.base), {
      method: 'DELETE',
      headers: { authorization: `Bearer ${this.token(role)}`, 'tus-resumable': '1.0.0' },
    });
  }

  /** Who follows and blocks whom, as it was. */
  async mendRelations(role) {
    const me = this.people[role];
    if (!me || role === 'author') return;
    if (role === 'blocked') return;
    await me.call('DELETE', '/accounts/the_author/block');
    await me.call('DELETE', '/accounts/the_author/mute');
    await me.call(role === 'follower' ? 'PUT' : 'DELETE', '/accounts/the_author/follow');
  }
}
