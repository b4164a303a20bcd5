/** A fault of each kind that ./dev matrix looks for: it must notice every one. */

/** Answers of the real server, some of them changed on the way. */
const changed = (when, change) => async (cast, ask) => ({
  through: async (call) => {
    const answer = await ask(call);
    return when(call, answer, cast) ? change(answer, cast, call) : answer;
  },
});
const isPrivate = (call, answer, cast) => call.path.includes(cast.videos.private.id) && answer.status === 404;

export const plants = [
  {
    title: 'a private list that everybody may see',
    only: 'GET /playlists/{playlist}',
    fault: async (cast) => {
      const set = (visibility) =>
        cast.people.author.call('PATCH', `/playlists/${cast.playlists.private.id}`, { visibility });
      await set('public');
      return { takeBack: () => set('private') };
    },
  },
  {
    title: 'a route nobody has written down',
    only: 'GET /health',
    fault: changed(
      (call) => call.path.endsWith('/openapi.json'),
      (answer) => {
        const told = JSON.parse(answer.text);
        told.paths['/api/v1/back-door'] = { get: { responses: { 200: {} } } };
        return { ...answer, text: JSON.stringify(told) };
      },
    ),
  },
  {
    title: 'another status for what is private',
    only: 'GET /videos/{video}',
    fault: changed(isPrivate, (answer) => ({ ...answer, status: 403 })),
  },
  {
    title: 'another sentence for what is private',
    only: 'GET /videos/{video}',
    fault: changed(isPrivate, (answer) => ({ ...answer, text: answer.text.replace('no such', 'no public') })),
  },
  {
    title: 'a header field for what is private',
    only: 'GET /videos/{video}',
    fault: changed(isPrivate, (answer) => ({ ...answer, headers: [...answer.headers, ['etag', '"1"']] })),
  },
  {
    title: 'a list that holds what is for followers',
    only: 'GET /videos',
    fault: changed(
      (call, answer) => call.path === '/api/v1/videos' && answer.status === 200,
      (answer, cast) => ({ ...answer, text: `${answer.text} ${cast.videos.followers.id}` }),
    ),
  },
  {
    title: 'a list that lost what is public',
    only: 'GET /accounts/{handle}/videos',
    fault: changed(
      (call, answer) => call.path.endsWith('/videos') && answer.status === 200,
      (answer, cast) => ({ ...answer, text: answer.text.replaceAll(cast.videos.public.id, '') }),
    ),
  },
  {
    title: 'an answer that says what a stranger wrote',
    only: 'GET /instance',
    fault: changed(
      (call, answer) => call.path.endsWith('/instance') && answer.status === 200,
      (answer, cast) => ({ ...answer, text: `${answer.text} ${cast.conversations.pair.word}` }),
    ),
  },
  {
    title: 'a refused call that works all the same',
    only: 'PATCH /videos/{video}',
    fault: async (cast, ask) => ({
      through: async (call) => {
        const answer = await ask(call);
        if (call.method === 'PATCH' && answer.status === 404 && call.path.includes(cast.videos.public.id))
          await cast.people.author.call('PATCH', `/videos/${cast.videos.public.id}`, {
            description: 'mine now',
          });
        return answer;
      },
      takeBack: () =>
        cast.people.author.call('PATCH', `/videos/${cast.videos.public.id}`, { description: '' }),
    }),
  },
  {
    title: 'a session that goes on after it was ended',
    only: 'GET /me',
    fault: async (cast, ask) => ({
      through: (call) =>
        ask(call.token === cast.token('ended') ? { ...call, token: cast.token('viewer') } : call),
    }),
  },
];
