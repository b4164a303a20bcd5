/**
 * The closed list: all that Vitrine's page may keep, send and use. What is not here fails `./dev negatives`; a new
 * line says why it is needed.
 */

/** Where Chromium itself likes to call, with or without a page. They resolve to nothing; a page that asks is noticed. */
export const browsersOwn = ['*.google.com', '*.googleapis.com', '*.gvt1.com', '*.gstatic.com'];

/** Cookies: one, of somebody who is signed in. */
export const cookies = {
  '__Host-vitrine': 'keeps the person signed in; HttpOnly, Secure, SameSite, of this host',
};

const onOff = /^(on|off)$/;
/** localStorage and sessionStorage. The patterns leave no room for an id. */
export const storage = {
  'vitrine:theme': { is: /^(dark|light|system)$/, why: 'the chosen light' },
  'vitrine:locale': { is: /^(en|de)$/, why: 'the chosen language' },
  'vitrine:sound': { is: onOff, why: 'sound was on when they left' },
  'vitrine:autoplay': { is: onOff, why: 'clips may start by themselves' },
  'vitrine:captions': { is: onOff, why: 'what is said is shown as text' },
  'vitrine:caption-size': { is: /^(small|medium|large)$/, why: 'how large' },
  'vitrine:at-the-end': { is: /^(again|next)$/, why: 'what a clip does at its end' },
  'vitrine:saver': { is: /^(auto|on|off)$/, why: 'fewer bytes are wanted' },
  'vitrine:limits': { is: /^\{.{0,120}\}$/, why: 'the limits one has set oneself; never sent' },
  'vitrine:screen-time': {
    is: /^\{("[\d-]{10}":\d+,?){0,7}\}$/,
    why: 'how long one watched on each of seven days; never sent',
  },
  'vitrine:visits': {
    is: /^[1-3]$/,
    why: 'whether one came back twice and may be offered the app; never sent',
    account: true,
  },
  'vitrine:here': { is: /^on$/, why: 'that this tab was counted', account: true },
  'vitrine:interests': {
    is: /^[^,]+(,[^,]+){0,7}$/,
    why: 'topics somebody without account chose, in this tab',
  },
  'vitrine:install-offered': { is: /^on$/, why: 'the app was offered and is not again', account: true },
  'vitrine:restricted': { is: onOff, why: 'only what is for everybody is wanted' },
  'vitrine:single-keys': { is: onOff, why: 'keys without a modifier work' },
  'vitrine:algorithm': { is: /^[a-z_]{1,32}$/, why: 'the chosen feed' },
  'vitrine:suggest': { is: onOff, why: 'suggestions while typing are wanted' },
  'vitrine:searches': {
    is: /^\[.*\]$/s,
    why: 'what was looked for, where that is wanted; never sent',
    account: true,
  },
  'vitrine:cut': {
    is: /^\{.*\}$/s,
    why: 'the cut that is being made, until it is done; never sent',
    account: true,
  },
  'vitrine:push-offer': { is: /^answered$/, why: 'whether this device should tell was asked once' },
  'tus::': { is: /^\{.*\}$/s, why: 'where an upload goes on', account: true, begins: true },
};

/** IndexedDB: drafts, while there is one. Looking for them makes no database. */
export const databases = {
  'vitrine-drafts': { why: 'files and words of drafts of this device; never sent', account: true },
};

/** Uses of the browser that the spies report, with the steps of the walk in which the person asks for them. */
export const uses = {
  'clipboard.writeText': { steps: ['sharing'], why: 'the person presses “copy”; nothing is read' },
  'canvas.toBlob': { steps: ['portrait'], why: 'the person cuts their own portrait' },
  'navigator.connection': { why: 'fetches less where the person has told their device to save data' },
  'canvas.toDataURL': { steps: ['creating'], why: 'the author chooses a cover from their own file' },
  'indexedDB.open': { steps: ['creating'], why: 'the author’s drafts are kept on their device' },
  'storage.persist': { steps: ['creating'], why: 'and are not to be cleared away when its disk is full' },
  getUserMedia: {
    steps: ['recording', 'everywhere'],
    why: 'the author opens the page of the camera; going along every link opens it too',
  },
};

/** What the telemetry of the page may say: each kind of event, each field. The server refuses every other. */
export const telemetry = {
  shown: ['video', 'receipt', 'position'],
  watched: ['video', 'receipt', 'position', 'watched_ms', 'loops', 'finished', 'skipped'],
  not_interested: ['video', 'receipt'],
  shared: ['video'],
  player: ['video', 'ttff_ms', 'swipe_ms', 'stalls'],
};

/** The calls the page makes; {} stands for a handle, an id or a name. Beside them: its own files and the clips. */
export const calls = `
  GET /instance                 GET /me  GET /session        GET /live                    POST /events
  POST /setup                   POST /accounts                POST /session                DELETE /session
  GET /sessions                 DELETE /sessions              DELETE /sessions/{}          PATCH /me
  PUT /me/portrait              DELETE /me/portrait           POST /me/password            GET /me/second-factor
  POST /me/second-factor        POST /me/second-factor/confirm                             POST /me/second-factor/off
  POST /me/second-factor/recovery-codes                       GET /me/data                 GET /me/data/copy
  GET /me/proof                 POST /me/proof                POST /me/proof/challenge     GET /me/passkeys
  POST /me/passkeys             POST /me/passkeys/challenge   PATCH /me/passkeys/{}        DELETE /me/passkeys/{}
  GET /me/apps                  DELETE /me/apps/{}           GET /me/made-apps             POST /me/made-apps
  DELETE /me/made-apps/{}       GET /oauth/request           POST /oauth/consent           GET /oauth/devices/{}
  POST /oauth/devices/{}
  POST /session/passkey         POST /session/passkey/challenge
  GET /me/export                POST /me/export               DELETE /me/exports/{}         GET /me/exports/{}/file
  GET /me/import                PUT /me/import                POST /me/imports/{}/accept   DELETE /me/imports/{}
  POST /me/farewell             GET /farewells/{}             GET /feed/{}                 POST /feed/{}/rerank
  GET /feed/receipts/{}         GET /feed/why_not             GET /algorithms              GET /algorithms/{}/document
  GET /me/algorithm             PUT /me/algorithm/choice      PUT /me/algorithm/mutes      PUT /me/algorithm/sliders
  DELETE /me/algorithm/sliders  PUT /me/algorithm/topics      GET /me/algorithm/history    DELETE /me/algorithm/history/{}
  PUT /me/algorithm/history
  POST /me/algorithm/reset      GET /accounts/{}              GET /accounts/{}/videos      PUT /accounts/{}/follow
  GET /accounts/{}/followers    GET /accounts/{}/following
  DELETE /accounts/{}/follow    GET /me/blocks                GET /me/mutes                PUT /accounts/{}/block
  DELETE /accounts/{}/block     PUT /accounts/{}/mute         DELETE /accounts/{}/mute     GET /me/likes
  GET /me/saves                 GET /me/videos                GET /videos                  GET /videos/{}
  PATCH /videos/{}              DELETE /videos/{}             POST /videos/{}/publish      POST /videos/{}/share
  GET /me/playlists             POST /playlists               GET /playlists/{}            PATCH /playlists/{}
  DELETE /playlists/{}          GET /playlists/{}/videos      PUT /playlists/{}/videos     GET /accounts/{}/playlists
  PUT /playlists/{}/videos/{}   DELETE /playlists/{}/videos/{}                             GET /accounts/{}/pins
  GET /sounds/{}                PATCH /sounds/{}              GET /sounds/{}/videos
  GET /videos/{}/remix          GET /me/remix-choice          PUT /me/remix-choice
  GET /videos/{}/remix-choice   PUT /videos/{}/remix-choice
  GET /me/sound-choice          PUT /me/sound-choice          GET /videos/{}/sound         PUT /videos/{}/sound
  PUT /me/pins                  POST /videos/{}/replace
  GET /me/schedule              PUT /videos/{}/schedule       DELETE /videos/{}/schedule
  GET /videos/{}/captions/{}    PUT /videos/{}/captions/{}    DELETE /videos/{}/captions/{}
  GET /videos/{}/edit           PUT /videos/{}/edit           POST /videos/{}/edit/files
  PUT /videos/{}/like           DELETE /videos/{}/like        PUT /videos/{}/save          DELETE /videos/{}/save
  GET /videos/{}/comments       POST /videos/{}/comments      PATCH /comments/{}           DELETE /comments/{}
  PUT /comments/{}/like         DELETE /comments/{}/like      GET /comments/{}/replies     POST /reports
  GET /me/push                  PUT /me/push                  PUT /me/push/here             DELETE /me/push/here
  GET /me/notifications         POST /me/notifications/read   GET /search                  GET /search/suggest
  GET /me/conversations         POST /me/conversations        GET /me/conversations/with/{}                      GET /me/conversations/unread
  GET /conversations/{}         PATCH /conversations/{}       PUT /conversations/{}/acceptance                   DELETE /conversations/{}/acceptance
  GET /conversations/{}/messages                              POST /conversations/{}/messages                    DELETE /conversations/{}/messages/{}
  POST /conversations/{}/read   POST /conversations/{}/members                        DELETE /conversations/{}/membership
  PUT /comments/{}/pin          DELETE /comments/{}/pin       PUT /comments/{}/release     GET /comments/{}/edits
  GET /me/comment-filter        PUT /me/comment-filter
  GET /me/messages/choice       PUT /me/messages/choice
  GET /me/family                POST /me/family/code          POST /me/family/wards         DELETE /me/family/guardian
  PUT /me/family/wards/{}/limits                              DELETE /me/family/wards/{}
  GET /rising                   POST /uploads                 PATCH /uploads/{}            HEAD /uploads/{}
  DELETE /uploads/{}            GET /admin/invites            POST /admin/invites          DELETE /admin/invites/{}
  GET /me/figures               GET /videos/{}/figures        GET /me/comments-to-answer   PUT /comments/{}/hide
  PATCH /me/videos
  GET /me/follow-requests       PUT /me/follow-requests/{}    DELETE /me/follow-requests/{}                      DELETE /me/followers/{}
  PATCH /admin/instance         GET /mod/reports              POST /mod/reports/{}/resolve GET /operator/algorithm
  PUT /mod/videos/{}/integrity
  GET /mod/openings             POST /mod/openings            GET /mod/openings/{}/videos  POST /mod/openings/{}/agree
`.match(/[A-Z]+ \S+/g);

/** Header fields of those calls. The browser writes most of them; none says more of the device than any browser does. */
export const fields = new Set(
  `host connection accept accept-encoding accept-language content-length content-type cookie origin range referer
  user-agent cache-control pragma priority upgrade-insecure-requests transfer-encoding if-none-match if-range
  sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-purpose
  service-worker idempotency-key tus-resumable upload-length upload-metadata upload-offset upload-checksum`.split(
    /\s+/,
  ),
);

/** Words that no table, column, request or answer of ours has in its name. */
export const never = new Set(
  `face faces facial voice voiceprint biometric biometrics iris fingerprint email mail phone telephone contact contacts
  geo latitude longitude lat lon gps location imei advertising idfa`.split(/\s+/),
);

/** Columns that sound like it and are not. */
export const harmless = {
  'house_idempotency.fingerprint': 'of a call, so that a key is not used for another one',
};

/** What a page is refused by its own header, whatever it may ask for. */
export const closed =
  `clipboard-read geolocation accelerometer gyroscope magnetometer bluetooth usb serial hid midi
  idle-detection local-fonts display-capture payment xr-spatial-tracking`.split(/\s+/);
