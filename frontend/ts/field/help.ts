// One person at a time: whom, what, the questions, the papers, once more everything, sent.
import type { Secret } from "./enrol";
import { now } from "./clock";
import { isEmpty, type Values } from "./conditions";
import { $, $$, complain, copy, fold, say } from "./dom";
import { drain, type Queue } from "./drain";
import { Form, shellOf } from "./form";
import { idNumber, isPhone, readDate } from "./kinds";
import { uuid, unsealJson } from "./keys";
import { drawBeside, drawCheck, drawPapers, keepBeside } from "./sending";
import { offered, type Offered } from "./shelf";
import { decide, drawReception, isOfficer, type Day, type Listed } from "./mobile";
import { one } from "./store";
import { Work, type Helped, type Phone } from "./work";

type View = (name: string) => HTMLElement;

export class Help {
  helped: Helped | undefined;
  private form: Form | undefined;
  private offered: Offered[] = [];
  private day: Day | undefined; // of an officer, with whoever she chose from its list
  private listed: Listed | undefined;

  constructor(private readonly phone: Phone, private readonly secret: Secret, private readonly queue: Queue, private readonly go: (path: string) => void) {
    $("#begin").onsubmit = (event) => (event.preventDefault(), this.began(event.target as HTMLFormElement));
    $("#filer").onsubmit = (event) => (event.preventDefault(), void this.chosen());
    $("#question").onsubmit = (event) => (event.preventDefault(), void this.forward());
    $("#papers").onsubmit = (event) => (event.preventDefault(), this.go(`/ho-so/${this.working}/kiem-tra`));
    $("#beside").onsubmit = (event) => (event.preventDefault(), void keepBeside(this.form!).then(() => this.go(`/ho-so/${this.working}/kiem-tra`)));
    $("#send").onsubmit = (event) => (event.preventDefault(), this.officer ? this.go(`/ho-so/${this.working}/tiep-nhan`) : void this.send());
    $("#reception").onsubmit = (event) => (event.preventDefault(), void this.decided((event.submitter as HTMLButtonElement).value === "1"));
    $("[data-search]").oninput = () => this.list();
    $("[data-discard]").onclick = () => void this.discard();
  }

  get officer(): boolean {
    return isOfficer(this.secret);
  }

  /** Somebody comes to the officer, from the list of the day or by herself. */
  come(day: Day, listed?: Listed): void {
    [this.day, this.listed] = [day, listed];
    this.go("/giup");
  }

  get working(): string {
    return this.form?.work.kept.id ?? "";
  }

  /** Before another page is shown, or the application goes to the back: what stands in the boxes is kept. */
  async flush(): Promise<void> {
    if (this.form && !$('[data-view="fill"]').hidden && this.form.work.kept.state === "draft") await this.form.keep();
  }

  leave(): Promise<void> {
    return this.flush();
  }

  /** Nothing of this person stays on the screen. */
  forget(): void {
    this.helped = this.form = this.day = this.listed = undefined;
    for (const form of $$<HTMLFormElement>("form")) form.reset();
    blank();
    for (const part of ["questions", "answers", "papers", "open", "found", "present", "days"]) $(`[data-${part}]`).replaceChildren();
    for (const part of ["code", "key", "at", "due", "note"]) $(`[data-receipt] [data-${part}]`).textContent = "";
  }

  // --- whom ----------------------------------------------------------------------------------------------------------

  async begin(_shown: HTMLElement): Promise<void> {
    if (this.helped) return this.go("/chon");
    if (this.officer && !this.day) return this.go("/");
    if (this.listed) $<HTMLInputElement>('#begin [name="helped.name"]').value = this.listed.name;
  }

  private began(form: HTMLFormElement): void {
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name.replace("helped.", ""), String(value).normalize("NFC").trim()])) as Record<string, string>;
    const birth = given.birth ? readDate(given.birth) : "";
    const wrong: [string, string, string][] = [];
    const add = (name: string, why: string): void => void wrong.push([`helped.${name}`, "", say(why)]);
    if (!given.name || !/\s/.test(given.name)) add("name", given.name ? "name_whole" : "full_name_missing");
    if (given.birth && !birth) add("birth", "date");
    const why = given.id_number ? idNumber(given.id_number, birth) : "";
    if (why) add("id_number", why);
    if (given.phone && !isPhone(given.phone)) add("phone", "phone");
    if (!given.consent && !this.officer) add("consent", "consent_first");
    complain(form, wrong);
    if (wrong.length) return;
    const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
    this.helped = { ...kept, id: uuid(), name: given.name!, consent: given.consent ?? "", started_at: new Date(now()).toISOString() };
    form.reset();
    blank();
    this.go("/chon");
  }

  // --- what ----------------------------------------------------------------------------------------------------------

  async choose(_shown: HTMLElement): Promise<void> {
    if (!this.helped) return this.go("/giup");
    $("[data-filers]").hidden = $("[data-not-kept]").hidden = true;
    for (const part of $$("[data-all-forms]")) part.hidden = false;
    this.offered = (await offered()).filter((each) => this.officer || each.assisted);
    this.list();
    const asked = this.listed && this.offered.find((each) => each.code === this.listed!.code);
    if (asked) await this.capacity(asked);
  }

  private list(): void {
    const asked = fold($<HTMLInputElement>("[data-search]").value);
    const words = asked.split(/\s+/).filter(Boolean);
    const found = this.offered.filter((each) => words.every((word) => fold([each.name, ...each.plain, each.code].join(" ")).includes(word)));
    $("[data-offered]").replaceChildren(...found.map((each) => {
      const row = copy("offered", { name: each.name, plain: each.plain[0] ?? "" });
      $("button", row).addEventListener("click", () => void this.capacity(each));
      return row;
    }));
    $("[data-none]").hidden = found.length > 0;
  }

  private wanted: Offered | undefined;

  private async capacity(each: Offered): Promise<void> {
    this.wanted = each;
    let shell;
    try {
      shell = await shellOf(each.url);
    } catch {
      $("[data-not-kept]").hidden = false;
      return;
    }
    const { filers } = shell.outline;
    const options = $("[data-capacities]");
    options.replaceChildren(...filers.map((filer, at) => {
      const row = copy("capacity", { label: filer.label, note: filer.note });
      const input = $<HTMLInputElement>("input", row);
      [input.value, input.id, input.checked] = [filer.relation, `f-relation-${at}`, at === 0];
      $<HTMLLabelElement>("label", row).htmlFor = input.id;
      return row;
    }));
    if (filers.length < 2) return this.chosen();
    for (const part of $$("[data-all-forms]")) part.hidden = true;
    $("[data-filers]").hidden = false;
    $("[data-wanted]").textContent = each.name;
    $<HTMLInputElement>("input", options).focus();
  }

  private async chosen(): Promise<void> {
    const relation = $<HTMLInputElement>("[data-capacities] input:checked").value;
    const shell = await shellOf(this.wanted!.url);
    const facts = this.facts(relation);
    const answers = this.known(shell.outline.sections.flatMap((section) => section.fields), relation);
    const work = await Work.begin(this.phone, this.helped!, this.wanted!.version, this.wanted!.name, relation, answers, this.day && { day: this.day.id, at: this.helped!.started_at }, this.listed?.id);
    this.listed = undefined;
    this.form = new Form($("[data-questions]"), shell, work, facts);
    this.form.dress();
    $("[data-mend]").hidden = true;
    this.queue.changed();
    this.go(`/ho-so/${work.kept.id}`);
  }

  private facts(representation: string): Record<string, string> {
    const here = new Date(now() + 7 * 3_600_000); // by the clock of Vietnam
    return { today: here.toISOString().slice(0, 10), channel: this.officer ? "desk" : "assisted", representation, commune: this.secret.commune };
  }

  /** What the session says already: the person, her phone, the hamlet they sit in. */
  private known(fields: Form["outline"]["sections"][0]["fields"], representation: string): Values {
    const helped = this.helped!;
    const answers: Values = {};
    const person = fields.find((field) => field.kind === "person" && field.sources?.includes("card"));
    const hers = representation === "self" || person?.filer?.includes(representation);
    if (person && hers) {
      const parts: Values = { full_name: helped.name, id_number: helped.id_number, birth: helped.birth, sex: helped.sex || sexOf(helped.id_number) };
      answers[person.key] = Object.fromEntries((person.parts ?? []).map(([part]) => [part, parts[part]]).filter(([, value]) => !isEmpty(value)));
    }
    for (const field of fields) {
      if (field.sources?.includes("resident.home")) answers[field.key] = { commune: this.secret.commune, hamlet: this.day?.hamlet ?? this.secret.hamlet };
      if (field.sources?.includes("resident.phone") && helped.phone && hers) answers[field.key] = helped.phone;
    }
    return answers;
  }

  // --- the record ----------------------------------------------------------------------------------------------------

  async open(id: string, step: string, view: View): Promise<void> {
    if (this.working !== id && !(await this.load(id))) return this.go(`/xem/${id}`);
    if (this.form!.work.kept.state === "queued") return this.go(`/xem/${id}`);
    if (step === "giay-to") return drawPapers(this.form!, view("papers"));
    if (step === "ben-canh") return drawBeside(this.form!, view("beside"));
    if (step === "kiem-tra") return drawCheck(this.form!, view("check"));
    if (step === "tiep-nhan") return drawReception(this.form!, view("reception"));
    const screens = this.form!.screens;
    const screen = screens.find((each) => each.key === step) ?? screens.find((each) => each.key === this.form!.work.text.at) ?? screens[0]!;
    this.show(view("fill"), screen.key);
  }

  private async load(id: string): Promise<boolean> {
    const kept = await one(this.phone.db, id);
    if (!kept?.mine || !["draft", "mend"].includes(kept.state)) return false;
    const work = await Work.open(this.phone, kept);
    const shell = await shellOf(`/thon/may/mau/${work.text.version}/`);
    this.helped = work.text.helped;
    this.form = new Form($("[data-questions]"), shell, work, this.facts(work.text.representation));
    this.form.dress();
    $("[data-mend]").hidden = !kept.problem; // told until it is sent again, however often it is opened
    if (!kept.problem) return true;
    await this.newer(work);
    const told = await unsealJson<{ errors: Record<string, string[]>; labels: Record<string, string> }>(this.phone.own, kept.problem, `problem:${id}`);
    // What is no question of the form: the person, who stands beside, the slip, a paper.
    const beside = Object.entries(told.errors).filter(([path]) => !this.form!.asks(path)).map(([, said]) => said.join(" "));
    $("[data-mend-why]").textContent = [kept.said, ...beside].join(" ");
    work.kept = { ...kept, state: "draft" };
    this.told = told;
    return true;
  }

  /** The form was changed at the commune since: what was written goes on under the new one. */
  private async newer(work: Work): Promise<void> {
    const code = this.form!.outline.code;
    const fresh = (await offered()).find((each) => each.code === code && each.version !== work.text.version);
    const button = $<HTMLButtonElement>("[data-newer]");
    button.hidden = !fresh;
    if (fresh) button.onclick = async () => {
      work.text.version = fresh.version;
      await work.save();
      this.form = undefined;
      this.go(`/ho-so/${work.kept.id}`);
    };
  }

  private told: { errors: Record<string, string[]>; labels: Record<string, string> } | undefined;

  private show(shown: HTMLElement, key: string): void {
    const form = this.form!;
    const screens = form.screens;
    const at = Math.max(0, screens.findIndex((each) => each.key === key));
    const screen = screens[at]!;
    form.show(screen);
    form.work.text.at = screen.key;
    $("h1", shown).textContent = screen.section.title;
    $("[data-kicker]", shown).textContent = say("kicker", { name: form.outline.name, n: at + 1 });
    if (this.told) {
      const found = form.mend(this.told.errors, this.told.labels);
      this.told = undefined;
      if (found && found.key !== screen.key) this.go(`/ho-so/${this.working}/${found.key}`);
    }
  }

  private async forward(): Promise<void> {
    const form = this.form!;
    const before = form.screens;
    const key = location.hash.split("/")[3] ?? form.work.text.at;
    const screen = before.find((each) => each.key === key) ?? before.find((each) => each.key === form.work.text.at) ?? before[0]!;
    if (!(await form.passes(screen))) return;
    const order = form.outline.sections.flatMap((section) => section.fields.map((field) => field.key));
    const here = Math.max(...screen.fields.map((field) => order.indexOf(field.key)));
    const next = form.screens.find((each) => order.indexOf(each.key) > here);
    this.go(`/ho-so/${this.working}/${next ? next.key : form.loose.length ? "giay-to" : "kiem-tra"}`);
  }

  /** Received there, or filed only: then it is looked at again at the desk. */
  private async decided(received: boolean): Promise<void> {
    if (this.form!.found.wrong.size) return this.go(`/ho-so/${this.working}/kiem-tra`);
    if (!decide(this.form!, received)) return void (await this.form!.work.save());
    this.form!.work.text.taken!.at = new Date(now()).toISOString();
    await this.send();
  }

  private async send(): Promise<void> {
    const { work } = this.form!;
    await work.send();
    const helped = this.helped;
    this.form = undefined;
    this.helped = helped; // another form for the same person, until the session is ended
    $("[data-questions]").replaceChildren();
    $("[data-answers]").replaceChildren();
    this.go(`/xem/${work.kept.id}`);
    void drain(this.queue, true);
  }

  private async discard(): Promise<void> {
    if (!this.form || !confirm(say("discard"))) return;
    await this.form.work.discard();
    this.form = undefined;
    this.go("/");
  }
}

/** What was said of the card that was scanned last. */
function blank(): void {
  for (const mark of $$("#begin .field__filled")) mark.remove();
  $("[data-card-status]").textContent = "";
}

const sexOf = (number = ""): string => (/^\d{12}$/.test(number) ? (Number(number[3]) % 2 ? "female" : "male") : "");
