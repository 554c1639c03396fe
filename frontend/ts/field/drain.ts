// The queue empties itself: texts of all records first, so that what is wrong is told soon and the commune has every word; then photos; then the
// receipts. One window at a time, one timer, and nothing is thrown away before the server has said that it has it.
import { say } from "./dom";
import { giveBack, sealJson } from "./keys";
import { deliver, Later, sendPhoto, standing, type Line, type Reply } from "./net";
import { all, blobOf, isPending, put, settle, type Device, type Kept, type Store } from "./store";

export type Trouble = "" | "no-line" | "ended" | "revoked" | "unknown";

export interface Queue {
  db: Store;
  own: CryptoKey;
  device: Device;
  token: string;
  app: string;
  changed: () => void; // something is to be drawn anew
  trouble: (what: Trouble) => void;
}

const SHORTEST = 1000;
const LONGEST = 300_000;
let timer = 0;

/** Send what waits. `now`: a person asked, or the line came back, so no record is still resting. */
export async function drain(queue: Queue, now = false): Promise<void> {
  const work = (): Promise<void> => turn(queue, now);
  const name = `drain:${queue.db.name}`;
  if (!navigator.locks) return work(); // two windows may then send the same: the server keeps one
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}

async function turn(queue: Queue, now: boolean): Promise<void> {
  const sent = (await all(queue.db)).filter((record) => !["draft", "received", "taken"].includes(record.state));
  const due = sent.filter((record) => isPending(record) && (now || record.nextAt <= Date.now()));
  const line: Line = { token: queue.token, app: queue.app };
  const deliverOne = (record: Kept): Promise<Reply> => deliver({ ...line, waiting: sent.filter((each) => each !== record && each.state !== "received").length }, record, true);
  const open = new Map<string, string[]>(); // record → photos the server still wants
  try {
    for (const record of due) await step(queue, record, async () => take(queue, record, await deliverOne(record), open));
    for (const record of due) {
      const missing = open.get(record.id);
      if (!missing) continue;
      await step(queue, record, async () => {
        if (await photos(queue, line, record, missing)) take(queue, record, await deliverOne(record), new Map());
      });
    }
    if (due.length) queue.trouble("");
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    queue.trouble(stop.what);
  }
  await rest(queue);
}

class Stop extends Error {
  constructor(readonly what: Trouble) {
    super(what);
  }
}

/** One record's turn: a broken line puts it back with a rest that grows, and the others wait for the line too. */
async function step(queue: Queue, record: Kept, work: () => Promise<void>): Promise<void> {
  if (record.state === "queued") {
    record.state = "sending";
    record.tries += 1;
    await put(queue.db, record).catch(() => undefined); // what is sent makes room on a full phone
    queue.changed();
  }
  try {
    await work();
  } catch (broken) {
    if (!(broken instanceof Later || broken instanceof Stop || broken instanceof DOMException)) throw broken;
    const pause = Math.min(LONGEST, SHORTEST * 2 ** Math.min(record.tries, 9)) * (0.5 + Math.random() / 2);
    record.state = "queued";
    await put(queue.db, { ...record, nextAt: Date.now() + (broken instanceof Stop ? 0 : pause) }).catch(() => undefined);
    queue.changed();
    if (broken instanceof DOMException) return; // this phone did not take the answer: the others do not wait for that
    throw broken instanceof Stop ? broken : new Stop("no-line");
  }
}

async function photos(queue: Queue, line: Line, record: Kept, missing: string[]): Promise<boolean> {
  for (let at = 0; at < missing.length; at++) {
    const box = missing[at]!;
    record.left = missing.length - at;
    await put(queue.db, record);
    queue.changed();
    const photo = await blobOf(queue.db, box);
    if (!photo) {
      await set(queue, record, { state: "conflict", said: undefined });
      return false;
    }
    const answer = await sendPhoto(line, record.id, box, photo.data);
    if (answer.status === 401 || answer.status === 403) throw new Stop(await shut(queue));
    if (answer.status >= 400) {
      await refused(queue, record, answer);
      return false;
    }
  }
  return true;
}

/** What the server said of a record, kept before anything else happens. The whole answer is read before a transaction is opened. */
async function take(queue: Queue, record: Kept, answer: Reply, open: Map<string, string[]>): Promise<void> {
  const { status, body } = answer;
  if (status === 200 || status === 201) {
    const receipt = await sealJson(queue.own, { key: body.key, at: body.at, due: body.due, fee: body.fee, note: body.note }, `receipt:${record.id}`);
    const { mine: _mine, problem: _problem, said: _said, left: _left, ...rest } = record;
    Object.assign(record, { state: "received" });
    await settle(queue.db, { ...rest, state: "received", code: String(body.code), receipt, box: new Uint8Array(), wrapped: "", photos: [], changed: Date.now(), ...(body.note ? { there: false } : {}) });
  } else if (status === 202) {
    open.set(record.id, body.missing as string[]);
  } else if (status === 401 || status === 403) {
    throw new Stop(await shut(queue));
  } else if (status === 422 && body.record_key) {
    const problem = await sealJson(queue.own, { errors: body.errors, labels: body.labels }, `problem:${record.id}`);
    await set(queue, record, { state: "mend", said: words(answer), problem, mine: await giveBack(queue.own, String(body.record_key), record.id) });
  } else {
    await refused(queue, record, answer);
  }
  queue.changed();
}

/** Taken over: the colleague has what was kept early, and not what this phone sealed after that. */
async function refused(queue: Queue, record: Kept, answer: Reply): Promise<void> {
  const taken = answer.status === 410;
  await set(queue, record, { state: taken ? "taken" : "conflict", said: taken ? `${words(answer)} ${say("taken_more")}` : words(answer), left: undefined });
}

async function set(queue: Queue, record: Kept, changes: Partial<Kept>): Promise<void> {
  Object.assign(record, changes, { changed: Date.now() });
  await put(queue.db, record);
  queue.changed();
}

const words = (answer: Reply): string => String(answer.body.detail ?? answer.status);

/** The token is not taken: whether to sign in again or to shut this phone, the server says. */
export async function shut(queue: Queue): Promise<Trouble> {
  const found = await standing(queue.device.id, queue.token);
  return found === "active" ? "no-line" : found;
}

/** One timer for the earliest record, however many wait. */
async function rest(queue: Queue): Promise<void> {
  const next = (await all(queue.db)).filter((record) => record.state === "queued").map((record) => record.nextAt);
  clearTimeout(timer);
  if (next.length) timer = window.setTimeout(() => void drain(queue), Math.max(250, Math.min(...next) - Date.now()));
}
