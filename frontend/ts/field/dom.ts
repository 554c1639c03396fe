// Small tools for a document whose words all come from the server: the scripts move and fill, they say nothing of their own.
export const $ = <T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T => root.querySelector<T>(selector)!;
export const $$ = <T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T[] => [...root.querySelectorAll<T>(selector)];

const WORDS = JSON.parse($("[data-words]").textContent!) as Record<string, string>;

/** A sentence by its key, with {places} filled; a sentence of its own stands behind "=". */
export function say(key: string, places: Record<string, string | number> = {}): string {
  const words = key.startsWith("=") ? key.slice(1) : WORDS[key] ?? WORDS.missing!;
  return words.replace(/\{(\w+)\}/g, (_all, name: string) => String(places[name] ?? ""));
}

/** A copy of a template; `slots` fills what is marked data-slot. */
export function copy(name: string, slots: Record<string, string> = {}): HTMLElement {
  const made = $<HTMLTemplateElement>(`template[data-t="${name}"]`).content.firstElementChild!.cloneNode(true) as HTMLElement;
  for (const slot of [made, ...$$("[data-slot]", made)]) {
    const value = slot.dataset.slot === undefined ? undefined : slots[slot.dataset.slot];
    if (value !== undefined) slot.textContent = value;
    if (slot.dataset.slot !== undefined && !value) slot.hidden = true;
  }
  return made;
}

/** "26/11/2026 09:15" of a moment. */
export function hour(at: number | string): string {
  const when = new Date(at);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${two(when.getHours())}:${two(when.getMinutes())} ${two(when.getDate())}/${two(when.getMonth() + 1)}`;
}

let screens = 0;
/** A sentence above what is shown now, until she goes on to another screen; `through`: how many screens come first by themselves. */
export function tell(words: string, through = 0): void {
  screens = through;
  const told = $("[data-told]");
  if (told.textContent === words) return; // a screen reader would say it again, and the page would jump
  told.textContent = words;
  if (words) told.scrollIntoView({ block: "center" });
}
export const wentOn = (): void => void (screens-- > 0 || tell(""));

const boxOf = (host: HTMLElement, name: string): HTMLElement | null => document.getElementById(`f-${name}`) ?? host.querySelector<HTMLElement>(`[name="${name}"]`);

/** Errors as on every page: a summary that takes the focus, and a sentence beside each box. */
export function complain(host: HTMLElement, wrong: [string, string, string][]): void {
  $$(".errors, .field__error[data-here]", host).forEach((old) => old.remove());
  $$(".field--error", host).forEach((old) => old.classList.remove("field--error"));
  for (const old of $$("[aria-invalid]", host)) {
    old.removeAttribute("aria-invalid");
    describe(old, (ids) => ids.filter((id) => !id.endsWith("-error")));
  }
  if (!wrong.length) return;
  const summary = copy("errors");
  for (const [name, label, words] of wrong) {
    const line = copy("error-line", { words: label ? `${label}: ${words}` : words });
    const link = $<HTMLAnchorElement>("a", line);
    link.href = `#f-${name}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const box = boxOf(host, name);
      box?.focus();
      box?.scrollIntoView({ block: "center" });
    });
    $("ul", summary).append(line);
    const box = boxOf(host, name);
    const field = box?.closest<HTMLElement>(".field");
    if (!box || !field) continue;
    field.classList.add("field--error");
    box.setAttribute("aria-invalid", "true");
    const note = copy("error-note", { words });
    note.id = `f-${name}-error`;
    describe(box, (ids) => [note.id, ...ids]);
    (field.querySelector("fieldset > .opts") ?? field.querySelector(".affix") ?? box.closest(".opt") ?? (field.contains(box) && box !== field ? box : field.firstElementChild!)).before(note);
  }
  host.prepend(summary);
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}

/** A box keeps its hint, whatever else is said of it. */
function describe(box: HTMLElement, change: (ids: string[]) => string[]): void {
  const ids = change((box.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) box.setAttribute("aria-describedby", ids.join(" "));
  else box.removeAttribute("aria-describedby");
}

/** Shows this screen and no other; its heading is where whoever listens goes on. */
export function view(name: string): HTMLElement {
  for (const section of $$("[data-view]")) section.hidden = section.dataset.view !== name;
  for (const bar of $$("[data-bar], [data-under]")) bar.hidden = (bar.dataset.bar ?? bar.dataset.under) !== name;
  const shown = $(`[data-view="${name}"]`);
  const heading = $$("h1", shown).find((each) => each.offsetParent);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
  return shown;
}
