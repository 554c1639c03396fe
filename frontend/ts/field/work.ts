// One person helped, one record written: opened, changed, photographed, sent. Every change is on the disk before it is said to be.
import type { Values } from "./conditions";
import { keyOf, makeFor, seal, sealJson, sha256, unseal, unsealJson, uuid } from "./keys";
import { blobOf, drop, put, putWith, type Device, type Kept, type Photo, type Store } from "./store";

const LAYOUT = 2; // thonso/offline/text.py

export interface Helped { id: string; name: string; id_number?: string; birth?: string; sex?: string; address?: string; phone?: string; consent: string; started_at: string }
/** What an officer decided on a mobile day. */
interface Taken { day: string; at: string; listed?: string; received?: boolean; papers?: Record<string, { verdict: string }>; present?: string[] }
interface Text {
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
const masked = (name: string): string => name.trim().split(/\s+/).map((word) => `${[...word][0] ?? ""}.`).join(" ");

export const summaryOf = (name: string, form: string): string => `${masked(name)} · ${form}`.slice(0, 120);

/** A record while it can be written. Changes are kept one after the other, the newest last. */
export class Work {
  private line: Promise<void> = Promise.resolve();
  closed = false; // sealed or thrown away: whatever still comes is not written
  private constructor(private readonly phone: Phone, public kept: Kept, private readonly key: CryptoKey, public text: Text) {}

  /** Nothing where the phone is full: that is said above the page. */
  static async begin(phone: Phone, helped: Helped, version: string, form: string, representation: string, answers: Values, taken?: Taken, listed?: string): Promise<Work | undefined> {
    const id = uuid();
    const { key, mine, wrapped } = await makeFor(phone.own, phone.device.public, phone.device.account, id);
    const text: Text = { layout: LAYOUT, helped, version, representation, answers, photos: [], beside: {}, slip: "", at: "", ...(taken && { taken }) };
    const kept: Kept = {
      id, state: "draft", session: helped.id, ...(listed && { listed }), summary: summaryOf(helped.name, form),
      mine, wrapped, key: phone.device.key, box: new Uint8Array(), photos: [], revision: 0, synced: 0, changed: Date.now(), tries: 0, nextAt: 0,
    };
    const work = new Work(phone, kept, key, text);
    if (await work.save()) return work;
    await drop(phone.db, id, false);
    return undefined;
  }

  /** Throws where it is sealed. */
  static async open(phone: Phone, kept: Kept): Promise<Work> {
    const key = await keyOf(phone.own, kept.mine!, kept.id);
    return new Work(phone, kept, key, await unsealJson<Text>(key, kept.box, kept.id));
  }

  private turn<T>(change: () => Promise<T>): Promise<T> {
    const next = this.line.then(change);
    this.line = next.then(() => undefined, () => undefined);
    return next;
  }

  private async written(): Promise<Kept> {
    const photos = this.text.photos.map((photo) => ({ sha256: photo.box, size: photo.size }));
    return { ...this.kept, box: await sealJson(this.key, this.text, this.kept.id), photos, revision: this.kept.revision + 1, changed: Date.now() };
  }

  /** False where the disk does not take it: that is said above the page, and it stays in memory, sealed, until the disk does. */
  save(): Promise<boolean> {
    return this.turn(async () => {
      if (this.closed) return true;
      this.kept = await this.written();
      return put(this.phone.db, this.kept).then(() => true, () => false);
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

  /** Sealed: from here on this phone cannot open it, and it waits for signal. False where the phone is full: the form stays open. */
  send(): Promise<boolean> {
    return this.turn(async () => {
      this.kept = await this.written();
      const { mine: _mine, said: _said, problem: _problem, ...rest } = this.kept;
      const { taken } = this.text;
      const sealed: Kept = { ...rest, state: "queued", tries: 0, nextAt: 0, ...(taken && { there: !!taken.received }) };
      this.closed = await put(this.phone.db, sealed, this.kept).then(() => true, () => false);
      if (this.closed) this.kept = sealed;
      return this.closed;
    });
  }

  /** False where the phone is too full even for that: it stays open, and what is written is kept. */
  discard(): Promise<boolean> {
    return this.turn(async () => (this.closed = await drop(this.phone.db, this.kept.id, true).then(() => true, () => false)));
  }
}
