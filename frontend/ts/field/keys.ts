// Keys of this phone. Its own key lies under the PIN; each record has a key of its own, which lies twice: under the phone's, so that it can be
// written, and under the commune's. To seal a record is to throw the first away. The same in the server: thonso/offline/envelope.py.

const NONCE = 12;
const ROUNDS = 600_000;
const text = new TextEncoder();

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const sha256 = async (bytes: BufferSource): Promise<string> => hex(await crypto.subtle.digest("SHA-256", bytes));

export function base64(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(out);
}
const unbase64 = (words: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0));

/** A version 4 UUID, also where the browser does not make them itself. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const digits = hex(bytes.buffer);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
}

const aes = (raw: BufferSource, extractable = false): Promise<CryptoKey> => crypto.subtle.importKey("raw", raw, "AES-GCM", extractable, ["encrypt", "decrypt"]);

/** nonce | what was sealed. `about` binds it to its place: the same bytes open nowhere else. */
export async function seal(key: CryptoKey, data: BufferSource, about: string): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(about) }, key, data);
  const out = new Uint8Array(NONCE + sealed.byteLength);
  out.set(iv);
  out.set(new Uint8Array(sealed), NONCE);
  return out;
}

/** Throws where it is another's, or damaged. */
export async function unseal(key: CryptoKey, sealed: Uint8Array, about: string): Promise<ArrayBuffer> {
  const iv = sealed.slice(0, NONCE);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: text.encode(about) }, key, sealed.slice(NONCE));
}

export const sealJson = (key: CryptoKey, value: unknown, about: string): Promise<Uint8Array<ArrayBuffer>> => seal(key, text.encode(JSON.stringify(value)), about);
export const unsealJson = async <T>(key: CryptoKey, sealed: Uint8Array, about: string): Promise<T> => JSON.parse(new TextDecoder().decode(await unseal(key, sealed, about))) as T;

async function underPin(pin: string, salt: BufferSource, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", salt, iterations: rounds, hash: "SHA-256" }, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

interface Locked { salt: Uint8Array; rounds: number; locked: Uint8Array }

/** A fresh key of this phone, and how it lies under the PIN. */
export async function makeOwn(pin: string): Promise<{ own: CryptoKey; lock: Locked }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const locked = await seal(await underPin(pin, salt, ROUNDS), raw, "own");
  return { own: await aes(raw), lock: { salt, rounds: ROUNDS, locked } };
}

/** The key of this phone, or nothing for a wrong PIN. */
export async function unlock(pin: string, lock: Locked): Promise<CryptoKey | undefined> {
  try {
    return await aes(await unseal(await underPin(pin, new Uint8Array(lock.salt), lock.rounds), lock.locked, "own"));
  } catch {
    return undefined;
  }
}

/** A fresh key for one record: to use, under this phone's key, and under the commune's. */
export async function makeFor(own: CryptoKey, publicKey: string, account: string, record: string): Promise<{ key: CryptoKey; mine: string; wrapped: string }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const theirs = await crypto.subtle.importKey("spki", unbase64(publicKey), { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  const label = text.encode(`thonso.record:${account}:${record}`);
  const wrapped = await crypto.subtle.encrypt({ name: "RSA-OAEP", label }, theirs, raw);
  return { key: await aes(raw), mine: await mineOf(own, raw, record), wrapped: base64(new Uint8Array(wrapped)) };
}

const mineOf = async (own: CryptoKey, raw: BufferSource, record: string): Promise<string> => base64(await seal(own, raw, `key:${record}`));

/** What the server gave back, so that something can be mended. */
export const giveBack = (own: CryptoKey, raw: string, record: string): Promise<string> => mineOf(own, unbase64(raw), record);

export const keyOf = async (own: CryptoKey, mine: string, record: string): Promise<CryptoKey> => aes(await unseal(own, unbase64(mine), `key:${record}`));
