// While there is a line, what is being written is kept at the commune too, sealed: a colleague can go on with it when this phone breaks.
import { say, tell } from "./dom";
import { shut, type Queue } from "./drain";
import { deliver, discard, Later, sendPhoto } from "./net";
import { all, amend, blobOf, heardOf, thrown } from "./store";

const STILL = 5000;
const AGAIN = 10 * 60_000; // what the server has is told once more: whether a colleague has gone on with it
const checked = new Map<string, number>();
const told = new Set<string>(); // that a colleague has gone on with it: said once

/** Everything written that the server does not have yet; `busy` is being written right now. */
export async function keepEarly(queue: Queue, busy: string): Promise<void> {
  if (!navigator.locks) return; // a second copy at most: where windows cannot take turns it is left out
  await navigator.locks.request(`early:${queue.db.name}`, { ifAvailable: true }, async (lock) => {
    if (lock) await turn(queue, busy);
  });
}

async function turn(queue: Queue, busy: string): Promise<void> {
  const line = { token: queue.token, app: queue.app };
  try {
    for (const id of await thrown(queue.db)) {
      const { status } = await discard(line, id);
      if (status === 401 || status === 403) return queue.trouble(await shut(queue));
      await heardOf(queue.db, id); // gone there too, or not its to throw away
    }
  } catch (broken) {
    if (broken instanceof Later) return;
    throw broken;
  }
  for (const record of await all(queue.db)) {
    const resting = Date.now() - record.changed > STILL || record.id !== busy;
    const known = record.revision === record.synced && Date.now() - (checked.get(record.id) ?? 0) < AGAIN;
    if (record.state !== "draft" || known || !resting || told.has(record.id)) continue;
    try {
      const { status, body } = await deliver(line, record, false);
      if (status === 401 || status === 403) return queue.trouble(await shut(queue));
      checked.set(record.id, Date.now());
      if (status === 410) {
        // A colleague has gone on with it. What is being written, or was written since, is not taken away: it can be read, and is told of.
        const said = String(body.detail ?? "");
        told.add(record.id);
        if (record.id === busy || record.revision > record.synced) tell(`${record.summary}: ${said} ${say("taken_more")}`);
        else await amend(queue.db, record.id, (now) => ({ ...now, state: "taken", said }));
        queue.changed();
      }
      if (status === 409 && record.id !== busy) await amend(queue.db, record.id, (now) => ({ ...now, state: "conflict", said: String(body.detail ?? "") }));
      if (status !== 202) continue;
      for (const box of slow() ? [] : (body.missing as string[])) {
        const photo = await blobOf(queue.db, box);
        if (photo) await sendPhoto(line, record.id, box, photo.data);
      }
      await amend(queue.db, record.id, (now) => ({ ...now, synced: record.revision }));
    } catch (broken) {
      if (broken instanceof Later) return; // the queue tells of the line; this is only a second copy
      throw broken;
    }
  }
}

/** On a slow line photos wait until they are sent in earnest. */
const slow = (): boolean => /2g/.test((navigator as { connection?: { effectiveType?: string } }).connection?.effectiveType ?? "");
