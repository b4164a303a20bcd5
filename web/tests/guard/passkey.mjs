/** A passkey without a device: what a browser would send for one, made by hand. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

const head = (major, n) =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
const number = (n) => (n >= 0 ? head(0, n) : head(1, -1 - n));
const text = (words) => Buffer.concat([head(3, words.length), Buffer.from(words)]);
const bytes = (some) => Buffer.concat([head(2, some.length), some]);
const map = (...pairs) => Buffer.concat([head(5, pairs.length / 2), ...pairs]);

/** Registers one for whoever calls; answers its id. */
export async function addPasskey(person) {
  const asked = await person.call('POST', '/me/passkeys/challenge');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const key = map(
    ...[number(1), number(2), number(3), number(-7), number(-1), number(1)],
    ...[number(-2), bytes(Buffer.from(x, 'base64url')), number(-3), bytes(Buffer.from(y, 'base64url'))],
  );
  const credential = randomBytes(32);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(credential.length);
  // User present and verified, and a credential is attached.
  const flags = Buffer.from([0x45, 0, 0, 0, 0]);
  const data = Buffer.concat([sha256(asked.place), flags, Buffer.alloc(16), length, credential, key]);
  const client = {
    type: 'webauthn.create',
    challenge: asked.challenge,
    origin: person.base,
    crossOrigin: false,
  };
  const attestation = map(text('fmt'), text('none'), text('attStmt'), map(), text('authData'), bytes(data));
  const made = await person.call('POST', '/me/passkeys', {
    name: 'by hand',
    client_data: Buffer.from(JSON.stringify(client)).toString('base64url'),
    attestation: attestation.toString('base64url'),
  });
  return made.id;
}
