// One person helped, one record written: opened, changed, photographed, sent. Every change is on the disk before it is said to be.
import type { Values } from "./conditions";
import { keyOf, makeFor, seal, sealJson, sha256, unseal, unsealJson, uuid } from "./keys";
import { blobOf, drop, put, putWith, type Device, type Kept, type Photo, type Store } from "./store";

export const LAYOUT = 2; // thonso/offline/text.py

export interface Helped { id: string; name: string; id_number?: string; birth?: string; sex?: string; address?: string; phone?: string; consent: string; started_at: string }
/** What an officer decided on a mobile day. */
export interface Taken { day: string; at: string; received?: boolean; papers?: Record<string, { verdict: string }>; present?: string[] }
export interface Text {
  layout: number;
  helped: Helped;
  version: string;
  representation: string;
  answers: Values;
  photos: Photo[];
  beside: Values;
  slip: string; // pre-printed, in the person's hand
  at: string; // the question it was left at
  taken?: Taken; // by an officer
}
export interface Phone { db: Store; own: CryptoKey; device: Device }

/** "Giàng A Páo" → "G. A. P.": enough for who helped her, nothing for who finds the phone. */
export const masked = (name: string): string => name.trim().split(/\s+/).map((word) => `${[...word][0] ?? ""}.`).join(" ");

/** A record while it can be written. Changes are kept one after the other, the newest last. */
export class Work {
  private line: Promise<void> = Promise.resolve();
  closed = false; // sealed or thrown away: whatever still comes is not written
  private constructor(private readonly phone: Phone, public kept: Kept, private readonly key: CryptoKey, public text: Text) {}

  static async begin(phone: Phone, helped: Helped, version: string, form: string, representation: string, answers: Values, taken?: Taken, listed?: string): Promise<Work> {
    const id = uuid();
    const { key, mine, wrapped } = await makeFor(phone.own, phone.device.public, phone.device.account, id);
    const text: Text = { layout: LAYOUT, helped, version, representation, answers, photos: [], beside: {}, slip: "", at: "", ...(taken && { taken }) };
    const kept: Kept = {
      id, state: "draft", version, session: helped.id, ...(listed && { listed }), summary: `${masked(helped.name)} · ${form}`.slice(0, 120),
      mine, wrapped, key: phone.device.key, box: new Uint8Array(), photos: [], revision: 0, synced: 0, changed: Date.now(), tries: 0, nextAt: 0,
    };
    const work = new Work(phone, kept, key, text);
    await work.save();
    return work;
  }

  /** Throws where it is sealed. */
  static async open(phone: Phone, kept: Kept): Promise<Work> {
    const key = await keyOf(phone.own, kept.mine!, kept.id);
    return new Work(phone, kept, key, await unsealJson<Text>(key, kept.box, kept.id));
  }

  private turn(change: () => Promise<void>): Promise<void> {
    const next = this.line.then(change);
    this.line = next.catch(() => undefined);
    return next;
  }

  private async written(): Promise<Kept> {
    const photos = this.text.photos.map((photo) => ({ sha256: photo.box, size: photo.size }));
    return { ...this.kept, box: await sealJson(this.key, this.text, this.kept.id), photos, revision: this.kept.revision + 1, changed: Date.now() };
  }

  save(): Promise<void> {
    return this.turn(async () => {
      if (this.closed) return;
      const next = await this.written();
      await put(this.phone.db, next);
      this.kept = next;
    });
  }

  /** Gives the photo's own hash. Throws QuotaExceededError where the phone is full: the text is kept all the same. */
  async photograph(picture: Blob, name: string, paper: string): Promise<string> {
    const plain = await picture.arrayBuffer();
    const own = await sha256(plain);
    if (this.text.photos.some((photo) => photo.sha256 === own && photo.paper === paper)) return own;
    const sealed = await seal(this.key, plain, `${this.kept.id}:${own}`);
    const box = await sha256(sealed);
    await this.turn(async () => {
      if (this.closed) return; // sent or thrown away while the photo was made small
      const photo: Photo = { sha256: own, box, name, paper, size: sealed.length };
      this.text.photos.push(photo);
      try {
        const next = await this.written();
        await putWith(this.phone.db, next, { box, record: this.kept.id, data: sealed });
        this.kept = next;
      } catch (full) {
        this.text.photos.splice(this.text.photos.indexOf(photo), 1);
        throw full;
      }
    });
    return own;
  }

  async picture(own: string): Promise<Blob | undefined> {
    const photo = this.text.photos.find((each) => each.sha256 === own);
    const kept = photo && (await blobOf(this.phone.db, photo.box));
    return kept && new Blob([await unseal(this.key, kept.data, `${this.kept.id}:${own}`)], { type: "image/jpeg" });
  }

  async without(own: string, paper: string): Promise<void> {
    this.text.photos = this.text.photos.filter((photo) => !(photo.sha256 === own && photo.paper === paper));
    await this.save();
  }

  /** Sealed: from here on this phone cannot open it, and it waits for signal. */
  send(): Promise<void> {
    return this.turn(async () => {
      const { mine: _mine, said: _said, problem: _problem, ...next } = await this.written();
      await put(this.phone.db, { ...next, state: "queued", tries: 0, nextAt: 0 });
      this.closed = true; // not before: a full phone leaves the form open
      this.kept = { ...next, state: "queued" };
    });
  }

  discard(): Promise<void> {
    return this.turn(() => {
      this.closed = true;
      return drop(this.phone.db, this.kept.id);
    });
  }
}

const LONG_EDGE = 1600;

/** Small enough for a slow line, clear enough to be read; drawn anew, so the place where it was taken does not go along. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" } as ImageBitmapOptions);
  const scale = Math.min(1, LONG_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", 0.7));
}
