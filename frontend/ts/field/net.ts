// The line to the server: every call has an end, and what it says of the hour is believed more than this phone's clock.
import { heard } from "./clock";
import { base64 } from "./keys";
import type { Kept } from "./store";

const PIECE = 64 * 1024;
const SOON = 20_000;
const LONG = 120_000;

/** The line broke, the server is away or busy: trying again later is right, and nothing was lost. */
export class Later extends Error {}

export interface Reply { status: number; body: Record<string, unknown>; headers: Headers }
/** `waiting`: others that were sent and not received; the server then knows how many lie here. */
export interface Line { token: string; app: string; waiting?: number }

/** The whole answer, its body too, within the time: a line may hang after the first bytes. */
async function ask(url: string, options: RequestInit, milliseconds: number): Promise<{ status: number; ok: boolean; headers: Headers; text: string }> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), milliseconds);
  try {
    const answer = await fetch(url, { credentials: "omit", cache: "no-store", redirect: "error", ...options, signal: end.signal });
    heard(answer.headers.get("Date"));
    return { status: answer.status, ok: answer.ok, headers: answer.headers, text: await answer.text() };
  } catch (broken) {
    throw new Later(String(broken));
  } finally {
    clearTimeout(timer);
  }
}

function told(answer: Awaited<ReturnType<typeof ask>>): Reply {
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Later(String(answer.status));
  let body: Record<string, unknown> = {};
  if (answer.status === 204) return { status: 204, body, headers: answer.headers };
  try {
    body = JSON.parse(answer.text) as Record<string, unknown>;
  } catch {
    if (answer.ok) throw new Later("broken off"); // the answer was cut: what it said is asked again
  }
  return { status: answer.status, body, headers: answer.headers };
}

const bearer = (line: Line): Record<string, string> => ({ Authorization: `Bearer ${line.token}` });

export async function deliver(line: Line, record: Kept, sent: boolean): Promise<Reply> {
  const body = {
    key: record.key,
    wrapped: record.wrapped,
    box: base64(record.box),
    revision: record.revision,
    sent,
    blobs: record.photos,
    summary: record.summary,
    waiting: line.waiting,
    app: line.app,
  };
  const headers = { ...bearer(line), "Content-Type": "application/json" };
  return told(await ask(`/api/v1/offline/records/${record.id}`, { method: "PUT", headers, body: JSON.stringify(body) }, LONG));
}

/** It was thrown away here: what was kept early of it goes there too. */
export const discard = async (line: Line, id: string): Promise<Reply> => told(await ask(`/api/v1/offline/records/${id}`, { method: "DELETE", headers: bearer(line) }, SOON));

/** A sealed photo, in pieces from where the server stands. Gives the last answer; a line that breaks costs one piece. */
export async function sendPhoto(line: Line, record: string, box: string, data: Uint8Array): Promise<Reply> {
  const url = `/api/v1/offline/records/${record}/blobs/${box}`;
  const where = await ask(url, { method: "HEAD", headers: bearer(line) }, SOON);
  if (where.status >= 500) throw new Later(String(where.status));
  if (where.headers.get("Upload-State") === "ready") return { status: 200, body: {}, headers: where.headers };
  if (where.status === 401 || where.status === 403) return { status: where.status, body: {}, headers: where.headers };
  let at = Number(where.headers.get("Upload-Offset") ?? 0);
  for (let turns = 0; turns < 1000; turns++) {
    const headers = { ...bearer(line), "Content-Type": "application/octet-stream", "Upload-Offset": String(at), "Upload-Length": String(data.length) };
    const answer = await told(await ask(url, { method: "PUT", headers, body: data.slice(at, at + PIECE) }, LONG));
    const next = answer.headers.get("Upload-Offset");
    if (answer.status === 202 || (answer.status === 409 && next !== null)) at = Number(next);
    else if (answer.status === 409) throw new Later("another window sends it"); // it is on its way already
    else return answer;
  }
  throw new Later("the pieces did not come to an end");
}

type Standing = "active" | "ended" | "revoked" | "unknown";

export async function standing(device: string, token: string): Promise<Standing> {
  const headers = { "Content-Type": "application/json" };
  const answer = await told(await ask("/api/v1/offline/standing", { method: "POST", headers, body: JSON.stringify({ device, token }) }, SOON));
  return answer.body.state as Standing;
}
