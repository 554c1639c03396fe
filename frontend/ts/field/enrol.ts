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

/** What the server gave this phone, or the sentence that says why not. `only`: nothing is asked where somebody else is signed in. */
export async function asked(name: string, only = ""): Promise<Told | string> {
  try {
    const pass = await fetch("/thon/may/dang-ky/", { headers: JSON_PLEASE });
    if (pass.status === 401 || pass.status === 404) return say("sign_in_first");
    const given = (await pass.json()) as { pass: string; account: string };
    if (only && given.account !== only) return say("sign_in_first");
    const headers = { "Content-Type": "application/json", "X-CSRFToken": given.pass };
    const answer = await fetch("/api/v1/offline/devices", { method: "POST", headers, body: JSON.stringify({ name }) });
    const told = (await answer.json()) as Told & { detail?: string };
    return answer.status === 201 ? told : told.detail ?? say("no_line_yet");
  } catch {
    return say("no_line_yet");
  }
}

/**
 * The phone has a new key. What lies here of its owner from before, under a PIN that is forgotten, opens again with keys that the server gives back:
 * all of it and the new key in one step, or nothing. Gives how many receipts cannot be read any more; -1 where the server could not be asked.
 */
export async function moveIn(store: Store, own: CryptoKey, device: Device): Promise<number> {
  const before = await all(store);
  const open = before.filter((record) => record.mine);
  const keys = open.length ? await keysOf(open) : {};
  if (!keys) return -1;
  const after: Kept[] = [];
  let lost = 0;
  for (const { mine, receipt, problem: _problem, ...rest } of before) {
    if (receipt) lost += 1;
    const key = keys[rest.id];
    if (mine && key) after.push({ ...rest, state: "draft", mine: await giveBack(own, key, rest.id) });
    else after.push(mine ? { ...rest, state: "conflict" } : rest);
  }
  await replace(store, after, device);
  return lost;
}

async function keysOf(records: Kept[]): Promise<Record<string, string> | undefined> {
  try {
    const { pass } = (await (await fetch("/thon/may/dang-ky/", { headers: JSON_PLEASE })).json()) as { pass: string };
    const headers = { "Content-Type": "application/json", "X-CSRFToken": pass };
    const body = JSON.stringify({ records: records.map(({ id, key, wrapped }) => ({ id, key, wrapped })) });
    const answer = await fetch("/api/v1/offline/reopen", { method: "POST", headers, body });
    return answer.ok ? ((await answer.json()) as { keys: Record<string, string> }).keys : undefined;
  } catch {
    return undefined;
  }
}
