/**
 * What others got CVEs for (and what we found in ourselves), and what shows that it cannot happen here. Each row has at
 * least one of
 *   trial   a function of trials.mjs, tried on a running house
 *   cases   [file, name] of unit tests: must stand there by that name; `./dev test` runs them
 *   matrix  rows of table.mjs, which ./dev matrix checks as nine people
 *   other   another harness of the tree
 */
import * as trials from './trials.mjs';

const t = (trial) => ({ trial, trialName: Object.keys(trials).find((name) => trials[name] === trial) });
const server = 'src/http/server/server_test.cpp';
const media = 'src/http/media_routes_test.cpp';
const zip = 'src/takeout/zip_test.cpp';
const ffmpeg = 'src/adapters/ffmpeg/ffmpeg_test.cpp';
const commands = 'src/adapters/ffmpeg/commands_test.cpp';
const container = 'src/media/container_test.cpp';
const passkeys = 'src/accounts/passkeys_test.cpp';
const accounts = 'src/accounts/accounts_test.cpp';
const architecture = 'tests/architecture/architecture_test.cpp';
const corpus = 'tools/corpus.mjs (./dev corpus), tools/mutants.mjs (./dev mutants)';
const calls = 'web/tests/guard/calls.mjs (./dev calls)';
const allowed = [
  commands,
  'commands: a foreign file is only met with its own demuxer, its own decoders, and as a file',
];
const confined = [ffmpeg, 'sandbox: neither the network nor a foreign file can be reached from inside'];

const numbers = 'src/adapters/egress/numeric_policy_test.cpp';
const egress = 'src/adapters/egress/egress_test.cpp';

export const rows = [
  {
    seen: 'Mastodon CVE-2023-36460',
    what: 'crafted media makes files where it likes',
    cases: [
      confined,
      [commands, 'commands: every file made leaves out metadata, chapters, data and subtitles'],
    ],
    other: corpus,
  },
  {
    seen: 'Mastodon CVE-2023-36459',
    what: 'markup through oEmbed and previews',
    ...t(trials.markupStaysText),
    cases: [
      [
        'src/http/web_app_test.cpp',
        "web_app: a page says what its address is about, and nobody's words become code",
      ],
    ],
  },
  { seen: 'Mastodon CVE-2023-36461', what: 'slow servers elsewhere hold ours up', ...t(trials.dialsNowhere) },
  {
    seen: 'Mastodon CVE-2023-36462',
    what: 'a link that looks verified and is not',
    ...t(trials.markupStaysText),
  },
  {
    seen: 'Mastodon CVE-2024-23832',
    what: 'any remote account can be taken over',
    ...t(trials.federatesWithNobody),
  },
  {
    seen: 'Mastodon CVE-2024-37903',
    what: 'somebody else is named as author',
    cases: [
      ['src/takeout/activity_test.cpp', 'activity: files of other programs are taken for what they say'],
      [
        'src/app/takeout_identity_test.cpp',
        'import: what is no honest export is refused with its reason, and its file goes',
      ],
    ],
  },
  {
    seen: 'Mastodon 4.5.10 (JSON-LD)',
    what: 'a signature that covers another graph than is read',
    ...t(trials.federatesWithNobody),
    cases: [['src/takeout/manifest_test.cpp', 'manifest: what was changed after signing is named']],
  },
  {
    seen: 'Mastodon 4.5.4',
    what: 'the server is made to call an inner address',
    ...t(trials.fetchesNothing),
    cases: [[egress, "egress: an address of one's own is refused before anything is sent to it"]],
  },
  {
    seen: 'Mastodon 4.5.10 (first)',
    what: 'the same by an IPv6 spelling of IPv4',
    ...t(trials.fetchesNothing),
    cases: [[numbers, 'numeric_policy: whatever IPv4 says inside IPv6 is never public']],
  },
  {
    seen: 'Mastodon 4.5.10 (second)',
    what: 'the same by a redirect or another scheme',
    ...t(trials.fetchesNothing),
    cases: [[egress, 'egress: a redirect is an answer; what is no HTTP is none']],
  },
  {
    seen: 'Mastodon 4.6.4 (SSRF)',
    what: 'the same by an IPv4-compatible address',
    ...t(trials.fetchesNothing),
    cases: [
      confined,
      [numbers, "numeric_policy: what is nobody's, one's own, or an address in disguise is not spoken to"],
    ],
  },
  {
    seen: 'Mastodon 4.4.6',
    what: 'a password set from the shell leaves sessions open',
    ...t(trials.adminPasswordEndsSessions),
  },
  {
    seen: 'Mastodon 2024, 2025 (streaming)',
    what: 'a stream goes on after its session',
    ...t(trials.streamsEndWithTheSession),
    cases: [
      [
        'src/app/revocation_end_to_end_test.cpp',
        'revocation: a session that ends is dead everywhere within a second',
      ],
      [server, 'server: events arrive, and end with the session'],
    ],
  },
  {
    seen: 'Mastodon CVE-2025-54879',
    what: 'the throttle counts under another path or name',
    ...t(trials.guessesCannotDodge),
    cases: [[accounts, 'sign-in: guesses are slowed down, per door and per network, known or not']],
  },
  { seen: 'Mastodon CVE-2026-23963', what: 'a text without a limit', ...t(trials.everyInputIsBounded) },
  {
    seen: 'Mastodon 4.5.5',
    what: 'a list or a body without a limit',
    ...t(trials.everyBodyIsBounded),
    cases: [[server, 'server: sizes have limits and the limits have answers']],
    other: calls,
  },
  {
    seen: 'Mastodon 4.5.3',
    what: 'whether a private post exists',
    matrix: ['GET /videos/{video}', 'GET /videos/{video}/comments', 'PUT /videos/{video}/like'],
  },
  {
    seen: 'Mastodon 2024 (permissions)',
    what: 'a role does what only another may',
    matrix: ['POST /admin/invites', 'POST /mod/reports/{report}/resolve', 'POST /uploads'],
  },
  {
    seen: 'Mastodon 4.6.4 (permissions)',
    what: 'one way in forgot to ask who is there',
    matrix: ['PATCH /videos/{video}', 'DELETE /comments/{comment}'],
    cases: [['src/http/dispatch_test.cpp', 'dispatch: what is missing, misspelt or forbidden is told apart']],
  },
  {
    seen: 'PeerTube CVE-2022-0133',
    what: 'others’ things are changed by their id',
    matrix: ['PATCH /playlists/{playlist}', 'DELETE /videos/{video}'],
  },
  {
    seen: 'PeerTube CVE-2022-0170',
    what: 'others’ words are read or taken away',
    matrix: [
      'GET /conversations/{conversation}/messages',
      'DELETE /conversations/{conversation}/messages/{message}',
    ],
  },
  { seen: 'PeerTube CVE-2022-0508', what: 'an import that fetches an address', ...t(trials.fetchesNothing) },
  {
    seen: 'PeerTube 6.0.3',
    what: 'files of a private clip are served',
    ...t(trials.privateFilesNeedTheirOwnSignature),
    cases: [[media, 'media: a link opens one file of one video until its time, and nothing else']],
  },
  {
    seen: 'PeerTube 6.0.4',
    what: 'markup in the player for other sites',
    ...t(trials.markupStaysText),
    cases: [
      [
        'src/http/videos_routes_test.cpp',
        'pages: the player for other sites has no script, may be framed, and plays only what is for everyone',
      ],
    ],
  },
  {
    seen: 'PeerTube 4.1.1',
    what: 'what the camera wrote stays in the picture',
    ...t(trials.metadataIsGone),
    cases: [
      [ffmpeg, 'converter: a portrait is square, in two sizes, and says nothing of where it came from'],
    ],
  },
  {
    seen: 'PeerTube CVE-2025-32943',
    what: 'a path that leads out of the folder',
    ...t(trials.pathsLeadNowhere),
    cases: [['src/http/route_test.cpp', 'target: one spelling of a path, or a refusal']],
  },
  {
    seen: 'PeerTube CVE-2025-32944',
    what: 'an import that cannot be read ends the server',
    cases: [
      ['src/takeout/activity_test.cpp', 'activity: what is no export is refused with a sentence'],
      [zip, 'zip: any byte changed to any other is refused or read, never worse'],
    ],
  },
  {
    seen: 'PeerTube CVE-2025-32945',
    what: 'a playlist is put into somebody else’s hands',
    matrix: ['PUT /playlists/{playlist}/videos', 'PUT /playlists/{playlist}/videos/{video}', 'PUT /me/pins'],
  },
  { seen: 'PeerTube CVE-2025-32946', what: 'the same from another server', ...t(trials.federatesWithNobody) },
  {
    seen: 'PeerTube CVE-2025-32947',
    what: 'one message sets the server going in a circle',
    ...t(trials.federatesWithNobody),
    cases: [[zip, 'zip: entries on top of each other are refused']],
  },
  {
    seen: 'PeerTube CVE-2025-32948',
    what: 'one message makes the server call others',
    ...t(trials.dialsNowhere),
  },
  {
    seen: 'PeerTube CVE-2025-32949',
    what: 'a ZIP that unpacks to a disk full',
    cases: [
      [zip, 'zip: bombs are refused before they are unpacked'],
      [zip, 'zip: limits of size and number are named'],
    ],
  },
  {
    seen: 'PeerTube 2026 (updateScore)',
    what: 'SQL made of what somebody sent',
    ...t(trials.queriesAreNoProgram),
    cases: [
      [
        architecture,
        'SQL stands in adapters/sql alone, and programs are started by adapters/system/spawn.cpp alone',
      ],
    ],
    other: calls,
  },
  {
    seen: 'FFmpeg CVE-2016-1897',
    what: 'a playlist in disguise calls an address',
    cases: [allowed, confined, [container, 'container: what is not a video is refused by name']],
    other: corpus,
  },
  {
    seen: 'FFmpeg CVE-2017-9993',
    what: 'a playlist in disguise reads a neighbour’s file',
    cases: [allowed, confined],
    other: corpus,
  },
  {
    seen: 'FFmpeg CVE-2026-8461',
    what: 'a decoder nobody needs (MagicYUV)',
    cases: [allowed, [container, 'container: each broken promise has its code']],
    other: corpus,
  },
  {
    seen: 'FFmpeg CVE-2026-40962',
    what: 'encrypted tracks in MP4',
    cases: [[container, 'container: each broken promise has its code'], allowed],
  },
  {
    seen: 'picture floods',
    what: 'a small file that is a huge picture',
    cases: [
      ['src/media/picture_test.cpp', 'picture: everything else gets one sentence'],
      [ffmpeg, 'sandbox: a run that does not end is ended'],
    ],
    other: corpus,
  },
  {
    seen: 'Mastodon, PeerTube (archives)',
    what: 'links and outside names in a ZIP',
    cases: [
      [zip, 'zip: links and devices are refused'],
      [zip, 'zip: names that lead elsewhere are refused'],
    ],
  },
  {
    seen: 'request smuggling',
    what: 'a message that is read in two ways',
    ...t(trials.framingIsReadOneWay),
    cases: [[server, 'server: what could be read in two ways is refused, and the connection ends']],
  },
  {
    seen: 'slowloris',
    what: 'those who dawdle take every place',
    cases: [
      [server, 'server: those who dawdle are cut off'],
      [server, 'server: too many of anything is refused'],
    ],
  },
  {
    seen: 'JSON bombs',
    what: 'depth, doubled keys, endless numbers',
    ...t(trials.bombsOfTextAreCheap),
    cases: [['src/base/base_test.cpp', 'json: bounded and strict']],
  },
  {
    seen: 'password floods',
    what: 'hashing passwords starves everybody else',
    ...t(trials.passwordFloodsLeaveRoom),
    cases: [
      [
        'src/adapters/crypto/argon2_hasher_test.cpp',
        'argon2: the line is short, and everybody gets an answer',
      ],
    ],
  },
  {
    seen: 'cross-site requests',
    what: 'another site’s page acts for the person',
    ...t(trials.otherSitesCannotAct),
    cases: [
      ['src/http/dispatch_test.cpp', 'dispatch: a cookie alone cannot change anything from another site'],
    ],
  },
  {
    seen: 'session fixation',
    what: 'a token that was there before signing in goes on',
    ...t(trials.signingInMakesANewToken),
    cases: [['src/http/dispatch_test.cpp', 'security: cookies are bound to the host where TLS allows it']],
  },
  {
    seen: 'enumeration of accounts',
    what: 'time or words tell whether a name is taken',
    cases: [[accounts, 'sign-in: unknown handles cost the same work and get the same words']],
  },
  {
    seen: 'one-time codes',
    what: 'a code works twice or can be guessed',
    cases: [
      [
        'src/accounts/totp_test.cpp',
        'totp: half a minute to either side is forgiven, a minute is not, and a used code never',
      ],
      [
        'src/accounts/second_factor_test.cpp',
        'second factor: guessing codes is slowed down although the password is right each time',
      ],
    ],
  },
  {
    seen: 'passkeys',
    what: 'another site, a replay or a copy opens',
    cases: [
      [passkeys, "passkeys: another site's page, another place and a device that asked nobody get nothing"],
      [passkeys, 'passkeys: a count that falls back shows a twin, and then nothing opens any more'],
    ],
  },
  { seen: 'open redirects', what: 'an address here leads elsewhere', ...t(trials.redirectsStayHere) },
  {
    seen: 'response splitting',
    what: 'what was asked becomes a header of the answer',
    ...t(trials.headersCannotBeSplit),
    cases: [['src/http/http_properties_test.cpp', 'wire: no header field of ours can break the framing']],
  },
  {
    seen: 'mass assignment',
    what: 'a field nobody offered is taken (“role”)',
    ...t(trials.strangersFieldsAreRefused),
  },
  { seen: 'caches', what: 'somebody’s answer is kept for the next', ...t(trials.answersAreKeptByNobody) },
  {
    seen: 'stored scripts in files',
    what: 'an uploaded file is run as a page',
    ...t(trials.filesCannotRun),
    cases: [[server, 'server: every answer carries the security fields']],
  },
  {
    seen: 'forged addresses',
    what: 'X-Forwarded-For moves the throttle',
    ...t(trials.guessesCannotDodge),
    cases: [[server, 'server: a proxy is believed only where it is trusted']],
  },
  {
    seen: 'Host poisoning',
    what: 'links in pages lead where the caller says',
    cases: [
      [
        'src/http/videos_routes_test.cpp',
        'pages: the base address comes from the configuration or a well-formed Host',
      ],
    ],
  },
  {
    seen: 'withdrawn files',
    what: 'old links open what was taken back',
    cases: [[media, 'media: withdrawn means absent at once, also for links handed out before']],
  },
  {
    seen: 'TRACE, CONNECT, listings',
    what: 'the server echoes, relays or lists',
    ...t(trials.protocolIsSmall),
  },
  {
    seen: 'ours, 2026-11',
    what: 'one’s copy of one’s data said who blocked, muted or reported one',
    ...t(trials.copiesSayNothingOfOthers),
    cases: [
      [
        'src/adapters/sql/personal_rows_test.cpp',
        'personal_rows: who reported, blocked or muted one, when and in which words, is told nobody',
      ],
    ],
  },
  {
    seen: 'ours, 2026-11',
    what: 'the list of what was dropped named clips one may not see',
    matrix: ['GET /feed', 'GET /feed/{feed}'],
    cases: [
      [
        'src/app/feed_scenario_test.cpp',
        'dropped over HTTP: a reason tells nothing of a clip that is absent for whoever asks',
      ],
    ],
  },
  {
    seen: 'ours, 2026-11',
    what: 'the language of a search spoke to the index',
    ...t(trials.queriesAreNoProgram),
    cases: [
      [
        'src/adapters/sql/search_relevance_test.cpp',
        "search: a language is a language, and no way into the index's own questions",
      ],
    ],
  },
  {
    seen: 'ours, 2026-11',
    what: 'viewers could upload and publish',
    matrix: ['POST /uploads', 'POST /videos/{video}/publish'],
    cases: [['src/http/uploads_routes_test.cpp', 'tus: who is here to watch brings nothing']],
  },
  {
    seen: 'ours, 2026-11',
    what: 'moderators saw private playlists and reached private comments',
    matrix: ['GET /playlists/{playlist}', 'DELETE /comments/{comment}'],
  },
  {
    seen: 'ours, 2026-11',
    what: 'somebody blocked could not take their own words back',
    ...t(trials.ownWordsCanBeTakenBack),
  },
  {
    seen: 'logs',
    what: 'names, tokens or passwords in the log',
    ...t(trials.theLogHoldsNoSecrets),
    cases: [[architecture, 'log lines: every fact is one the map of personal data knows']],
  },
];
