// An officer's day in a hamlet: who is on the list, and how each paper was found when a dossier was received there.
import { now, today } from "./clock";
import { $, $$, complain, copy, say } from "./dom";
import type { Secret } from "./enrol";
import type { Form } from "./form";
import { holds } from "./conditions";
import type { Outline } from "./kinds";
import { papersOf } from "./rules";
import type { Offered } from "./shelf";

export interface Listed { id: string; name: string; code: string }
export interface Day { id: string; day: string; hours: string; place: string; hamlet: string; hamlet_name: string; people: Listed[]; codes?: string[]; asked?: boolean }

/** Who is enrolled for no hamlet sits at the desk. */
export const isOfficer = (secret: Secret): boolean => !secret.hamlet;

/** Who sits at the desk, also where she helps in a hamlet as well: as the server told when it gave her days. */
export const leadsDays = (app: { secret: Secret; help: { days: Day[] } }): boolean => isOfficer(app.secret) || app.help.days.length > 0;

/** The days ahead, each with its list; `done`: whom something was written for → where that stands. */
export function drawDays(days: Day[], forms: Offered[], done: Map<string, string>, begin: (day: Day, whom?: Listed) => void): void {
  const names = new Map(forms.map((each) => [each.code, each.name]));
  $("[data-no-days]").hidden = days.length > 0;
  $("[data-days]").replaceChildren(...days.map((day) => {
    const when = day.day.split("-").reverse().join("/");
    const part = copy("day", { title: day.hamlet_name, where: `${when}, ${day.hours} · ${day.place}` });
    const early = day.day > today(); // nobody is received before the day
    $("[data-early]", part).hidden = !early;
    $<HTMLButtonElement>("[data-other]", part).disabled = early;
    $("ul", part).replaceChildren(...day.people.map((whom) => {
      const row = copy("listed", { name: whom.name, plain: names.get(whom.code) ?? whom.code, state: done.get(whom.id) ?? "" });
      $<HTMLButtonElement>("button", row).disabled = early;
      $("button", row).addEventListener("click", () => begin(day, whom));
      return row;
    }));
    $("[data-nobody]", part).hidden = day.people.length > 0 || day.asked === false;
    $("[data-nobody-yet]", part).hidden = day.asked !== false;
    $("[data-other]", part).addEventListener("click", () => begin(day));
    return part;
  }));
}

/** Whoever sits there is not asked when and where she would like to come: the commune writes down the day itself. */
export function comeAlready(outline: Outline): void {
  const gone = new Set(outline.sections.flatMap((section) => section.fields).filter((field) => field.visit).map((field) => field.key));
  for (const section of outline.sections) section.fields = section.fields.filter((field) => !gone.has(field.key));
  outline.order = outline.order.filter((key) => !gone.has(key));
}

/** Every paper of the case with how it was found, and who has to be there. */
export function drawReception(form: Form, shown: HTMLElement): void {
  const { taken } = form.work.text;
  complain($("#reception", shown), []);
  $("[data-found]", shown).replaceChildren(...papers(form).map((paper) => {
    const row = copy("found", { name: paper.name, note: paper.note });
    $("[data-written]", row).hidden = !paper.written;
    $("[data-optional]", row).hidden = paper.required;
    $$<HTMLInputElement>("input", row).forEach((input, at) => {
      [input.name, input.id] = [`paper.${paper.key}`, at ? `f-paper.${paper.key}.${at}` : `f-paper.${paper.key}`];
      input.checked = taken?.papers?.[paper.key]?.verdict === input.value;
      input.nextElementSibling!.setAttribute("for", input.id);
    });
    return row;
  }));
  $("[data-present]", shown).replaceChildren(...[...wanted(form)].map(([who, words]) => {
    const row = copy("present", { words });
    const input = $<HTMLInputElement>("input", row);
    [input.value, input.id, input.checked] = [who, `f-present.${who}`, !!taken?.present?.includes(who)];
    $<HTMLLabelElement>("label", row).htmlFor = input.id;
    return row;
  }));
}

/** What was ticked goes into the record; whether it can be received so, else what hinders is told. */
export function decide(form: Form, received: boolean): boolean {
  const boxes = $("#reception");
  const given = new FormData(boxes as HTMLFormElement);
  const verdicts = papers(form).flatMap((paper) => {
    const verdict = String(given.get(`paper.${paper.key}`) ?? "");
    return verdict ? [[paper.key, { verdict }] as const] : [];
  });
  const found = Object.fromEntries(verdicts);
  const present = given.getAll("present").map(String);
  const open = papers(form).filter((paper) => paper.required && found[paper.key]?.verdict !== "valid");
  const absent = [...wanted(form).keys()].filter((who) => !present.includes(who));
  const wrong: [string, string, string][] = [
    ...open.map((paper): [string, string, string] => [`paper.${paper.key}`, paper.name, say(found[paper.key] ? "not_valid" : "not_looked")]),
    ...absent.map((who): [string, string, string] => [`present.${who}`, "", say("not_there")]),
  ];
  complain(boxes, received ? wrong : []);
  const decided = !received || !wrong.length;
  const before = form.work.text.taken!;
  // Mended in the evening, it was taken in at ten.
  const at = decided && before.received === undefined ? new Date(now()).toISOString() : before.at;
  form.work.text.taken = { ...before, at, papers: found, present, ...(decided && { received }) };
  return decided;
}

const papers = (form: Form): ReturnType<typeof papersOf> => papersOf(form.outline, form.found.values, form.facts);

/** Who must be there → the words to tick, each once. */
function wanted(form: Form): Map<string, string> {
  const scope = { values: form.found.values, facts: form.facts };
  const found = new Map<string, string>();
  for (const one of form.outline.presence) if (holds(one.when, scope)) found.set(one.who, [found.get(one.who), one.words].filter(Boolean).join(" "));
  const { beside } = form.work.text;
  if (beside.interpreter_name) found.set("interpreter", say("interpreter_here", { name: String(beside.interpreter_name) }));
  if (beside.witness1_name) found.set("witnesses", say("witnesses_here", { names: [beside.witness1_name, beside.witness2_name].filter(Boolean).join(", ") }));
  return found;
}
