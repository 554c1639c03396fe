// The questions of one form, one screen at a time. The server drew them all (thonso/procedures/rendering/whole.py); here they are shown, filled and read.
import "../../../thonso/procedures/static/procedures/signature.js"; // the same pen as on every page
import { shrink } from "../picture";
import { collect, controls, fill } from "./answers";
import { isEmpty, type Values } from "./conditions";
import { $, $$, complain, copy, say } from "./dom";
import { offered, type Field, type Outline } from "./kinds";
import { evaluate, papersOf, rowsOf, screensOf, type Found, type Screen } from "./rules";
import { speakers } from "./voices";
import type { Work } from "./work";

declare global {
  interface Window { thonsoSignature?: (box: HTMLElement) => void }
}

export interface Shell { outline: Outline; html: DocumentFragment; guide: DocumentFragment }

/** A form as it was kept: no line is needed. Throws where this phone has never had it. */
export async function shellOf(url: string): Promise<Shell> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const data = template.content.querySelector("script")!;
  const guide = template.content.querySelector<HTMLTemplateElement>("template[data-guide]")!;
  data.remove();
  guide.remove();
  return { outline: JSON.parse(data.textContent!) as Outline, html: template.content, guide: guide.content };
}

export class Form {
  readonly outline: Outline;
  private readonly rows = new Map<string, string>(); // list → one row of it, as HTML
  private readonly fields = new Map<string, Field>();
  private shown: Screen | undefined;
  private readonly host = document.createElement("div"); // of its own: with the form its ears go too

  constructor(place: HTMLElement, shell: Shell, readonly work: Work, readonly facts: Record<string, string>) {
    this.outline = shell.outline;
    const { host } = this;
    host.append(shell.html);
    for (const button of $$<HTMLButtonElement>("button[name]", host)) button.type = "button"; // Enter in a box goes on, it takes no row out
    place.replaceChildren(host);
    for (const field of this.outline.sections.flatMap((section) => section.fields)) {
      this.fields.set(field.key, field);
      if (field.fields) this.rows.set(field.key, this.takeRow(field));
    }
    host.addEventListener("click", (event) => void this.pressed(event));
    host.addEventListener("change", (event) => void this.changed(event));
    let timer = 0;
    host.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void this.keep(), 300);
    });
  }

  get found(): Found {
    return evaluate(this.outline, this.work.text.answers, this.facts);
  }

  get screens(): Screen[] {
    return screensOf(this.outline, this.found);
  }

  /** Photos of papers for which the form has no question of its own. */
  get loose(): ReturnType<typeof papersOf> {
    const asked = new Set([...this.fields.values()].map((field) => field.paper).filter(Boolean));
    return papersOf(this.outline, this.found.values, this.facts).filter((paper) => paper.needed && !asked.has(paper.key));
  }

  private box(key: string): HTMLElement {
    return $(`[data-question="${key}"]`, this.host);
  }

  /** One screen, filled as it was left. */
  show(screen: Screen): void {
    this.shown = screen;
    const found = this.found;
    for (const section of $$("[data-section]", this.host)) section.hidden = section.dataset.section !== screen.section.key;
    for (const box of $$("[data-question]", this.host)) box.hidden = true;
    for (const field of screen.fields) {
      const box = this.box(field.key);
      box.hidden = false;
      this.draw(field, box, found);
    }
    complain(this.host, []);
    void speakers(this.host);
  }

  private draw(field: Field, box: HTMLElement, found: Found): void {
    const value = this.work.text.answers[field.key];
    if (found.computed.has(field.key)) {
      const out = box.querySelector("dd") ?? box.querySelector("input");
      const shown = isEmpty(found.values[field.key]) ? "–" : String(found.values[field.key]);
      if (out instanceof HTMLInputElement) [out.value, out.readOnly] = [shown, true];
      else if (out) out.textContent = shown;
      return;
    }
    if (field.fields) this.drawRows(field, box, rowsOf(value), found);
    if (field.kind === "file") return void this.drawPhotos(box);
    if (field.kind === "choice") this.offer(field, box);
    if (field.kind === "unit") places(box, value as Values | undefined);
    fill(box, field, value);
    if (field.kind === "signature") window.thonsoSignature?.($("[data-signature]", box));
  }

  /** Options for one capacity only are not shown in another. */
  private offer(field: Field, box: HTMLElement): void {
    const known = new Set(offered(field, this.facts).map(([value]) => value));
    for (const option of $$<HTMLInputElement | HTMLOptionElement>("input, option", box)) {
      const row = option.closest<HTMLElement>(".opt") ?? option;
      if (option.value) row.hidden = !known.has(option.value);
    }
  }

  private takeRow(field: Field): string {
    const row = $("fieldset.card", this.box(field.key));
    row.dataset.row = "";
    const html = row.outerHTML;
    row.remove();
    return html;
  }

  private drawRows(field: Field, box: HTMLElement, given: Values[], found: Found): void {
    $$("[data-row]", box).forEach((old) => old.remove());
    const add = $(`[name="_add"]`, box);
    const rows = given.length ? given : Array.from({ length: field.min ?? 0 }, () => ({}));
    rows.forEach((_row, at) => {
      const template = document.createElement("template");
      template.innerHTML = this.rows.get(field.key)!.split(`${field.key}.0`).join(`${field.key}.${at}`);
      const row = template.content.firstElementChild as HTMLElement;
      const legend = $("legend", row);
      legend.textContent = legend.textContent!.replace(/1\s*$/, String(at + 1));
      for (const child of field.fields!) {
        const path = `${field.key}.${at}.${child.key}`;
        const inner = row.querySelector<HTMLElement>(`[id="f-${path}"]`)?.closest<HTMLElement>(".field, dl");
        if (inner) inner.hidden = given.length > 0 && !found.visible.has(path);
      }
      add.before(row);
    });
    add.hidden = rows.length >= (field.max ?? 20);
  }

  /** What stands in the boxes of the screen goes into the record, and onto the disk. */
  async keep(): Promise<boolean> {
    if (!this.shown || this.work.closed || !this.host.isConnected) return true;
    this.take();
    return this.work.save();
  }

  private take(): void {
    const found = this.found;
    for (const field of this.shown?.fields ?? []) {
      if (field.kind === "file" || field.kind === "statement" || found.computed.has(field.key)) continue;
      const value = collect(this.box(field.key), field);
      if (isEmpty(value)) delete this.work.text.answers[field.key];
      else this.work.text.answers[field.key] = value;
    }
  }

  /** What is wrong on this screen, told beside the boxes; true when there is nothing, and it is kept. */
  async passes(screen: Screen): Promise<boolean> {
    if (!(await this.keep())) return false;
    const found = this.found;
    const keys = new Set(screen.fields.map((field) => field.key));
    const wrong = [...found.wrong].filter(([path]) => keys.has(path.split(".")[0]!));
    const alone = screen.fields.filter((field) => field.kind !== "statement").length === 1;
    complain(this.host, wrong.map(([path, why]) => [path, alone || this.label(path).length > LONG ? "" : this.label(path), say(why)]));
    return !wrong.length;
  }

  asks(path: string): boolean {
    return this.fields.has(path.split(".")[0]!);
  }

  label(path: string): string {
    const [first, row, inner] = path.split(".");
    const field = this.fields.get(first!);
    if (!field?.fields || !row) return field?.label ?? "";
    return [`${field.row ?? ""} ${Number(row) + 1}`, field.fields.find((child) => child.key === inner)?.label].filter(Boolean).join(", ");
  }

  /** The first screen on which one of these stands. */
  screenOf(paths: string[]): Screen | undefined {
    return this.screens.find((each) => paths.some((path) => isOn(each, path)));
  }

  private async pressed(event: Event): Promise<void> {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[name]");
    if (!button) return;
    event.preventDefault();
    const [key, at] = button.value.split(".");
    const field = this.fields.get(key!);
    if (!field?.fields) return;
    this.take();
    const box = this.box(field.key);
    const count = $$("[data-row]", box).length;
    const rows = rowsOf(this.work.text.answers[field.key]);
    while (rows.length < count) rows.push({});
    if (button.name === "_add") rows.push({});
    else rows.splice(Number(at), 1);
    this.work.text.answers[field.key] = rows;
    this.draw(field, box, this.found); // before anything is waited for: what is kept meanwhile looks at the rows that are there
    const last = $$("[data-row]", box).pop();
    (button.name === "_add" ? last?.querySelector<HTMLElement>("input, select") : $(`[name="_add"]`, box))?.focus();
    await this.work.save();
  }

  private async changed(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    if (input.type === "file") return this.photographed(input);
    if (input.matches("[data-places] select")) places(input.closest<HTMLElement>("[data-question]")!, undefined, input.name);
    input.closest(".opts")?.querySelectorAll<HTMLInputElement>("input").forEach((each) => each.closest(".opt")?.classList.toggle("is-on", each.checked));
    await this.keep();
    const found = this.found;
    for (const field of this.shown?.fields ?? []) {
      const box = this.box(field.key);
      if (field.fields) this.unfold(field, box, found);
      else if (found.computed.has(field.key)) this.draw(field, box, found);
    }
  }

  /** A row asks more, or less, once something in it was answered. */
  private unfold(field: Field, box: HTMLElement, found: Found): void {
    $$("[data-row]", box).forEach((row, at) => {
      for (const child of field.fields!) {
        const inner = row.querySelector<HTMLElement>(`[id="f-${field.key}.${at}.${child.key}"]`)?.closest<HTMLElement>(".field, dl");
        if (inner) inner.hidden = !found.visible.has(`${field.key}.${at}.${child.key}`);
      }
    });
  }

  private async photographed(input: HTMLInputElement): Promise<void> {
    const box = input.closest<HTMLElement>("[data-question]")!;
    const field = this.fields.get(box.dataset.question!)!;
    const added = await take(this.work, input, "", (field.most ?? 5) - this.photosOf(field.key).length);
    if (this.work.closed) return;
    this.work.text.answers[field.key] = [...new Set([...this.photosOf(field.key), ...added])]; // as they are now: she may have chosen twice
    await this.work.save();
    this.drawPhotos(box);
    complain(this.host, []);
  }

  private photosOf(key: string): string[] {
    return (this.work.text.answers[key] as string[] | undefined) ?? [];
  }

  private drawPhotos(box: HTMLElement): void {
    const key = box.dataset.question!;
    drawPhotos(this.work, $("[data-pick-seen]", box), this.photosOf(key), async (own) => {
      $("input[type=file]", box).focus(); // its button goes with it
      this.work.text.answers[key] = this.photosOf(key).filter((each) => each !== own);
      await this.work.without(own, "");
      this.drawPhotos(box);
    });
  }

  /** Once, when the form is opened: boxes that this phone knows nothing to do with. */
  dress(): void {
    for (const box of controls(this.host)) box.setAttribute("autocomplete", "off");
    for (const button of $$('[name="_pick"]', this.host)) button.hidden = true;
  }
}

export const isOn = (screen: Screen, path: string): boolean => screen.fields.some((field) => field.key === path.split(".")[0]);

const LONG_EDGE = 1600; // small enough for a slow line, clear enough to be read

/** Photos that were just chosen: made small, sealed, kept. Gives their hashes; what did not fit is said under the button. */
export async function take(work: Work, input: HTMLInputElement, paper: string, room: number): Promise<string[]> {
  const said = input.closest<HTMLElement>("[data-pick]")!.querySelector<HTMLElement>("[data-pick-big]");
  const files = [...(input.files ?? [])];
  const added: string[] = [];
  let why = files.length > room ? "photos_many" : "";
  for (const file of files.slice(0, Math.max(0, room))) {
    const small = await shrink(file, LONG_EDGE, 0.7).catch(() => undefined);
    if (!small) {
      why = "photo_unreadable";
      continue;
    }
    try {
      added.push(await work.photograph(small, file.name, paper));
    } catch {
      why = "full";
    }
  }
  input.value = "";
  if (said) {
    said.textContent = why ? say(why) : "";
    said.className = why ? "field__error" : "";
  }
  return added;
}

export function drawPhotos(work: Work, list: HTMLElement, kept: string[], remove: (own: string) => Promise<void>): void {
  list.replaceChildren(...kept.map((own, at) => {
    const row = copy("photo", { number: say("photo_number", { n: at + 1 }), of: say("photo_number", { n: at + 1 }) });
    void work.picture(own).then((picture) => {
      if (!picture) return;
      const seen = $<HTMLImageElement>("img", row);
      seen.onload = () => URL.revokeObjectURL(seen.src); // what is opened lives no longer than its picture
      seen.src = URL.createObjectURL(picture);
    });
    $("[data-out]", row).addEventListener("click", () => void remove(own));
    const large = $("[data-large]", row);
    large.onclick = () => void large.setAttribute("aria-expanded", String(row.classList.toggle("is-large")));
    return row;
  }));
}

const LONG = 60; // a pledge read out whole is no name of a box
const COMMUNES = new WeakMap<HTMLSelectElement, HTMLOptionElement[]>();

/** Only this province's communes are known without signal: of another, the name is typed and the server finds it. */
function places(box: HTMLElement, value?: Values, changed = ""): void {
  const select = (level: string): HTMLSelectElement | null => box.querySelector(`select[name$=".${level}"]`);
  const [province, commune, hamlet] = [select("province"), select("commune"), select("hamlet")];
  if (!province || !commune) return;
  const home = (province.dataset.home ??= province.value);
  if (value?.province) province.value = String(value.province);
  if (!COMMUNES.has(commune)) COMMUNES.set(commune, [...commune.options]);
  const known = province.value === home;
  commune.replaceChildren(...COMMUNES.get(commune)!.filter((option) => known || !option.value));
  if (changed.endsWith(".province")) commune.value = "";
  const rest = commune.closest<HTMLElement>(".field")!;
  rest.hidden = !known;
  const find = box.querySelector<HTMLInputElement>('input[name$=".find"]')?.closest<HTMLElement>(".field");
  if (find) find.hidden = known;
  if (hamlet) hamlet.closest<HTMLElement>(".field")!.hidden = !known || (!!changed && commune.value !== (commune.dataset.home ??= COMMUNES.get(commune)!.find((option) => option.defaultSelected)?.value ?? ""));
}
