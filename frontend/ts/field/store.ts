// What lies on this phone, one database a person. Nothing in it can be read without the PIN but what the queue must know: ids, states, hashes, and
// a masked word by which its owner tells one record from another. Schemas only grow: an upgrade never clears anything.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** draft: can be written. The others are sealed: on this phone nobody opens them again, but for `mend`, to which the server gave the key. taken: a
 * colleague has gone on with it. */
export type State = "draft" | "queued" | "sending" | "received" | "mend" | "conflict" | "taken";

export interface Photo { sha256: string; box: string; name: string; paper: string; size: number }

export interface Kept {
  id: string;
  state: State;
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
  there?: boolean; // by an officer on a mobile day: received there, or filed only
}

interface Blob_ { box: string; record: string; data: Uint8Array }

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
  records: { key: string; value: Kept };
  blobs: { key: string; value: Blob_; indexes: { record: string } };
  meta: { key: string; value: unknown };
}
export type Store = IDBPDatabase<Schema>;

const SCHEMA = 2;
const STRICT = { durability: "strict" } as const;
const THROWN = "thrown"; // ids of what was thrown away here, until the server has heard so

const unkept = new Map<string, Kept>(); // what the disk did not take: sealed as it would lie there, and tried again
let unkeptOf = "";
let onFull: (full: boolean) => void;

/** `full`: told after every writing of a record whether the disk has all of them. */
export async function open(name: string, onBlocked: () => void, full: (full: boolean) => void): Promise<Store> {
  if (name !== unkeptOf) unkept.clear();
  [unkeptOf, onFull] = [name, full];
  return openDB<Schema>(name, SCHEMA, {
    upgrade(db, before, _now, tx) {
      if (before === 1) (tx.objectStore("records") as unknown as IDBObjectStore).deleteIndex("state"); // nobody looked records up by it
      if (before < 1) {
        db.createObjectStore("records", { keyPath: "id" });
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

export const all = async (db: Store): Promise<Kept[]> => (await db.getAll("records")).map((record) => unkept.get(record.id) ?? record);
export const one = async (db: Store, id: string): Promise<Kept | undefined> => unkept.get(id) ?? db.get("records", id);
export const isPending = ({ state }: Kept): boolean => state === "queued" || state === "sending";

/** Written to the disk before it is acknowledged. Throws where the disk does not take it; `hold` is then kept in memory. */
export async function put(db: Store, record: Kept, hold = record): Promise<void> {
  try {
    const tx = db.transaction("records", "readwrite", STRICT);
    await Promise.all([tx.store.put(record), tx.done]);
    unkept.delete(record.id);
  } catch (refused) {
    unkept.set(record.id, hold);
    throw refused;
  } finally {
    onFull(unkept.size > 0);
  }
}

/** What the disk did not take before. */
export async function again(db: Store): Promise<void> {
  for (const record of [...unkept.values()]) await put(db, record).catch(() => undefined);
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
  unkept.clear();
}

/** A record with a photo that has just been taken: both or neither. */
export async function putWith(db: Store, record: Kept, photo: Blob_): Promise<void> {
  const tx = db.transaction(["records", "blobs"], "readwrite", STRICT);
  await Promise.all([tx.objectStore("blobs").put(photo), tx.objectStore("records").put(record), tx.done]);
  unkept.delete(record.id);
}

/** The server has it: its text and photos go from this phone in the same step in which the receipt is kept. */
export async function settle(db: Store, record: Kept): Promise<void> {
  const tx = db.transaction(["records", "blobs"], "readwrite", STRICT);
  for (const key of await tx.objectStore("blobs").index("record").getAllKeys(record.id)) void tx.objectStore("blobs").delete(key);
  await Promise.all([tx.objectStore("records").put(record), tx.done]);
  unkept.delete(record.id);
}

/** Gone from this phone. `tell`: the server may hold it too, and is told in the same step. */
export async function drop(db: Store, id: string, tell: boolean): Promise<void> {
  const tx = db.transaction(["records", "blobs", "meta"], "readwrite", STRICT);
  for (const key of await tx.objectStore("blobs").index("record").getAllKeys(id)) void tx.objectStore("blobs").delete(key);
  if (tell) void tx.objectStore("meta").put([...(((await tx.objectStore("meta").get(THROWN)) as string[] | undefined) ?? []), id], THROWN);
  await Promise.all([tx.objectStore("records").delete(id), tx.done]);
  unkept.delete(id);
}

export const thrown = async (db: Store): Promise<string[]> => (await noted<string[]>(db, THROWN)) ?? [];

export async function heardOf(db: Store, id: string): Promise<void> {
  const tx = db.transaction("meta", "readwrite", STRICT);
  const left = ((await tx.store.get(THROWN)) as string[]).filter((each) => each !== id);
  await Promise.all([tx.store.put(left, THROWN), tx.done]);
}

export const blobOf = (db: Store, box: string): Promise<Blob_ | undefined> => db.get("blobs", box);

export async function note<T>(db: Store, key: string, value: T): Promise<void> {
  const tx = db.transaction("meta", "readwrite", STRICT);
  await Promise.all([tx.store.put(value, key), tx.done]);
}
export const noted = async <T>(db: Store, key: string): Promise<T | undefined> => (await db.get("meta", key)) as T | undefined;

/** Whatever this phone could read of its records goes; what is sealed stays. */
export async function shutEverything(db: Store): Promise<void> {
  for (const record of await all(db)) {
    if (!record.mine && !record.receipt && !record.problem) continue;
    const { mine: _mine, receipt: _receipt, problem: _problem, ...sealed } = record;
    await put(db, sealed).catch(() => undefined); // a full phone shuts all the same, and tries again when it is opened next
  }
}
