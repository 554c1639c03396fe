// Making a phone one's own, in a session of its owner: its token, its database, and what lies there from before.
import { say } from "./dom";
import { giveBack, sha256 } from "./keys";
import { all, replace, type Device, type Kept, type Store } from "./store";

export interface Secret { token: string; name: string; commune: string; hamlet: string; hamlet_name: string }
export interface Told extends Secret { id: string; account: string; key: { id: string; public: string } }

export const secretOf = ({ token, name, commune, hamlet, hamlet_name }: Told): Secret => ({ token, name, commune, hamlet, hamlet_name });

/** One database a person: the next one on this phone finds only her own. */
export const nameOf = async (account: string): Promise<string> => `thonso-${(await sha256(new TextEncoder().encode(account))).slice(0, 16)}`;

const JSON_PLEASE = { Accept: "application/json" };

/** Who is signed in here, with the key to ask the server in that session. */
interface Pass { pass: string; account: string }

/** In the session of whoever is signed in. Gives the sentence that says why not. `only`: nothing where that is somebody else. */
export async function passOf(only = ""): Promise<Pass | string> {
  try {
    const answer = await fetch("/thon/may/dang-ky/", { headers: JSON_PLEASE });
    if (answer.status === 401 || answer.status === 404) return say("sign_in_first");
    const given = (await answer.json()) as Pass;
    return only && given.account !== only ? say("sign_in_first") : given;
  } catch {
    return say("no_line_yet");
  }
}

const post = (pass: Pass, url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": pass.pass }, body: JSON.stringify(body) });

let given: Told | undefined; // what this phone got and could not keep (it was full): the next try takes the same

/** What the server gives this phone, or the sentence that says why not. */
export async function asked(pass: Pass, name: string): Promise<Told | string> {
  if (given?.account === pass.account) return given;
  try {
    const answer = await post(pass, "/api/v1/offline/devices", { name });
    const told = (await answer.json()) as Told & { detail?: string };
    return answer.status === 201 ? (given = told) : told.detail ?? say("no_line_yet");
  } catch {
    return say("no_line_yet");
  }
}

/** It lies here now. */
export const arrived = (): void => void (given = undefined);

/** Keys of what lies here from before, under a PIN that is forgotten, as the server gives them back; or the sentence that says why not. */
export async function keysOf(pass: Pass, store: Store): Promise<Record<string, string> | string> {
  const records = (await all(store)).filter((record) => record.mine);
  if (!records.length) return {};
  try {
    const answer = await post(pass, "/api/v1/offline/reopen", { records: records.map(({ id, key, wrapped }) => ({ id, key, wrapped })) });
    const told = (await answer.json()) as { keys: Record<string, string>; detail?: string };
    return answer.ok ? told.keys : told.detail ?? say("no_line_yet");
  } catch {
    return say("no_line_yet");
  }
}

/** The phone has a new key: what opens again, the rest and the key itself in one step. Gives how many receipts cannot be read any more. Throws where the phone is full. */
export async function moveIn(store: Store, own: CryptoKey, device: Device, keys: Record<string, string>): Promise<number> {
  const after: Kept[] = [];
  let lost = 0;
  for (const { mine, receipt, problem: _problem, ...rest } of await all(store)) {
    if (receipt) lost += 1;
    const key = keys[rest.id];
    if (mine && key) after.push({ ...rest, state: "draft", mine: await giveBack(own, key, rest.id) });
    else after.push(mine ? { ...rest, state: "conflict", said: say("not_opened") } : rest);
  }
  await replace(store, after, device);
  return lost;
}

/** Why these two cannot be the PIN, as a word of the application; "" when they can. */
export function wrongPin(pin: string, again: string): string {
  if (!/^\d{6}$/.test(pin)) return "pin_six";
  if (/^(\d)\1+$/.test(pin) || "01234567890 9876543210".includes(pin)) return "pin_easy";
  return pin === again ? "" : "pin_differs";
}
