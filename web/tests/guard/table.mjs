/**
 * What each of nine roles gets from each route: written down by hand, never from what the server answers. A route of
 * the API document that has no row here fails `./dev matrix`.
 *
 * A pattern has one letter for each role, in the order of `roles` (cast.mjs):
 *   visitor viewer blocked follower author creator moderator owner ended
 *   y  done: the row's `ok`, else the first success the document names
 *   n  404: it is not there, in the same words as what never was
 *   s  401: sign in first, or the session has ended
 *   r  403 role_insufficient: the role is not enough
 *   x, z  the row's own refusals: [status, code]
 * `cells` holds a pattern for each thing; the thing's id stands in the path for the row's `on`. Wherever a thing's
 * letter is the letter of `absent` and not y (`same`: also y), both answers must be the same to the byte. `shows`: what a
 * list holds; `names`: of which things it gives the id, and nothing else; `toAll`: whoever asks is not looked at, so that words of what is public may come to somebody blocked;
 * `fresh`: made anew where the call ends it; `last`, `after`: when; `renews`, `mends`, `undo`: what puts right again.
 */

export const anyone = 'yyyyyyyys';
export const signedIn = 'syyyyyyys';
const creators = 'srrryyyys';
const moderators = 'srrrrryys';
const nobody = 'nnnnnnnns';

/** Who may see a clip, and who may see a list of clips. */
export const sees = {
  public: 'yynyyyyys',
  followers: 'nnnyynnns',
  unlisted: 'yynyyyyys',
  adult: 'nynyyyyys',
  private: 'nnnnynnns',
  draft: 'nnnnynnns',
  absent: nobody,
};
/** Who comes upon it on a profile: a link to an unlisted one has to be given, one's own drafts stand elsewhere. */
const finds = { ...sees, unlisted: nobody, private: nobody, draft: nobody };
/** In lists of everybody's clips. */
const findsInPublic = { ...finds, followers: nobody };
/** A private account's clip that is public but for that; the follower was let follow. */
const withheld = 'nnnynnnns';
const out = ({ draft, ...rest }) => rest;
const { adult, draft, ...listSees } = sees;
const signed = (cells) =>
  Object.fromEntries(Object.entries(cells).map(([at, row]) => [at, `s${row.slice(1)}`]));
const all = (cells, pattern) =>
  Object.fromEntries(Object.keys(cells).map((at) => [at, at === 'absent' ? `s${nobody.slice(1)}` : pattern]));
/** Only its author; for everybody else it is as if it were not there. */
const owns = all(sees, 'snnnynnns');
/** The same where it takes a creator: others hear of their role before anything of the thing. */
const ownsAsCreator = {
  ...all(sees, 'srrrynnns'),
  absent: 'srrrnnnns',
};
const persons = { author: 'yynyyyyys', absent: nobody };
const notMyself = [400, 'not_yourself'];

/** What is said under a clip, with the clip. */
const said = out(sees);
/** The author's words: others see them and cannot touch them. */
const hers = {
  public: 'sxnxyxxxs',
  followers: 'snnxynnns',
  unlisted: 'sxnxyxxxs',
  adult: 'sxnxyxxxs',
  private: 'snnnynnns',
  absent: 'snnnnnnns',
};
const notYours = [403, 'comment_not_yours'];

const talk = { pair: 'snnyynnns', group: 'snnyyynns', asked: 'snnnyynns', absent: 'snnnnnnns' };
const only = (cells, ...kinds) => Object.fromEntries([...kinds, 'absent'].map((kind) => [kind, cells[kind]]));

const password = 'violet anchor mildly tuned';
const video = (more) => ({ on: 'video', ...more });
const account = (more) => ({ on: 'handle', cells: persons, ...more });
const relation = { cells: { author: 'synyxyyys', absent: 'snnnnnnns' }, x: notMyself };
const mine = (more) => ({ cells: { '': signedIn }, ...more });
const open = (more) => ({ cells: { '': anyone }, ...more });
const bytes = { 'content-type': 'application/offset+octet-stream' };
const tus = { 'tus-resumable': '1.0.0' };

export const routes = {
  // --- the house, signing up and in
  'GET /instance': open(),
  'GET /health': open({ cells: { '': 'yyyyyyyyy' } }), // memory alone: nobody is identified
  'GET /openapi.json': open(),
  'GET /signing-key': open(),
  'POST /setup': open({
    cells: { '': 'xxxxxxxxs' },
    x: [409, 'already_set_up'],
    body: { instance_name: 'Mine', handle: 'intruder', name: 'I', password },
  }),
  'POST /accounts': open({
    cells: { '': 'xxxxxxxxs' },
    x: [409, 'handle_taken'],
    body: { handle: 'the_author', name: 'I', password },
  }),
  'POST /session': open({
    cells: { '': 'xxxxxxxxs' },
    x: [401, 'sign_in_failed'],
    body: { handle: 'the_author', password: 'not the one', deliver: 'token' },
  }),
  'POST /session/passkey/challenge': open(),
  'POST /session/passkey': open({
    cells: { '': 'xxxxxxxxs' },
    x: [422, 'passkey_malformed'],
    body: { credential: 'AAAA', client_data: 'AAAA', authenticator_data: 'AAAA', signature: 'AAAA' },
  }),
  'GET /farewells/{code}': {
    on: 'code',
    things: 'farewells',
    cells: { known: anyone, absent: nobody },
  },

  // --- one's own account
  'GET /session': open(),
  'GET /sessions': mine(),
  'DELETE /session': mine({ renews: true }),
  'DELETE /sessions': mine({ renews: true }),
  'DELETE /sessions/{session}': {
    on: 'session',
    things: 'sessions',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    fresh: (cast) => cast.session(),
  },
  'GET /me': mine(),
  'PATCH /me': mine({ body: {} }),
  'POST /me/password': mine({ body: { current: password, new: password } }),
  'GET /me/second-factor': mine(),
  'POST /me/second-factor/confirm': {
    cells: { '': 'sxxxxxxxs' },
    x: [409, 'second_factor_not_begun'],
    body: { code: '000000' },
  },
  'POST /me/second-factor': mine({ body: { password } }),
  'POST /me/second-factor/recovery-codes': {
    cells: { '': 'sxxxxxxxs' },
    x: [403, 'code_wrong'],
    body: { password, code: '000000' },
  },
  'POST /me/second-factor/off': {
    cells: { '': 'sxxxxxxxs' },
    x: [403, 'code_wrong'],
    body: { password, code: '000000' },
  },
  // The author is the guardian of one ward; whose guardian one is not is as if there were nobody.
  'GET /me/family': mine(),
  'POST /me/family/code': {
    cells: { '': 'syyyzyxxs' },
    x: [403, 'staff_is_no_ward'],
    z: [403, 'guardian_is_no_ward'],
  },
  'POST /me/family/wards': {
    cells: { '': 'sxxxxxxxs' },
    x: [403, 'family_code_wrong'],
    body: { code: '0000-0000' },
  },
  'PUT /me/family/wards/{handle}/limits': {
    on: 'handle',
    things: 'wards',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    body: { daily_minutes: 60, quiet: null, restricted: true, may_write: 'following' },
  },
  'DELETE /me/family/wards/{handle}': {
    on: 'handle',
    things: 'wards',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    last: true,
  },
  'DELETE /me/family/guardian': { cells: { '': 'snnnnnnns' } },
  'GET /me/push': mine(),
  'PUT /me/push': mine({ body: { cadence: 'hourly', daily_at_min: 60, off: ['likes'] } }),
  'PUT /me/push/here': mine({ body: { endpoint: 'https://push.example.org/ring' } }),
  'DELETE /me/push/here': mine(),
  'GET /me/passkeys': mine(),
  'POST /me/passkeys/challenge': mine(),
  'POST /me/passkeys': {
    cells: { '': 'sxxxxxxxs' },
    x: [422, 'passkey_malformed'],
    body: { name: 'key', client_data: 'AAAA', attestation: 'AAAA' },
  },
  'PATCH /me/passkeys/{passkey}': {
    on: 'passkey',
    things: 'passkeys',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    body: { name: 'renamed' },
  },
  'DELETE /me/passkeys/{passkey}': {
    on: 'passkey',
    things: 'passkeys',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    last: true,
  },
  'GET /me/apps': mine(),
  'DELETE /me/apps/{app}': {
    on: 'app',
    things: 'apps',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    fresh: (cast) => cast.allow(),
  },
  'GET /me/made-apps': mine(),
  'POST /me/made-apps': mine({ body: { name: 'App', redirects: ['https://app.example/back'] } }),
  'DELETE /me/made-apps/{app}': {
    on: 'app',
    things: 'ownApps',
    cells: { authors: 'snnnynnns', absent: 'snnnnnnns' },
    last: true,
  },
  'GET /oauth/request': {
    cells: { '': 'snnnnnnns' },
    query: 'client_id=0000000000zzz&redirect_uri=https%3A%2F%2Fapp.example%2Fback',
  },
  'POST /oauth/consent': {
    cells: { '': 'snnnnnnns' },
    body: { client_id: '0000000000zzz', redirect_uri: 'https://app.example/back', allow: true },
  },
  'GET /oauth/devices/{code}': { cells: { '': 'snnnnnnns' }, with: { code: () => 'BCDFGHJK' } },
  'POST /oauth/devices/{code}': {
    cells: { '': 'snnnnnnns' },
    with: { code: () => 'BCDFGHJK' },
    body: { allow: true },
  },
  'GET /me/proof': mine(),
  'POST /me/proof': mine({ body: { password } }),
  'POST /me/proof/challenge': mine(),
  'PUT /me/portrait': {
    cells: { '': 'sxxxxxxxs' },
    x: [422, 'not_a_picture'],
    headers: bytes,
    body: 'no picture',
  },
  'DELETE /me/portrait': mine(),
  'GET /me/data': mine(),
  'GET /me/data/copy': mine(),
  'POST /me/farewell': {
    cells: { '': 'syyyyyyxs' },
    x: [409, 'owner_stays'],
    body: { password },
    renews: true,
  },
  'GET /me/export': mine(),
  'GET /me/exports/{export}/file': {
    on: 'export',
    things: 'exports',
    cells: { ready: 'snnnynnns', absent: 'snnnnnnns' },
  },
  'DELETE /me/exports/{export}': {
    on: 'export',
    things: 'exports',
    cells: { ready: 'snnnynnns', absent: 'snnnnnnns' },
    last: true,
  },
  'GET /me/import': mine(),
  'POST /me/imports/{import}/accept': {
    on: 'import',
    things: 'imports',
    cells: { sent: 'srrrynnns', absent: 'srrrnnnns' },
    body: { profile: false, settings: false, clips: false, people: false, marks: false },
    last: true,
  },
  'DELETE /me/imports/{import}': {
    on: 'import',
    things: 'imports',
    cells: { sent: 'snnnynnns', absent: 'snnnnnnns' },
    last: true,
  },
  // These replace the ones above.
  'POST /me/export': mine({ body: { media: false }, last: true }),
  'PUT /me/import': {
    cells: { '': creators },
    headers: bytes,
    body: 'no archive',
    last: true,
  },
  'GET /live': mine({ first: true }),

  // --- people
  'GET /accounts/{handle}': account(),
  'GET /accounts/{handle}/followers': account(),
  'GET /accounts/{handle}/following': account(),
  'GET /accounts/{handle}/videos': account({ shows: { videos: finds } }),
  'GET /accounts/{handle}/playlists': account({
    shows: { playlists: { ...listSees, unlisted: 'nnnnynnns' } },
  }),
  'GET /accounts/{handle}/pins': account({ shows: { videos: onlyHidden() } }),
  'PUT /accounts/{handle}/follow': account({ ...relation, mends: true }),
  'DELETE /accounts/{handle}/follow': account({
    cells: { author: 'synyyyyys', absent: 'snnnnnnns' },
    mends: true,
  }),
  'PUT /accounts/{handle}/block': account({ ...relation, mends: true }),
  'DELETE /accounts/{handle}/block': account({ cells: { author: 'synyyyyys', absent: 'snnnnnnns' } }),
  'PUT /accounts/{handle}/mute': account({ ...relation, mends: true }),
  'DELETE /accounts/{handle}/mute': account({ cells: { author: 'synyyyyys', absent: 'snnnnnnns' } }),
  'GET /me/follow-requests': mine(),
  'PUT /me/follow-requests/{handle}': account({ cells: { author: 'synyyyyys', absent: 'snnnnnnns' } }),
  'DELETE /me/follow-requests/{handle}': account({ cells: { author: 'synyyyyys', absent: 'snnnnnnns' } }),
  'DELETE /me/followers/{handle}': account({ cells: { author: 'synyyyyys', absent: 'snnnnnnns' } }),
  'GET /me/blocks': mine(),
  'GET /me/mutes': mine(),

  // --- clips
  'GET /videos/{video}': video({ cells: { ...sees, withheld }, times: true }),
  'PATCH /videos/{video}': video({ cells: owns, body: {}, times: true }),
  'DELETE /videos/{video}': video({ cells: owns, last: true }),
  'POST /videos/{video}/publish': video({ cells: without(ownsAsCreator, 'draft') }),
  'POST /videos/{video}/replace': video({
    cells: Object.fromEntries(
      Object.entries(ownsAsCreator).map(([kind, row]) => [kind, row.replaceAll('y', 'n')]),
    ),
    body: { draft: '0000000000zzy' },
  }),
  // What is for adults has to be looked for.
  'GET /videos': open({ shows: { videos: { ...findsInPublic, adult: nobody, withheld: nobody } } }),
  'GET /me/videos': mine({ shows: { videos: owns } }),
  'GET /videos/{video}/captions/{language}': video({
    cells: out(sees),
    with: { language: () => 'en' },
    times: true,
  }),
  'PUT /videos/{video}/captions/{language}': video({
    cells: owns,
    with: { language: () => 'de' },
    body: { file: 'WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n' },
  }),
  'DELETE /videos/{video}/captions/{language}': video({
    cells: owns,
    with: { language: () => 'de' },
    after: 'PUT /videos/{video}/captions/{language}',
  }),
  'PATCH /me/videos': mine({
    cells: { '': 'sxxxxxxxs' },
    x: [404, 'video_absent'],
    body: { videos: ['0000000000zzy'], audience: 'all' },
  }),
  'GET /me/figures': mine(),
  'GET /videos/{video}/figures': video({ cells: owns }),
  'GET /me/schedule': mine(),
  'PUT /videos/{video}/schedule': video({
    cells: { ...planned('srrrynnns', 'srrrxnnns'), absent: 'srrrnnnns' },
    x: [409, 'video_is_out'],
    body: () => ({ at: Date.now() + 86_400_000 }),
  }),
  'DELETE /videos/{video}/schedule': video({ cells: owns, after: 'PUT /videos/{video}/schedule' }),
  'PUT /videos/{video}/like': video({ cells: without(signed(sees), 'draft') }),
  'DELETE /videos/{video}/like': video({ cells: signed(sees) }),
  'PUT /videos/{video}/save': video({ cells: without(signed(sees), 'draft') }),
  'DELETE /videos/{video}/save': video({ cells: signed(sees) }),
  'POST /videos/{video}/share': video({ cells: without(signed(sees), 'draft') }),
  'GET /me/likes': mine(),
  'GET /me/saves': mine(),

  // --- what is said
  'GET /videos/{video}/comments': video({ cells: { ...sees, withheld }, times: true }),
  'POST /videos/{video}/comments': video({
    cells: without(signed(sees), 'draft'),
    body: { text: 'a word' },
  }),
  'PATCH /comments/{comment}': {
    on: 'comment',
    things: 'comments',
    cells: hers,
    x: notYours,
    body: (cast, kind) => ({ text: `${cast.comments[kind]?.word} once more` }),
  },
  'DELETE /comments/{comment}': {
    on: 'comment',
    things: 'comments',
    // Moderators take away what they can see.
    cells: {
      public: 'sxnxyxyys',
      followers: 'snnxynnns',
      unlisted: 'sxnxyxyys',
      adult: 'sxnxyxyys',
      private: 'snnnynnns',
      absent: 'snnnnnnns',
    },
    x: notYours,
    fresh: (cast, kind) => cast.comment(kind),
  },
  'PUT /comments/{comment}/pin': { on: 'comment', things: 'comments', cells: hers, x: notYours },
  'DELETE /comments/{comment}/pin': { on: 'comment', things: 'comments', cells: hers, x: notYours },
  'PUT /comments/{comment}/hide': {
    on: 'comment',
    things: 'comments',
    cells: hers,
    x: notYours,
    fresh: (cast, kind) => cast.comment(kind),
  },
  'GET /me/comments-to-answer': mine(),
  'PUT /comments/{comment}/release': { on: 'comment', things: 'comments', cells: hers, x: notYours },
  'GET /comments/{comment}/edits': { on: 'comment', things: 'comments', cells: said, times: true },
  'PUT /comments/{comment}/like': { on: 'comment', things: 'comments', cells: signed(said) },
  'DELETE /comments/{comment}/like': { on: 'comment', things: 'comments', cells: signed(said) },
  'GET /me/comment-filter': mine(),
  'PUT /me/comment-filter': mine({ body: { words: [] } }),

  // --- news and reports
  'GET /me/notifications': mine(),
  'POST /me/notifications/read': {
    cells: { '': 'snnnnnnns' },
    body: { up_to: '0000000000zzz' },
  },
  'POST /reports': {
    things: 'videos',
    cells: without(signed(sees), 'draft'),
    body: (cast, kind) => ({ subject: { kind: 'video', id: cast.videos[kind].id }, reason: 'spam' }),
  },
  // A report names its clip, so that it can be opened with a reason; what the clip says is not told.
  'GET /mod/reports': { cells: { '': moderators }, names: ['followers'] },
  'POST /mod/reports/{report}/resolve': {
    on: 'report',
    things: 'reports',
    cells: { open: 'srrrrryys', absent: 'srrrrrnns' },
    body: { outcome: 'no_action' },
    fresh: (cast) => cast.report(),
  },
  // What moderators cannot see they cannot restrict either.
  'PUT /mod/videos/{video}/integrity': video({
    cells: {
      ...all(sees, 'srrrrrnns'),
      public: moderators,
      unlisted: moderators,
      adult: moderators,
      absent: 'srrrrrnns',
    },
    body: { integrity: 'whole' },
  }),
  'GET /mod/openings': { cells: { '': moderators } },
  'POST /mod/openings': {
    cells: { '': 'srrrrrxxs' },
    x: [404, 'video_absent'],
    body: { kind: 'video', video: '0000000000zzy', reason: 'The matrix asks for what is not there.' },
  },
  'POST /mod/openings/{opening}/agree': {
    cells: { '': 'srrrrrxxs' },
    x: [404, 'opening_absent'],
    with: { opening: () => '0000000000zzy' },
  },
  'GET /mod/openings/{opening}/videos': {
    cells: { '': 'srrrrrxxs' },
    x: [404, 'opening_absent'],
    with: { opening: () => '0000000000zzy' },
  },
  'GET /operator/algorithm': { cells: { '': moderators } },

  // --- writing to each other
  'GET /me/conversations': mine({ shows: { conversations: { ...talk, asked: 'snnnnynns' } } }),
  'POST /me/conversations': {
    things: 'handles',
    // The viewer's words wait as a request; nobody writes to themselves.
    cells: { author: 'synyxyyys', absent: 'snnnnnnns' },
    x: notMyself,
    body: (cast, kind) => ({ people: [kind === 'author' ? 'the_author' : 'nobody_here'], text: 'hello' }),
  },
  'GET /me/conversations/with/{handle}': account({
    cells: { author: 'synyxyyys', absent: 'snnnnnnns' },
    x: notMyself,
  }),
  'GET /conversations/{conversation}': {
    on: 'conversation',
    things: 'conversations',
    cells: talk,
    times: true,
  },
  'PATCH /conversations/{conversation}': {
    on: 'conversation',
    things: 'conversations',
    cells: { pair: 'snnxxnnns', group: talk.group, asked: 'snnnnxnns', absent: talk.absent },
    x: [403, 'pair_stays'],
    body: { name: 'qztalkgroupx' },
  },
  'PUT /conversations/{conversation}/acceptance': {
    on: 'conversation',
    things: 'conversations',
    cells: only(talk, 'pair', 'group'),
  },
  'DELETE /conversations/{conversation}/acceptance': {
    on: 'conversation',
    things: 'conversations',
    // Only who is asked can decline; whoever is in it has nothing to decline.
    cells: { pair: 'snnnnnnns', group: 'snnnnnnns', asked: 'snnnynnns', absent: 'snnnnnnns' },
    last: true,
  },
  'DELETE /conversations/{conversation}/membership': {
    on: 'conversation',
    things: 'conversations',
    cells: { pair: 'snnxxnnns', group: talk.group, absent: talk.absent },
    x: [403, 'pair_stays'],
    fresh: (cast, kind) => (kind === 'group' ? cast.group() : cast.conversations[kind]),
  },
  'POST /conversations/{conversation}/members': {
    on: 'conversation',
    things: 'conversations',
    cells: { pair: 'snnxxnnns', group: talk.group, absent: talk.absent },
    x: [403, 'pair_stays'],
    body: { people: [] },
  },
  'GET /conversations/{conversation}/messages': {
    on: 'conversation',
    things: 'conversations',
    cells: talk,
    times: true,
  },
  'POST /conversations/{conversation}/messages': {
    on: 'conversation',
    things: 'conversations',
    cells: only(talk, 'pair', 'group'),
    body: { text: 'and so on' },
  },
  'DELETE /conversations/{conversation}/messages/{message}': {
    on: 'conversation',
    things: 'conversations',
    // One's own words alone: for others in the conversation there is nothing of theirs by this id.
    cells: { pair: 'snnxynnns', group: 'snnxyxnns', absent: 'snnnnnnns' },
    x: [404, 'message_absent'],
    with: {
      message: (cast, kind, role, letter) =>
        letter === 'y' ? cast.message(cast.conversations[kind].id) : cast.said,
    },
  },
  'POST /conversations/{conversation}/read': {
    on: 'conversation',
    things: 'conversations',
    cells: { pair: talk.pair, absent: talk.absent },
    body: (cast, kind) => ({ up_to: kind === 'absent' ? '0000000000zzz' : cast.said }),
  },
  'GET /me/conversations/unread': mine(),
  'GET /me/messages/choice': mine(),
  'PUT /me/messages/choice': mine({ body: { may_write: 'everyone', receipts: false } }),

  // --- uploads
  'OPTIONS /uploads': { cells: { '': 'yyyyyyyyy' } },
  'POST /uploads': {
    cells: { '': creators },
    headers: { ...tus, 'upload-length': '10' },
    undo: (cast, role, answer) => cast.giveUp(role, answer),
  },
  'HEAD /uploads/{upload}': {
    on: 'upload',
    things: 'uploads',
    cells: { open: 'snnnynnns', absent: 'snnnnnnns' },
    headers: tus,
  },
  'PATCH /uploads/{upload}': {
    on: 'upload',
    things: 'uploads',
    cells: { open: 'srrrynnns', absent: 'srrrnnnns' },
    headers: { ...tus, ...bytes, 'upload-offset': '0' },
    body: '',
  },
  'DELETE /uploads/{upload}': {
    on: 'upload',
    things: 'uploads',
    cells: { open: 'snnnynnns', absent: 'snnnnnnns' },
    headers: tus,
    last: true,
  },

  // --- playlists
  'POST /playlists': {
    things: 'videos',
    cells: without(signed(sees), 'draft'),
    body: (cast, kind) => ({ title: 'A list', visibility: 'private', video: cast.videos[kind].id }),
    undo: (cast, role, answer) =>
      cast.people[role].call('DELETE', `/playlists/${JSON.parse(answer.text).id}`),
  },
  'GET /playlists/{playlist}': { on: 'playlist', things: 'playlists', cells: listSees, times: true },
  'PATCH /playlists/{playlist}': {
    on: 'playlist',
    things: 'playlists',
    cells: all(listSees, 'snnnynnns'),
    body: {},
  },
  'DELETE /playlists/{playlist}': {
    on: 'playlist',
    things: 'playlists',
    cells: all(listSees, 'snnnynnns'),
    fresh: (cast, kind) => cast.playlist(kind),
  },
  'GET /playlists/{playlist}/videos': { on: 'playlist', things: 'playlists', cells: listSees, times: true },
  'PUT /playlists/{playlist}/videos': {
    on: 'playlist',
    things: 'playlists',
    cells: all(listSees, 'snnnynnns'),
    body: (cast) => ({ videos: [cast.videos.public.id] }),
  },
  'PUT /playlists/{playlist}/videos/{video}': {
    on: 'playlist',
    things: 'playlists',
    cells: all(listSees, 'snnnynnns'),
    with: { video: (cast) => cast.videos.public.id },
  },
  'DELETE /playlists/{playlist}/videos/{video}': {
    on: 'playlist',
    things: 'playlists',
    cells: all(listSees, 'snnnynnns'),
    with: { video: (cast) => cast.videos.unlisted.id },
  },
  'GET /me/playlists': mine({ shows: { playlists: all(listSees, 'snnnynnns') } }),
  'PUT /me/pins': {
    cells: { '': 'snnnynnns' },
    // A clip that one does not own cannot be pinned, and is as absent as any.
    body: (cast) => ({ videos: [cast.videos.public.id] }),
  },

  // --- sounds: there for whoever may see the clip they are from
  'GET /sounds/{sound}': { on: 'sound', things: 'sounds', cells: sees, times: true },
  'PATCH /sounds/{sound}': { on: 'sound', things: 'sounds', cells: owns, body: {} },
  'GET /sounds/{sound}/videos': { on: 'sound', things: 'sounds', cells: sees, times: true },
  // Only what is not out yet is cut.
  'GET /videos/{video}/edit': video({
    cells: { ...planned('snnnynnns', 'snnnxnnns'), absent: 'snnnnnnns' },
    x: [409, 'edit_published'],
  }),
  'PUT /videos/{video}/edit': video({
    cells: { ...planned('snnnznnns', 'snnnxnnns'), absent: 'snnnnnnns' },
    body: { document: '{}' },
    x: [409, 'edit_published'],
    z: [400, 'edit_invalid'],
  }),
  'POST /videos/{video}/edit/files': video({
    cells: { ...planned('snnnynnns', 'snnnxnnns'), absent: 'snnnnnnns' },
    headers: bytes,
    body: () => recording(),
    x: [409, 'edit_published'],
  }),
  'GET /videos/{video}/remix': video({
    query: 'kind=duet',
    cells: { ...signed(sees), followers: 'snnxynnns', unlisted: 'sxnxyxxxs', adult: 'sxnxyxxxs' },
    x: [403, 'remix_refused'],
  }),
  'GET /videos/{video}/remix-choice': video({ cells: owns }),
  'PUT /videos/{video}/remix-choice': video({ cells: owns, body: { duet: true, stitch: true } }),
  'GET /me/remix-choice': mine(),
  'PUT /me/remix-choice': mine({ body: { duet: true, stitch: true } }),
  'GET /me/sound-choice': mine(),
  'PUT /me/sound-choice': mine({ body: { usable: true } }),
  'GET /videos/{video}/sound': video({ cells: owns }),
  'PUT /videos/{video}/sound': video({ cells: owns, body: { usable: true } }),

  // --- finding. Suggestions are the words of what is public, for everybody alike.
  'GET /search': open({ query: 'q=qzclippublicx&exact=true', shows: { videos: onlyKind('public') } }),
  'GET /search/suggest': open({ query: 'q=qzclip', shows: { videos: onlyHidden() }, toAll: true }),
  'GET /rising': open({ shows: { videos: onlyHidden() } }),

  // --- the feed
  // A page is a choice: whoever may see what is for followers may meet it there, and nobody else (every answer is
  // looked through for the words of what its reader may not see).
  'GET /feed': open({ query: 'explain=true', shows: { videos: without(onlyHidden(), 'followers') } }),
  'GET /feed/{feed}': {
    on: 'feed',
    things: 'feeds',
    cells: { latest: anyone, following: signedIn, absent: nobody },
    query: 'explain=true',
  },
  'POST /feed/{feed}/rerank': {
    things: 'receipts',
    // Somebody else's page counts for nothing: one gets a new one of one's own, as with a page that never was.
    cells: { authors: anyone, absent: anyone },
    with: { feed: () => 'latest' },
    body: (cast, kind) => ({ receipt: cast.receipts[kind].id, unseen: [] }),
  },
  'GET /feed/receipts/{receipt}': {
    on: 'receipt',
    things: 'receipts',
    cells: { authors: 'nnnnynnns', absent: nobody },
  },
  'GET /feed/why': {
    things: 'receipts',
    cells: { authors: 'nnnnynnns', absent: nobody },
    query: (cast, kind) => `video=${cast.videos.public.id}&receipt=${cast.receipts[kind].id}`,
  },
  'GET /feed/why_not': {
    things: 'videos',
    // Of what neither everybody nor followers see the feed knows nothing; whoever sees the clip may hear so.
    cells: {
      ...signed({ public: sees.public, absent: nobody }),
      followers: 'snnyynxxs',
      private: 'snnnxnnns',
    },
    x: [404, 'video_absent'],
    query: (cast, kind) => `video=${cast.videos[kind].id}`,
  },
  'POST /events': open({ body: { session: '0000000000zzz', events: [] } }),
  'GET /algorithms': open(),
  'GET /algorithms/{name}/document': {
    on: 'name',
    things: 'algorithms',
    cells: { home: anyone, absent: nobody },
    query: 'language=en',
  },
  'GET /me/algorithm': mine(),
  'GET /me/algorithm/history': mine(),
  'PUT /me/algorithm/history': mine({ body: { paused: false, kept_days: 90 } }),
  'PUT /me/algorithm/choice': mine({ body: { algorithm: 'home' } }),
  'PUT /me/algorithm/sliders': mine({ body: { name: 'adventurous', value: 0 } }),
  'DELETE /me/algorithm/sliders': mine(),
  'PUT /me/algorithm/mutes': mine({ body: { kind: 'word', word: 'nonesuch', muted: false } }),
  'POST /me/algorithm/reset': mine(),
  'DELETE /me/algorithm/history/{video}': video({
    cells: { ...all(sees, signedIn), absent: signedIn },
    same: true,
  }),
  'PUT /me/algorithm/topics': mine({ query: 'tag=nonesuch', body: { wish: 'neutral' } }),

  // --- the house's owner
  'GET /admin/invites': { cells: { '': 'srrrrrrys' } },
  'POST /admin/invites': { cells: { '': 'srrrrrrys' }, body: {} },
  'DELETE /admin/invites/{code}': {
    on: 'code',
    things: 'invites',
    cells: { known: 'srrrrrrys', absent: 'srrrrrrns' },
    fresh: (cast) => cast.invitation(),
  },
  'PATCH /admin/instance': { cells: { '': 'srrrrrrys' }, body: {} },
};

/** Beside the API: pages and files that the document does not list. The session travels as on the API. */
export const pages = {
  'GET /v/{video}': video({ cells: { ...sees, withheld }, times: true }),
  'GET /embed/{video}': video({ cells: openToAll({ ...sees, withheld }), toAll: true }),
  'GET /oembed': {
    toAll: true,
    things: 'videos',
    cells: openToAll({ ...sees, withheld }),
    query: (cast, kind) => `url=${encodeURIComponent(`${cast.base}/v/${cast.videos[kind].id}`)}`,
  },
  'GET /playlist/{playlist}': { on: 'playlist', things: 'playlists', cells: listSees, times: true },
  'GET /sound/{sound}': { on: 'sound', things: 'sounds', cells: sees, times: true },
  'GET /@{handle}': account(),
  'GET /rss/people/{handle}': account({
    cells: { author: anyone, absent: nobody },
    shows: { videos: onlyHidden() },
    toAll: true,
  }),
  // How apps get their tokens: nobody's session opens or spoils anything there.
  'GET /.well-known/oauth-authorization-server': open(),
  'POST /oauth/token': {
    cells: { '': 'xxxxxxxxs' },
    x: [401, 'invalid_client'],
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=refresh_token&client_id=0000000000zzz&refresh_token=x',
  },
  'POST /oauth/revoke': open({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'client_id=0000000000zzz&token=x',
  }),
  'POST /oauth/device': {
    cells: { '': 'xxxxxxxxs' },
    x: [401, 'invalid_client'],
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'client_id=0000000000zzz',
  },
  'GET /media/hls/{video}/{file}': video({
    // Without the signature in the address a file is open to all, or not there: sessions count for nothing.
    cells: {
      public: 'yyyyyyyys',
      unlisted: 'yyyyyyyys',
      followers: nobody,
      private: nobody,
      draft: nobody,
      adult: nobody,
      absent: nobody,
    },
    with: { file: () => 'master.m3u8' },
    times: true,
  }),
};

function without(cells, kind) {
  const { [kind]: _, ...rest } = cells;
  return rest;
}

/** A twentieth of a second of silence, as the editor writes it (src/media/recording.hpp). */
function recording() {
  const wav = Buffer.alloc(44 + 2400);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2400, 4);
  wav.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [20, 0x00010001],
    [24, 24_000],
    [28, 48_000],
    [32, 0x00100002],
    [40, 2400],
  ])
    wav.writeUInt32LE(value, at);
  wav.write('data', 36);
  return wav;
}

function planned(forDraft, forOthers) {
  return Object.fromEntries(Object.keys(sees).map((kind) => [kind, kind === 'draft' ? forDraft : forOthers]));
}

/** In a list that is for all: none but what anybody may find. */
function onlyHidden() {
  return without(without(findsInPublic, 'public'), 'adult');
}

function onlyKind(kind) {
  return { ...onlyHidden(), [kind]: sees[kind] };
}

/** Pages for other sites show what anybody may see, to everybody alike. */
function openToAll(cells) {
  return Object.fromEntries(
    Object.entries(cells).map(([kind, row]) => [kind, row[0] === 'y' ? anyone : nobody]),
  );
}
