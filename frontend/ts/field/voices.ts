// Questions, their hints and options read aloud in a language of the hamlet. A sound belongs to the very words it reads: what was changed since has none, and says so.
import { $, $$, copy, say } from "./dom";
import { sha256 } from "./keys";
import { note, noted, type Store } from "./store";

interface Pack { language: string; name: string; tag: string; texts: number; bytes: number; machine?: string; items: Record<string, [string, number, number]> }

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

/** The words themselves, without what stands beside them ("not required"); an option's hint is read after it. */
const PLACES = [".field__label", ".field__hint", ".opt__text", ".notice__body > p"].map((one) => `[data-question]:not([hidden]) ${one}`).join() + ", [data-section]:not([hidden]) > [data-intro], [data-guide-text] :is(b[data-aloud], h3)";
const ownWords = (at: Element): string => (at as HTMLElement).dataset.aloud || [...at.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE || (node as Element).tagName === "H1").map((node) => node.textContent).join(" ").trim();

/** A speaker beside each text that can be heard; a question that cannot is marked, so that the helper reads it. */
export async function speakers(host: ParentNode): Promise<void> {
  const turn = ++turns;
  silence();
  $$(".say, [data-unspoken]", host as HTMLElement).forEach((old) => old.remove());
  if (!pack) return;
  for (const words of $$(PLACES, host as HTMLElement)) {
    const texts = [words, ...words.querySelectorAll(":scope > small"), ...$$(":scope > span[data-aloud]", words.matches("b") ? words.parentElement! : words)].map(ownWords).filter(Boolean);
    const digests = await Promise.all(texts.map(digestOf));
    if (turn !== turns) return;
    const found = digests.map((one) => pack!.items[one]).filter((one) => one !== undefined);
    if (found.length && pack.items[digests[0]!]) {
      const button = copy("say"), machine = found.some((one) => one[2]);
      button.dataset.sounds = found.map(([at]) => at).join(" ");
      button.setAttribute("aria-label", say(machine ? "say_machine" : "say", { text: texts[0]! }));
      if (machine && pack.machine) button.dataset.machine = pack.machine;
      button.classList.toggle("say--sm", !words.matches(".field__label"));
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
  const [first, ...rest] = button.dataset.sounds!.split(" ");
  const sound = new Audio(first);
  playing = { sound, button };
  button.classList.add("is-playing");
  button.setAttribute("aria-pressed", "true");
  sound.addEventListener("ended", () => {
    const next = rest.shift();
    if (!next) return silence();
    sound.src = next;
    sound.play().catch(silence);
  });
  sound.addEventListener("error", silence);
  sound.play().catch(silence);
}

function silence(): void {
  playing?.sound.pause();
  playing?.button.classList.remove("is-playing");
  playing?.button.setAttribute("aria-pressed", "false");
  playing = undefined;
}
