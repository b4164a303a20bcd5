/**
 * Passkeys: what the server asks of the browser, and what the browser answers, as bytes in base64url. What the device
 * asks (a finger, a PIN) stays between the device and the person.
 */
import { api, ok } from '$lib/api/client';
import type { Account, Passkey } from '$lib/api/types';

export const passkeysWork = (): boolean => typeof PublicKeyCredential !== 'undefined';

/** The person closed the browser's window, or it gave up waiting: nothing that needs explaining. */
export const changedMind = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

export function toBase64Url(bytes: ArrayBuffer | null): string {
  const binary = Array.from(new Uint8Array(bytes ?? new ArrayBuffer(0)), (byte) => String.fromCharCode(byte));
  return btoa(binary.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const listed = (known: string[]): PublicKeyCredentialDescriptor[] =>
  known.map((id) => ({ type: 'public-key', id: fromBase64Url(id) }));

/** Makes a passkey on this device or a security key, and gives it to the server under `name`. */
export async function addPasskey(name: string): Promise<Passkey> {
  const asked = await ok(api.POST('/me/passkeys/challenge', {}));
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64Url(asked.challenge),
      timeout: asked.timeout_ms,
      rp: { id: asked.place, name: asked.house },
      user: { id: fromBase64Url(asked.user), name: asked.handle, displayName: asked.name },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: listed(asked.known),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  })) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAttestationResponse;
  return ok(
    api.POST('/me/passkeys', {
      body: {
        name,
        client_data: toBase64Url(answer.clientDataJSON),
        attestation: toBase64Url(answer.attestationObject),
      },
    }),
  );
}

async function use(asked: { challenge: string; place: string; timeout_ms: number }, known: string[]) {
  const used = (await navigator.credentials.get({
    publicKey: {
      challenge: fromBase64Url(asked.challenge),
      timeout: asked.timeout_ms,
      rpId: asked.place,
      allowCredentials: listed(known),
      userVerification: 'required',
    },
  })) as PublicKeyCredential;
  const answer = used.response as AuthenticatorAssertionResponse;
  const user = toBase64Url(answer.userHandle);
  return {
    credential: toBase64Url(used.rawId),
    client_data: toBase64Url(answer.clientDataJSON),
    authenticator_data: toBase64Url(answer.authenticatorData),
    signature: toBase64Url(answer.signature),
    ...(user ? { user } : {}),
  };
}

/** Whoever the device says they are. */
export async function signInWithPasskey(): Promise<Account> {
  const asked = await ok(api.POST('/session/passkey/challenge', {}));
  const { account } = await ok(api.POST('/session/passkey', { body: await use(asked, []) }));
  return account;
}

/** Shows again who one is, for ten minutes. */
export async function proveWithPasskey(): Promise<void> {
  const asked = await ok(api.POST('/me/proof/challenge', {}));
  await ok(api.POST('/me/proof', { body: { passkey: await use(asked, asked.known) } }));
}
