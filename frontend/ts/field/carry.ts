// The last rescue: what was not received leaves as a file, sealed as it lies here. Only the commune can open it (thonso/offline/services/carried.py).
import { base64 } from "./keys";
import { all, blobOf, noted, type Device, type Store } from "./store";

export async function carry(db: Store): Promise<void> {
  const device = (await noted<Device>(db, "device"))!;
  const records = [];
  for (const record of await all(db)) {
    if (record.state === "received" || !record.wrapped) continue;
    const blobs = [];
    for (const photo of record.photos) {
      const kept = await blobOf(db, photo.sha256);
      if (kept) blobs.push({ sha256: photo.sha256, data: base64(kept.data) });
    }
    const { id, key, wrapped, revision, summary, state } = record;
    records.push({ id, key, wrapped, revision, summary, sent: state !== "draft", box: base64(record.box), blobs });
  }
  const whole = new Blob([JSON.stringify({ thonso: "records", layout: 1, account: device.account, device: device.id, records })], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(whole);
  link.download = `thonso-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
