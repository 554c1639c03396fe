// What she looks up beside the forms: how something is filed, who lives in the hamlet, where a dossier stands.
import { $, $$, copy, hour, say } from "./dom";
import { shellOf } from "./form";
import { fold } from "./kinds";
import { offered } from "./shelf";
import { speakers } from "./voices";

/** All procedures, or how one is filed: both lie on the phone. */
export async function drawGuides(shown: HTMLElement, version: string, officer: boolean): Promise<void> {
  const list = (await offered()).filter((each) => officer || each.assisted);
  const one = list.find((each) => each.version === version);
  $("[data-guides]", shown).hidden = !!one;
  $("[data-guide-of]", shown).hidden = !one;
  $("[data-all-guides]", shown).hidden = !one;
  if (!one) {
    $("[data-guides]", shown).replaceChildren(...list.map((each) => {
      const row = copy("guide", { name: each.name, plain: each.plain[0] ?? "" });
      $<HTMLAnchorElement>("a", row).href = `#/huong-dan/${each.version}`;
      return row;
    }));
    return;
  }
  $("[data-guide-name]", shown).textContent = one.name;
  try {
    const text = $("[data-guide-text]", shown);
    text.replaceChildren((await shellOf(one.url)).guide);
    void speakers(text.parentElement!);
  } catch {
    $("[data-guide-text]", shown).textContent = say("not_kept");
  }
}

/** Who is sought, by head or number; those nobody has been to. */
export function seek(shown: HTMLElement): void {
  const words = fold($<HTMLInputElement>("[data-seek]", shown).value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of $$('[data-list="houses"] > ul > li', shown)) {
    const name = fold(row.firstElementChild!.textContent ?? "");
    row.hidden = !words.every((word) => name.includes(word));
    if (!row.hidden) found += 1;
  }
  $("[data-no-house]", shown).hidden = found > 0;
}

const PATIENCE = 20_000;
let asked = 0; // an answer that comes too late is nobody's

interface Tracked { code: string; name: string; words: string; filed_at: string; due_at: string | null; act_by: string | null; asked: string[]; detail?: string }

/** Where a dossier stands, for who has its code and key: asked of the server, nothing of it stays. */
export async function follow(form: HTMLFormElement): Promise<void> {
  const mine = ++asked;
  const [said, out] = [$("[data-track-said]", form.parentElement!), $("[data-tracked]", form.parentElement!)];
  const given = new FormData(form);
  const [code, key] = ["code", "key"].map((name) => String(given.get(name)).replace(/\s/g, ""));
  out.hidden = true;
  said.textContent = code && key ? "" : say("code_and_key");
  if (!code || !key) return;
  try {
    const end = new AbortController();
    setTimeout(() => end.abort(), PATIENCE);
    const answer = await fetch(`/api/v1/track/${encodeURIComponent(code)}?key=${encodeURIComponent(key)}`, { headers: { Accept: "application/json" }, cache: "no-store", credentials: "omit", signal: end.signal });
    const told = (await answer.json()) as Tracked;
    if (mine !== asked) return; // she has gone on, or it is locked
    if (!answer.ok) return void (said.textContent = told.detail ?? say("code_and_key"));
    out.hidden = false;
    const slots: Record<string, string> = { name: told.name, words: told.words, code: told.code, filed: hour(told.filed_at), due: told.due_at ? hour(told.due_at) : "–", by: told.act_by ? new Date(told.act_by).toLocaleDateString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" }) : "" };
    for (const [slot, words] of Object.entries(slots)) $(`[data-track="${slot}"]`, out).textContent = words;
    const papers = told.asked ?? []; // an older server says nothing of it
    $("[data-asked]", out).hidden = !papers.length;
    $("[data-has-by]", out).hidden = !told.act_by;
    $("[data-asked] ul", out).replaceChildren(...papers.map((each) => Object.assign(document.createElement("li"), { textContent: each })));
    $<HTMLAnchorElement>("[data-supply]", out).href = `/tra-cuu/${told.code}/bo-sung/`;
    out.focus();
    out.scrollIntoView({ block: "nearest" });
  } catch {
    if (mine === asked) said.textContent = say("no_line_to_follow");
  }
}

/** Nothing of anybody's dossier stays on the screen. */
export function forgetFollowed(): void {
  asked += 1;
  $<HTMLFormElement>("#track").reset();
  $("[data-tracked]").hidden = true;
  for (const part of $$("[data-track]")) part.textContent = "";
  $("[data-asked] ul").replaceChildren();
  $("[data-track-said]").textContent = "";
}
