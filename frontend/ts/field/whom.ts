// The person who sits there: what is typed or read of her, and what a form knows of her before it asks.
import { isEmpty, type Values } from "./conditions";
import { today } from "./clock";
import { $, $$, complain, say } from "./dom";
import type { Secret } from "./enrol";
import { idNumber, isName, isPhone, readBirth, sexOf, type Field } from "./kinds";
import type { Helped } from "./work";

/** As the server reads it (thonso/dossiers/assisted.py); nothing where something is wrong. Who stands before an officer is not asked whether she agrees. */
export function readWhom(form: HTMLFormElement, officer: boolean): Omit<Helped, "id" | "started_at"> | undefined {
  const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name.replace("helped.", ""), String(value).normalize("NFC").trim()])) as Record<string, string>;
  const birth = readBirth(given.birth ?? "", today());
  const wrong: [string, string, string][] = [];
  const add = (name: string, why: string): void => void wrong.push([`helped.${name}`, "", say(why)]);
  if (!given.name || !isName(given.name)) add("name", given.name ? "name" : "full_name_missing");
  if (birth.wrong[""]) add("birth", birth.wrong[""]);
  const why = given.id_number ? idNumber(given.id_number, String(birth.value ?? "")) : "";
  if (why) add("id_number", why);
  if (given.phone && !isPhone(given.phone)) add("phone", "phone");
  if (!given.consent && !officer) add("consent", "consent_first");
  complain(form, wrong);
  if (wrong.length) return undefined;
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)), name: given.name!, consent: given.consent ?? "" };
}

/** Her details in the boxes in which they were first asked. */
export function fillWhom(helped: Helped): void {
  for (const box of $$<HTMLInputElement>('#begin [name^="helped."]')) {
    const value = (helped as unknown as Record<string, string | undefined>)[box.name.replace("helped.", "")] ?? "";
    if (box.type === "radio") box.checked = box.value === value;
    else box.value = value;
  }
}

/** What was read from the card that was scanned last, also where nobody sees it: resetting a form leaves that alone. */
export function blank(): void {
  for (const box of $$<HTMLInputElement>('#begin [type=hidden][name^="helped."]')) box.value = "";
  for (const mark of $$("#begin .field__filled")) mark.remove();
  $("[data-card-status]").textContent = "";
}

/** What was typed or read of one is not the next one's. */
export function nobody(): void {
  $<HTMLFormElement>("#begin").reset();
  blank();
}

/** What is said of her already: herself, her phone, the hamlet they sit in. */
export function known(helped: Helped, fields: Field[], representation: string, { commune, hamlet }: Pick<Secret, "commune" | "hamlet">): Values {
  const answers: Values = {};
  const person = fields.find((field) => field.kind === "person" && field.sources?.includes("card"));
  const hers = representation === "self" || person?.filer?.includes(representation);
  if (person && hers) {
    const parts: Values = { full_name: helped.name, id_number: helped.id_number, birth: helped.birth, sex: helped.sex || sexOf(helped.id_number) };
    answers[person.key] = Object.fromEntries((person.parts ?? []).map(([part]) => [part, parts[part]]).filter(([, value]) => !isEmpty(value)));
  }
  for (const field of fields) {
    if (field.sources?.includes("resident.home")) answers[field.key] = { commune, hamlet };
    if (field.sources?.includes("resident.phone") && helped.phone && hers) answers[field.key] = helped.phone;
  }
  return answers;
}
