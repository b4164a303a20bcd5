/**
 * What an app's token opens. Written down by hand like table.mjs: a route that stands here is open to apps with that
 * scope, every other one is closed to all of them, whatever they were allowed and whoever allowed it.
 */
import { createHash } from 'node:crypto';
import { problemOf } from './client.mjs';

const open = {
  read: `
    GET /instance  GET /openapi.json  GET /me  GET /algorithms  GET /feed  GET /feed/{feed}  GET /live
    GET /search  GET /search/suggest  GET /rising
    GET /videos  GET /videos/{video}  GET /videos/{video}/comments  GET /me/videos  GET /me/likes  GET /me/saves
    GET /accounts/{handle}  GET /accounts/{handle}/videos  GET /accounts/{handle}/followers
    GET /accounts/{handle}/following  GET /accounts/{handle}/playlists  GET /accounts/{handle}/pins
    GET /me/playlists  GET /playlists/{playlist}  GET /playlists/{playlist}/videos`,
  write: `
    PUT /accounts/{handle}/follow  DELETE /accounts/{handle}/follow
    PUT /videos/{video}/like  DELETE /videos/{video}/like  PUT /videos/{video}/save  DELETE /videos/{video}/save
    POST /videos/{video}/share  POST /videos/{video}/comments
    PATCH /comments/{comment}  DELETE /comments/{comment}  PUT /comments/{comment}/like  DELETE /comments/{comment}/like
    POST /playlists  PATCH /playlists/{playlist}  DELETE /playlists/{playlist}  PUT /playlists/{playlist}/videos
    PUT /playlists/{playlist}/videos/{video}  DELETE /playlists/{playlist}/videos/{video}  PUT /me/pins`,
  upload: `
    POST /uploads  HEAD /uploads/{upload}  PATCH /uploads/{upload}  DELETE /uploads/{upload}
    PATCH /videos/{video}  POST /videos/{video}/publish`,
};
/** Answered from memory alone, before anybody is identified. */
const unasked = new Set(['GET /health', 'OPTIONS /uploads']);

export const scopes = Object.keys(open);
const needed = new Map(
  scopes.flatMap((scope) => (open[scope].match(/[A-Z]+ \/\S+/g) ?? []).map((key) => [key, scope])),
);

export const redirect = 'https://app.example/back';
const verifier = 'v'.repeat(43);

/** A token of `person`'s for an app, by the way every app goes. */
export async function appToken(ask, person, app, scope) {
  const asked = {
    client_id: app,
    redirect_uri: redirect,
    response_type: 'code',
    scope,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const answer = await person.call('POST', '/oauth/consent', { ...asked, allow: true });
  const code = new URL(answer.redirect).searchParams.get('code');
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: app,
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  });
  const issued = await ask({
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  if (issued.status !== 200) throw new Error(`no token for ${scope}: ${issued.status} ${issued.text}`);
  return JSON.parse(issued.text).access_token;
}

/** Every documented route with tokens of the author's and the owner's, one for each scope, and with one that has ended. */
export async function judgeApps(ask, cast, documented, run) {
  for (const key of needed.keys())
    if (!documented.has(key)) run.troubles.push(`${key} is open to apps and is no route`);
  const app = cast.ownApps.authors.id;
  const tokens = [];
  for (const who of ['author', 'owner'])
    for (const scope of scopes)
      tokens.push({ who, scope, token: await appToken(ask, cast.people[who], app, scope) });
  const other = (
    await cast.people.author.call('POST', '/me/made-apps', { name: 'Ends', redirects: [redirect] })
  ).id;
  const ended = await appToken(ask, cast.people.author, other, 'read write upload');
  await cast.people.author.call('DELETE', `/me/made-apps/${other}`);
  for (const key of documented.keys()) {
    if (unasked.has(key)) continue;
    const [method, shape] = key.split(' ');
    // Nothing is there under these names, so that what is open changes nothing either.
    const path = `/api/v1${shape.replace(/\{(\w+)\}/g, (_, name) => (name === 'feed' ? 'latest' : '0000000000zzz'))}`;
    const call = { method, path, first: shape === '/live' };
    for (const { who, scope, token } of tokens) {
      const answer = await ask({ ...call, token });
      run.calls += 1;
      run.cells += 1;
      // An answer to HEAD has no body to look into.
      const shut =
        method === 'HEAD' ? answer.status === 403 : problemOf(answer)?.code === 'scope_insufficient';
      if (shut && answer.status !== 403)
        run.troubles.push(`${key} for an app: ${answer.status} instead of 403`);
      if (shut === (needed.get(key) === scope))
        run.troubles.push(
          `${key} for an app of ${who} with ${scope}: ${shut ? 'shut' : `open (${answer.status})`}`,
        );
    }
    const late = await ask({ ...call, token: ended });
    run.calls += 1;
    if (late.status !== 401)
      run.troubles.push(`${key} for an app that has ended: ${late.status} instead of 401`);
  }
}
