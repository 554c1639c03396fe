// While there is a line, what is being written is kept at the commune too, sealed: a colleague can go on with it when this phone breaks.
import type { Queue } from "./drain";
import { deliver, Later } from "./net";
import { all, amend } from "./store";

const STILL = 5000;

/** Everything written that the server does not have yet; `busy` is being written right now. */
export async function keepEarly(queue: Queue, busy: string): Promise<void> {
  for (const record of await all(queue.db)) {
    const resting = Date.now() - record.changed > STILL || record.id !== busy;
    if (record.state !== "draft" || record.revision === record.synced || !resting) continue;
    try {
      const { status } = await deliver({ token: queue.token, app: queue.app, waiting: 0 }, record, false);
      if (status === 202) await amend(queue.db, record.id, (now) => ({ ...now, synced: record.revision }));
    } catch (broken) {
      if (broken instanceof Later) return; // the queue tells of the line; this is only a second copy
      throw broken;
    }
  }
}
