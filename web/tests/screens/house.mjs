/** A small house with something on every screen; the same each time. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { draw } from '../e2e/clips.mjs';
import { Person } from '../e2e/house.mjs';
import { root } from '../e2e/places.mjs';

const binary = process.env.VITRINE_BINARY ?? join(root, 'build/release/vitrine');
const titles = [
  'Low tide at six in the morning #sea #quiet',
  'Bread, and nothing else #bread #kitchen',
  'The night train north #train #night',
  'What a swallow does in a storm #birds',
  'One wheel, one street #bicycle',
  'Glass, before it is a glass #craft #fire',
];
const colours = [
  ['0x04222f', '0x1b7f8c', '0xbfe3df'],
  ['0x3a1d0a', '0xb9692c', '0xf1d9a7'],
  ['0x0b0f2a', '0x3b4a8c', '0xd6c9f0'],
  ['0x102a1c', '0x4f8f5b', '0xe3efc4'],
  ['0x2b0f1e', '0xa1405c', '0xf3c8c0'],
  ['0x2a2208', '0xc49a2b', '0xfbeeb8'],
];

const film = (i) =>
  draw(
    `screen-${i}`,
    `gradients=s=90x160:r=25:seed=${i + 7}:c0=${colours[i][0]}:c1=${colours[i][1]}:c2=${colours[i][2]}:n=3:speed=0.01`,
    { seconds: 4 + i },
  );

export async function fill(house) {
  const olga = await Person.owner(house.base, 'olga');
  const ann = await Person.fresh(house.base, 'ann');
  const ben = await Person.fresh(house.base, 'ben');
  await Person.fresh(house.base, 'mia');
  execFileSync(binary, ['admin', '--data', house.data, 'role', 'mia', 'moderator'], { stdio: 'ignore' });
  await ann.call('PATCH', '/me', { name: 'Ann Wolter', bio: 'Sea, birds, bread. In that order.' });

  const clips = [];
  for (const [i, title] of titles.entries())
    clips.push(await (i < 4 ? ann : ben).publish(film(i), { title, visibility: 'public' }));
  await ann.settled(clips.slice(0, 4), ['ready']);
  await ben.settled(clips.slice(4), ['ready']);
  const draft = await ann.upload(film(0));
  await olga.call('PUT', '/accounts/ann/follow');
  await ben.call('PUT', '/accounts/ann/follow');
  for (const clip of clips.slice(0, 3)) await ben.call('PUT', `/videos/${clip}/like`);
  await olga.call('PUT', `/videos/${clips[0]}/save`);
  const first = await ben.call('POST', `/videos/${clips[0]}/comments`, { text: 'I can hear the gravel.' });
  await ann.call('POST', `/videos/${clips[0]}/comments`, {
    text: 'That is the whole clip.',
    parent: first.id,
  });
  const list = await ann.call('POST', '/playlists', { title: 'By the sea', visibility: 'public' });
  for (const clip of clips.slice(0, 3)) await ann.call('PUT', `/playlists/${list.id}/videos/${clip}`);
  const talk = await ben.call('POST', '/me/conversations', { people: ['ann'], text: 'Where was that?' });
  const reported = { subject: { kind: 'video', id: clips[5] }, reason: 'other', note: 'Is this glass?' };
  await ann.call('POST', '/reports', reported);
  while ((await ann.call('GET', `/videos/${draft}`)).state !== 'ready')
    await new Promise((done) => setTimeout(done, 200));
  const { sound } = await ann.call('GET', `/videos/${clips[0]}`);
  return { clips, list: list.id, talk: talk.id, draft, sound: sound.id };
}
