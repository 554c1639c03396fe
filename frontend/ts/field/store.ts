// What lies on this phone, one database a person. Nothing in it can be read without the PIN but what the queue must know: ids, states, hashes, and
// a masked word by which its owner tells one record from another. Schemas only grow: an upgrade never clears anything.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** draft: can be written. The others are sealed: on this phone nobody opens them again, but for `mend`, to which the server gave the key. */
export type State = "draft" | "queued" | "sending" | "received" | "mend" | "conflict";

export interface Photo { sha256: string; box: string; name: string; paper: string; size: number }

export interface Kept {
  id: string;
  state: State;
  version: string; // of the form
  session: string; // the person who was helped
  listed?: string; // whom it is of, on the list of a mobile day
  summary: string; // masked
  mine?: string; // the record's key under this phone's own: gone once it is sealed
  wrapped: string; // the record's key under the commune's
  key: string; // which of the commune's
  box: Uint8Array; // nonce and text
  photos: { sha256: string; size: number }[]; // sealed bytes, as the server names them
  revision: number;
  synced: number; // the revision that the server has kept early
  changed: number;
  tries: number;
  nextAt: number;
  said?: string; // what the server said, in words for a person
  problem?: Uint8Array; // errors by field, under this phone's key
  code?: string;
  receipt?: Uint8Array; // tracking key and hour, under this phone's key
  left?: number; // photos still to go
}

export interface Blob_ { box: string; record: string; data: Uint8Array }

/** Once a phone: how it was enrolled, and its key under the PIN. */
export interface Device {
  id: string;
  account: string;
  salt: Uint8Array;
  rounds: number;
  locked: Uint8Array; // this phone's key, under the PIN
  secret: Uint8Array; // token, names: under this phone's key
  key: string;
  public: string;
  wrong: number; // PINs in a row
  until: number; // no PIN is tried before
}

interface Schema extends DBSchema {
  records: { key: string; value: Kept; indexes: { state: string } };
  blobs: { key: string; value: Blob_; indexes: { record: string } };
  meta: { key: string; value: unknown };
}
export type Store = IDBPDatabase<Schema>;

export const SCHEMA = 1;
const STRICT = { durability: "strict" } as const;

export async function open(name: string, onBlocked: () => void): Promise<Store> {
  return openDB<Schema>(name, SCHEMA, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore("records", { keyPath: "id" }).createIndex("state", "state");
        db.createObjectStore("blobs", { keyPath: "box" }).createIndex("record", "record");
        db.createObjectStore("meta");
      }
    },
    blocked: onBlocked,
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close(); // another window wants to upgrade: it must not wait for this one
    },
  });
}

export const all = (db: Store): Promise<Kept[]> => db.getAll("records");
export const one = (db: Store, id: string): Promise<Kept | undefined> => db.get("records", id);

/** Written to the disk before it is acknowledged. */
export async function put(db: Store, record: Kept): Promise<void> {
  const tx = db.transaction("records", "readwrite", STRICT);
  await tx.store.put(record);
  await tx.done;
}

/** Change what lies there now, whatever was written since it was read: in one step, so that nobody's words are overwritten. */
export async function amend(db: Store, id: string, change: (record: Kept) => Kept): Promise<void> {
  const tx = db.transaction("records", "readwrite", STRICT);
  const record = await tx.store.get(id);
  if (record) await tx.store.put(change(record));
  await tx.done;
}

/** All records and the phone's own key change together, neither without the other; the day under the old key goes. */
export async function replace(db: Store, records: Kept[], device: Device): Promise<void> {
  const tx = db.transaction(["records", "meta"], "readwrite", STRICT);
  for (const record of records) void tx.objectStore("records").put(record);
  void tx.objectStore("meta").delete("day");
  await Promise.all([tx.objectStore("meta").put(device, "device"), tx.done]);
}

/** A record with a photo that has just been taken: both or neither. */
export async function putWith(db: Store, record: Kept, photo: Blob_): Promise<void> {
  const tx = db.transaction(["records", "blobs"], "readwrite", STRICT);
  await Promise.all([tx.objectStore("blobs").put(photo), tx.objectStore("records").put(record), tx.done]);
}

/** The server has it: its text and photos go from this phone in the same step in which the receipt is kept. */
export async function settle(db: Store, record: Kept): Promise<void> {
  const tx = db.transaction(["records", "blobs"], "readwrite", STRICT);
  for (const key of await tx.objectStore("blobs").index("record").getAllKeys(record.id)) void tx.objectStore("blobs").delete(key);
  await Promise.all([tx.objectStore("records").put(record), tx.done]);
}

export async function drop(db: Store, id: string): Promise<void> {
  const tx = db.transaction(["records", "blobs"], "readwrite", STRICT);
  for (const key of await tx.objectStore("blobs").index("record").getAllKeys(id)) void tx.objectStore("blobs").delete(key);
  await Promise.all([tx.objectStore("records").delete(id), tx.done]);
}

export const blobOf = (db: Store, box: string): Promise<Blob_ | undefined> => db.get("blobs", box);

export async function note<T>(db: Store, key: string, value: T): Promise<void> {
  const tx = db.transaction("meta", "readwrite", STRICT);
  await tx.store.put(value, key);
  await tx.done;
}
export const noted = async <T>(db: Store, key: string): Promise<T | undefined> => (await db.get("meta", key)) as T | undefined;
