/**
 * One file out of the segments of a take, on the device and without encoding anything again.
 *
 * Why so: a segment is a recording of its own, straight from the camera through the device's encoder, so the camera may
 * be switched and the last segment thrown away. One recorder that is paused could do neither (it ends when its tracks
 * change), a canvas in between costs a phone its battery and Safari its frame rate, and a server that joins would have
 * to be sent what is still a draft. What is joined here arrives as an ordinary file.
 */
import { joinMp4 } from './join-mp4';
import { joinWebm } from './join-webm';
import type { Joined } from './joined';

export { CannotJoin } from './joined';

export function join(blobs: Blob[], type: string): Promise<Joined> {
  const plain = type.split(';')[0] ?? type;
  return plain.includes('mp4') ? joinMp4(blobs, plain) : joinWebm(blobs, plain);
}
