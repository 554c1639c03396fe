// Questions and options read aloud in a language of the hamlet. A sound belongs to the very words it reads: what was changed since has none, and says so.
import { $, $$, copy, say } from "./dom";
import { sha256 } from "./keys";
import { note, noted, type Store } from "./store";

interface Pack { language: string; name: string; tag: string; texts: number; bytes: number; items: Record<string, [string, number, number]> }

let pack: Pack | undefined;
let turns = 0; // a screen that was left meanwhile gets no more speakers
let playing: { sound: HTMLAudioElement; button: HTMLElement } | undefined;

/** As thonso/voices/rules.py: the same words have the same digest. */
const digestOf = async (words: string): Promise<string> => (await sha256(new TextEncoder().encode(words.normalize("NFC").replace(/\s+/g, " ").trim()))).slice(0, 24);

/** The language that was chosen on this phone, with what of it lies here. */
export async function remembered(db: Store): Promise<void> {
  pack = await noted<Pack>(db, "voices");
  drawChoice();
}

/** Take a language along: its list at once, its sounds one after the other through the worker, which keeps them. */
export async function choose(db: Store, url: string): Promise<void> {
  silence();
  if (!url) {
    pack = undefined;
    await note(db, "voices", undefined);
    return drawChoice();
  }
  const out = $("[data-voices-said]");
  try {
    pack = (await (await fetch(url)).json()) as Pack;
    await note(db, "voices", pack);
    const urls = Object.values(pack.items).map(([at]) => at);
    let here = 0;
    for (const at of urls) {
      if ((await caches.match(at)) || (await fetch(at)).ok) here += 1;
      out.textContent = say("voices_coming", { n: here, all: urls.length });
    }
    out.textContent = say("voices_here", { n: urls.length, all: pack.texts });
  } catch {
    out.textContent = say("no_line_yet");
  }
  drawChoice();
}

function drawChoice(): void {
  for (const input of $$<HTMLInputElement>("[name=language]")) input.checked = input.dataset.key === (pack?.language ?? "");
}

/** A speaker beside each question and option that can be heard; what cannot is marked, so that the helper reads it. */
export async function speakers(host: ParentNode): Promise<void> {
  const turn = ++turns;
  silence();
  $$(".say, [data-unspoken]", host as HTMLElement).forEach((old) => old.remove());
  if (!pack) return;
  for (const words of $$("[data-question]:not([hidden]) .field__label, [data-question]:not([hidden]) .opt__text", host as HTMLElement)) {
    const text = [...words.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE || (node as Element).tagName === "H1").map((node) => node.textContent).join(" ");
    const digest = await digestOf(text);
    if (turn !== turns) return;
    const found = pack.items[digest];
    if (found) {
      const button = copy("say");
      button.dataset.sound = found[0];
      button.setAttribute("aria-label", say(found[2] ? "say_machine" : "say", { text: text.trim() }));
      button.lang = pack.tag;
      button.addEventListener("click", (event) => (event.preventDefault(), play(button)));
      words.after(button);
    } else if (words.matches(".field__label") && pack.language !== "vi") {
      words.append(copy("unspoken", { words: say("unspoken", { name: pack.name }) }));
    }
  }
}

function play(button: HTMLElement): void {
  const again = playing?.button === button;
  silence();
  if (again) return;
  const sound = new Audio(button.dataset.sound);
  playing = { sound, button };
  button.classList.add("is-playing");
  button.setAttribute("aria-pressed", "true");
  sound.addEventListener("ended", silence);
  sound.addEventListener("error", silence);
  sound.play().catch(silence);
}

function silence(): void {
  playing?.sound.pause();
  playing?.button.classList.remove("is-playing");
  playing?.button.setAttribute("aria-pressed", "false");
  playing = undefined;
}
