// My day on this phone: what is being written, what waits for a line, what has to be mended, what was received.
import type { App } from "./app";
import { $, copy, hour, say, tell } from "./dom";
import { drain } from "./drain";
import { drawDays, leadsDays } from "./mobile";
import { unsealJson } from "./keys";
import { offered } from "./shelf";
import { all, drop, isPending, one, put, type Kept } from "./store";

const WEEK = 7 * 86_400_000;
const GROUPS: [string, (record: Kept) => boolean][] = [
  ["mend", (record) => record.state === "mend" || record.state === "conflict"],
  ["taken", (record) => record.state === "taken"],
  ["waiting", isPending],
  ["drafts", (record) => record.state === "draft"],
  ["received", (record) => record.state === "received" && Date.now() - record.changed < WEEK],
];

export async function drawHome(app: App, shown: HTMLElement): Promise<void> {
  // While somebody sits there, only what is hers is on the screen.
  const { helped } = app.help;
  const records = (await all(app.phone.db)).filter((record) => !helped || record.session === helped.id).sort((left, right) => right.changed - left.changed);
  const leads = leadsDays(app);
  const forms = leads ? await offered().catch(() => []) : [];
  if (app.help.gone) return; // locked meanwhile
  for (const [name, belongs] of GROUPS) {
    const group = $(`[data-group="${name}"]`, shown);
    const found = records.filter(belongs);
    group.hidden = !found.length;
    $("[data-count]", group).textContent = String(found.length);
    $("ul", group).replaceChildren(...found.map((record) => line(record)));
  }
  $("[data-nothing]", shown).hidden = records.length > 0 || !!helped;
  $("[data-day]", shown).hidden = !!helped;
  $("[data-while-helping]", shown).hidden = !helped;
  if (leads) drawDays(helped ? [] : app.help.days, forms, new Map(records.map((record) => [record.listed ?? "", stateOf(record)])), (day, whom) => app.help.come(day, whom));
  $("[data-led]", shown).hidden = !!helped;
}

function line(record: Kept): HTMLElement {
  const made = copy("record", { summary: record.summary, state: stateOf(record), at: hour(record.changed), code: record.code ?? "" });
  made.dataset.id = record.id;
  made.dataset.state = record.state;
  if (record.there === false) made.dataset.filed = "";
  const open = record.state === "draft" || (record.state === "mend" && record.mine);
  $<HTMLAnchorElement>("a", made).href = open ? `#/ho-so/${record.id}` : `#/xem/${record.id}`;
  return made;
}

function stateOf(record: Kept): string {
  if (record.left && isPending(record)) return say("state_photos", { n: record.left });
  const decided = record.there === undefined ? "" : say(record.there ? "there_received" : "there_filed");
  if (decided && record.state === "received") return decided;
  return [isPending(record) && decided, say(`state_${record.state}`)].filter(Boolean).join("; ");
}

export async function drawRecord(app: App, shown: HTMLElement, id: string): Promise<void> {
  const record = await one(app.phone.db, id);
  if (!record) return app.go("/");
  // Without a receipt (its PIN was forgotten) nothing of whoever was looked at before may stand here.
  const told = record.receipt && (await unsealJson<{ key: string; at: string; due?: string; fee?: string; note?: string }>(app.phone.own, record.receipt, `receipt:${id}`));
  if (app.help.gone) return; // locked meanwhile
  $("h1", shown).textContent = record.summary;
  $("[data-state]", shown).textContent = stateOf(record);
  $("[data-why]", shown).textContent = record.said ?? (record.state === "conflict" ? say("photo_gone") : "");
  $("[data-kept]", shown).hidden = !isPending(record);
  const receipt = $("[data-receipt]", shown);
  receipt.hidden = record.state !== "received";
  $("[data-code]", receipt).textContent = record.code ?? "";
  $("[data-key]", receipt).textContent = told ? told.key.replace(/^(\d{3})(\d{3})$/, "$1 $2") : "";
  $("[data-at]", receipt).textContent = told ? hour(told.at) : "";
  for (const part of ["due", "fee", "note"] as const) {
    const said = told?.[part] ?? "";
    $(`[data-${part}]`, receipt).textContent = said && part === "due" ? hour(said) : said;
    $(`[data-has-${part}]`, receipt).hidden = !said;
  }
  const again = $("[data-again]", shown);
  again.hidden = record.state !== "conflict";
  again.onclick = async () => {
    if (!(await put(app.phone.db, { ...record, state: "queued", tries: 0, nextAt: 0 }, record).then(() => true, () => false))) return;
    app.go("/");
    void drain(app.queue, true);
  };
  const remove = $("[data-drop]", shown);
  remove.hidden = !["received", "conflict", "taken"].includes(record.state);
  remove.onclick = async () => {
    const lost = record.state === "conflict" || (record.state === "taken" && record.revision > record.synced);
    if (lost && !confirm(say("discard"))) return;
    await drop(app.phone.db, id, record.state === "conflict").then(() => app.go("/"), () => tell(say("full")));
  };
}
