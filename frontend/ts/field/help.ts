// One person at a time: whom, what, the questions, the papers, once more everything, sent.
import type { Secret } from "./enrol";
import { now, today } from "./clock";
import { controls } from "./answers";
import { $, $$, complain, say, tell } from "./dom";
import { comeAlready, decide, drawReception, isOfficer, type Day, type Listed } from "./mobile";
import { drawFilers, drawOffered } from "./offering";
import { drain, type Queue } from "./drain";
import { keepEarly } from "./early";
import { Form, isOn, shellOf, type Shell } from "./form";
import { uuid, unsealJson } from "./keys";
import { drawBeside, drawCheck, drawPapers, keepBeside } from "./sending";
import { offered, type Offered } from "./shelf";
import { again, all, one } from "./store";
import { blank, fillWhom, known, nobody, readWhom } from "./whom";
import { summaryOf, Work, type Helped, type Phone } from "./work";

type View = (name: string) => HTMLElement;

interface Told { errors: Record<string, string[]>; labels: Record<string, string> }

export class Help {
  helped: Helped | undefined;
  gone = false; // locked: what still comes of it is not drawn
  private told: Told = { errors: {}, labels: {} }; // by the commune, of what is open; each place says its own once
  private form: Form | undefined;
  private offered: Offered[] = [];
  days: Day[] = []; // of an officer
  private day: Pick<Day, "id"> & Partial<Day> | undefined; // on which she works, with whoever she chose from its list
  private listed: Listed | undefined;
  private wish = ""; // what she is on the list for: opened for her once, then another can be chosen

  constructor(private readonly phone: Phone, private readonly secret: Secret, private readonly queue: Queue, private readonly go: (path: string) => void) {
    $("#begin").onsubmit = (event) => (event.preventDefault(), void this.began(event.target as HTMLFormElement));
    $("#filer").onsubmit = (event) => (event.preventDefault(), void this.chosen());
    $("#question").onsubmit = (event) => (event.preventDefault(), void this.forward());
    $("#papers").onsubmit = (event) => (event.preventDefault(), this.go(`/ho-so/${this.working}/kiem-tra`));
    $("#beside").onsubmit = (event) => (event.preventDefault(), void keepBeside(this.form!).then((kept) => (kept ? this.go(this.onward()) : undefined)));
    $("#send").onsubmit = (event) => (event.preventDefault(), this.officer ? this.go(`/ho-so/${this.working}/tiep-nhan`) : void this.send());
    $("#reception").onsubmit = (event) => (event.preventDefault(), void this.decided((event.submitter as HTMLButtonElement).value === "1"));
    this.on();
    $("[data-search]").oninput = () => this.list();
    $("[data-discard]").onclick = () => void this.discard();
  }

  /** Works for the desk just now; who helps too, with whoever has come to her mobile day. */
  get officer(): boolean {
    return isOfficer(this.secret) || !!this.day;
  }

  /** Each sees the words of what she is just now. */
  private on(day?: Help["day"]): void {
    this.day = day;
    document.body.dataset.post = this.officer ? "officer" : "helper";
  }

  /** Back at the beginning with nobody there: whoever comes next is on no list yet. */
  rest(): void {
    if (this.helped) return;
    if (this.day) nobody();
    [this.listed, this.wish] = [undefined, ""];
    this.on();
  }

  /** Somebody comes to the officer, from the list of the day or by herself. */
  come(day: Day, listed?: Listed): void {
    nobody();
    [this.listed, this.wish] = [listed, listed?.code ?? ""];
    this.on(day);
    this.go("/giup");
  }

  get working(): string {
    return this.form?.work.kept.id ?? "";
  }

  /** Before another page is shown, it is locked, or the application goes to the back: what stands in the boxes is kept. */
  async leave(): Promise<void> {
    if (this.form?.work.kept.state !== "draft") return;
    if (!$('[data-view="fill"]').hidden) await this.form.keep();
    if (!$('[data-view="beside"]').hidden) await keepBeside(this.form);
  }

  /** Nothing of this person stays in the document. `gone`: it is locked, and whatever still comes is not drawn. */
  forget(gone = false): void {
    this.gone = gone;
    this.helped = this.form = this.listed = undefined;
    this.on();
    this.told = { errors: {}, labels: {} };
    for (const form of $$<HTMLFormElement>("form")) {
      form.reset();
      complain(form, []);
    }
    blank();
    for (const box of $$<HTMLInputElement>("[data-search], [data-seek]")) box.value = "";
    for (const part of $$("[data-hers]")) part.replaceChildren();
  }

  // --- whom ----------------------------------------------------------------------------------------------------------

  /** `mend`: name and number are written anew before anything is begun with them. */
  begin(shown: HTMLElement, mend: boolean): void {
    this.bar(mend);
    complain(shown, []);
    if (this.helped) return mend ? fillWhom(this.helped) : this.go("/chon");
    if (this.officer && !this.day) return this.go("/");
    if (this.listed) $<HTMLInputElement>('#begin [name="helped.name"]').value = this.listed.name;
  }

  /** What was told of the person is mended where it was first asked. */
  private person(shown: HTMLElement): void {
    this.bar(true);
    fillWhom(this.helped!);
    this.say(shown, (path) => path.startsWith("helped."));
  }

  private bar(mending: boolean): void {
    $("[data-first]").hidden = mending;
    $("[data-on]").hidden = !mending;
  }

  private async began(form: HTMLFormElement): Promise<void> {
    const given = readWhom(form, this.officer);
    if (!given) return;
    const { work } = (location.hash.endsWith("/nguoi") && this.form) || {};
    if (!work) this.helped = { ...given, id: uuid(), started_at: new Date(now()).toISOString() };
    else {
      const { id, started_at } = work.text.helped;
      this.helped = work.text.helped = { ...given, id, started_at };
      work.kept.summary = summaryOf(given.name, this.form!.outline.name);
      if (!(await work.save())) return;
    }
    form.reset();
    blank();
    this.go(work ? this.onward() : "/chon");
  }

  // --- what ----------------------------------------------------------------------------------------------------------

  async choose(): Promise<void> {
    if (!this.helped) return this.go("/giup");
    $("[data-filers]").hidden = $("[data-not-kept]").hidden = true;
    for (const part of $$("[data-all-forms]")) part.hidden = false;
    this.offered = (await offered()).filter((each) => this.officer || each.assisted);
    $("[data-numberless]").hidden = !this.offered.some((each) => this.lacks(each));
    const begun = (await all(this.phone.db)).some((record) => record.session === this.helped?.id);
    for (const link of $$("[data-write-number]")) link.hidden = begun;
    this.list();
    const asked = this.offered.find((each) => each.code === this.wish);
    this.wish = "";
    if (asked) await this.capacity(asked);
  }

  private list(): void {
    const first = (each: Offered): boolean => this.day?.codes?.includes(each.code) ?? true;
    drawOffered(this.offered, first, (each) => this.lacks(each), (each) => void this.capacity(each));
  }

  /** Cannot be sent for whoever sits here: her number is asked, and nobody has written it. */
  private lacks(each: Offered): boolean {
    return each.numbered && !this.helped?.id_number;
  }

  private wanted: { each: Offered; shell: Shell } | undefined;

  private async capacity(each: Offered): Promise<void> {
    const shell = await shellOf(each.url).catch(() => undefined);
    $("[data-not-kept]").hidden = !!shell;
    if (!shell) return;
    if (this.officer) comeAlready(shell.outline);
    this.wanted = { each, shell };
    const { filers } = shell.outline;
    drawFilers(filers);
    const lacking = this.lacks(each);
    if (filers.length < 2 && !lacking) return this.chosen();
    $("[data-lacking]").hidden = !lacking;
    $("[data-other-filers]").hidden = filers.length < 2;
    for (const part of $$("[data-all-forms]")) part.hidden = true;
    $("[data-filers]").hidden = false;
    $("[data-wanted]").textContent = each.name;
    $("[data-files-for]").textContent = say("files_for", { name: this.helped!.name });
    $<HTMLInputElement>("[data-capacities] input").focus();
  }

  private async chosen(): Promise<void> {
    const relation = $<HTMLInputElement>("[data-capacities] input:checked").value;
    const { each, shell } = this.wanted!;
    const facts = this.facts(relation);
    const place = { commune: this.secret.commune, hamlet: this.day ? this.day.hamlet ?? "" : this.secret.hamlet };
    const answers = known(this.helped!, shell.outline.sections.flatMap((section) => section.fields), relation, place);
    if (this.officer && !this.day) return this.go("/"); // nothing is taken in on no day
    await again(this.phone.db); // what was written before is on the disk first
    const work = await Work.begin(this.phone, this.helped!, each.version, each.name, relation, answers, this.day && { day: this.day.id, at: this.helped!.started_at, ...(this.listed && { listed: this.listed.id }) }, this.listed?.id);
    if (!work || this.gone) return;
    this.listed = undefined;
    this.form = new Form($("[data-questions]"), shell, work, facts);
    this.form.dress();
    $("[data-mend]").hidden = true;
    this.queue.changed();
    this.go(`/ho-so/${work.kept.id}`);
  }

  private facts(representation: string): Record<string, string> {
    return { today: today(), channel: this.officer ? "desk" : "assisted", representation, commune: this.secret.commune };
  }

  // --- the record ----------------------------------------------------------------------------------------------------

  async open(id: string, step: string, view: View): Promise<void> {
    if (this.working !== id && !(await this.load(id))) return this.go(`/xem/${id}`);
    if (this.form!.work.kept.state === "queued") return this.go(`/xem/${id}`);
    const mend = step ? "" : this.toMend();
    if (mend) return this.go(`/ho-so/${id}/${mend}`);
    if (step === "nguoi") return this.person(view("begin"));
    if (step === "giay-to") return drawPapers(this.form!, view("papers"));
    if (step === "ben-canh") {
      drawBeside(this.form!, view("beside"));
      return this.say($("#beside"), isBeside);
    }
    if (step === "kiem-tra") {
      drawCheck(this.form!, view("check"));
      return this.say($("#send"), (path) => path === "slip");
    }
    if (step === "tiep-nhan") return drawReception(this.form!, view("reception"));
    const screens = this.form!.screens;
    const screen = screens.find((each) => each.key === step) ?? screens.find((each) => each.key === this.form!.work.text.at) ?? screens[0]!;
    this.show(view("fill"), screen.key);
  }

  private async load(id: string): Promise<boolean> {
    const kept = await one(this.phone.db, id);
    if (!kept?.mine || !["draft", "mend"].includes(kept.state)) return false;
    const work = await Work.open(this.phone, kept);
    const shell = await shellOf(`/thon/may/mau/${work.text.version}/`).catch(() => undefined);
    if (!shell) tell(say("form_not_here"), 1);
    const told = kept.problem ? await unsealJson<Told>(this.phone.own, kept.problem, `problem:${id}`) : { errors: {}, labels: {} };
    if (!shell || this.gone) return false;
    this.told = told;
    this.helped = work.text.helped;
    this.on(work.text.taken && (this.days.find((each) => each.id === work.text.taken!.day) ?? { id: work.text.taken.day })); // also for another dossier of the same person
    if (this.officer) comeAlready(shell.outline);
    this.form = new Form($("[data-questions]"), shell, work, this.facts(work.text.representation));
    this.form.dress();
    $("[data-mend]").hidden = !kept.problem; // told until it is sent again, however often it is opened
    if (!kept.problem) return true;
    // What has no box anywhere, as a paper.
    const else_ = Object.entries(this.told.errors).filter(([path]) => !this.form!.asks(path) && !path.startsWith("helped.") && !isBeside(path) && path !== "slip");
    $("[data-mend-why]").textContent = [kept.said, ...else_.map(([, said]) => said.join(" "))].join(" ");
    work.kept = { ...kept, state: "draft" };
    await this.newer(work);
    return true;
  }

  /** The form was changed at the commune since: what was written goes on under the new one. */
  private async newer(work: Work): Promise<void> {
    const code = this.form!.outline.code;
    const fresh = (await offered().catch(() => [])).find((each) => each.code === code && each.version !== work.text.version);
    const button = $<HTMLButtonElement>("[data-newer]");
    button.hidden = !fresh;
    if (fresh) button.onclick = async () => {
      work.text.version = fresh.version;
      await work.save();
      this.form = undefined;
      this.go(`/ho-so/${work.kept.id}`);
    };
  }

  /** The step at which the first thing stands that the commune wants mended; "" for a question of the form, or nothing. */
  private toMend(): string {
    const paths = Object.keys(this.told.errors);
    if (paths.some((path) => path.startsWith("helped."))) return "nguoi";
    if (paths.some((path) => this.form!.asks(path))) return "";
    return paths.some(isBeside) ? "ben-canh" : paths.includes("slip") ? "kiem-tra" : "";
  }

  /** After something was mended: to what else has to be, or to the end. */
  private onward(): string {
    const more = this.toMend() || (Object.keys(this.told.errors).some((path) => this.form!.asks(path)) ? "" : "kiem-tra");
    return `/ho-so/${this.working}/${more}`;
  }

  /** What the commune said of this place, beside its boxes; once. */
  private say(host: HTMLElement, belongs: (path: string) => boolean): void {
    const here = Object.entries(this.told.errors).filter(([path]) => belongs(path));
    for (const [path] of here) delete this.told.errors[path];
    complain(host, here.map(([path, said]) => [path, this.told.labels[path] ?? "", said.join(" ")]));
  }

  private show(shown: HTMLElement, key: string): void {
    const form = this.form!;
    const screens = form.screens;
    const at = Math.max(0, screens.findIndex((each) => each.key === key));
    const screen = screens[at]!;
    form.show(screen);
    form.work.text.at = screen.key;
    $("h1", shown).textContent = screen.section.title;
    $("[data-kicker]", shown).textContent = say("kicker", { name: form.outline.name, n: at + 1 });
    const wrong = Object.keys(this.told.errors).filter((path) => form.asks(path));
    if (!wrong.length) return;
    const found = form.screenOf(wrong);
    if (found && found.key !== screen.key) return this.go(`/ho-so/${this.working}/${found.key}`);
    this.say($("[data-questions] > *"), (path) => (found ? isOn(found, path) : form.asks(path)));
  }

  private async forward(): Promise<void> {
    const form = this.form!;
    const before = form.screens;
    const key = location.hash.split("/")[3] ?? form.work.text.at;
    const screen = before.find((each) => each.key === key) ?? before.find((each) => each.key === form.work.text.at) ?? before[0]!;
    if (!(await form.passes(screen))) return;
    if (location.hash.endsWith("/sua")) return this.go(`/ho-so/${this.working}/kiem-tra`); // what it opens anew is told there
    const order = form.outline.sections.flatMap((section) => section.fields.map((field) => field.key));
    const here = Math.max(...screen.fields.map((field) => order.indexOf(field.key)));
    const next = form.screens.find((each) => order.indexOf(each.key) > here);
    this.go(`/ho-so/${this.working}/${next ? next.key : form.loose.length ? "giay-to" : "kiem-tra"}`);
  }

  /** Received there, or filed only: then it is looked at again at the desk. */
  private async decided(received: boolean): Promise<void> {
    if (this.form!.found.wrong.size) return this.go(`/ho-so/${this.working}/kiem-tra`);
    if (decide(this.form!, received)) await this.send();
    else await this.form!.work.save();
  }

  private async send(): Promise<void> {
    const { work } = this.form!;
    if (!(await work.send())) return;
    this.form = undefined; // the person stays, for another form, until the session is ended
    $("[data-questions]").replaceChildren();
    $("[data-answers]").replaceChildren();
    this.go(`/xem/${work.kept.id}`);
    void drain(this.queue, true);
  }

  private async discard(): Promise<void> {
    if (!this.form || !confirm(say("discard"))) return;
    if (!(await this.form.work.discard())) return tell(say("full"));
    this.form = undefined;
    this.go("/");
    void keepEarly(this.queue, "");
  }
}

const isBeside = (path: string): boolean => controls($("#beside")).some((box) => box.name === path);
