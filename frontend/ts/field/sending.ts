// Before it is sent: photos of the papers, who stands beside, everything once more.
import { controls, shownDay } from "./answers";
import { isEmpty, type Values } from "./conditions";
import { $, $$, complain, copy, say } from "./dom";
import { drawPhotos, take, type Form } from "./form";
import { besideOf } from "./rules";

/** Photos of the papers for which the form has no question. */
export function drawPapers(form: Form, shown: HTMLElement): void {
  const { work, loose } = form;
  $("[data-papers]", shown).replaceChildren(...loose.map((paper) => {
    const row = copy("paper", { name: paper.name, note: paper.note, of: paper.name });
    const input = $<HTMLInputElement>("input", row);
    input.id = `f-paper-${paper.key}`;
    $<HTMLLabelElement>("label", row).htmlFor = input.id;
    const draw = (): void => drawPhotos(work, $("[data-pick-seen]", row), work.text.photos.filter((photo) => photo.paper === paper.key).map((photo) => photo.sha256), async (own) => {
      input.focus();
      await work.without(own, paper.key);
      draw();
    });
    input.addEventListener("change", async () => {
      await take(work, input, paper.key, paper.most - work.text.photos.filter((photo) => photo.paper === paper.key).length);
      draw();
    });
    draw();
    return row;
  }));
}

/** Who interprets and bears witness: kept as typed, judged by the server. */
export function drawBeside(form: Form, shown: HTMLElement): void {
  const boxes = $("#beside", shown);
  const { beside } = form.work.text;
  for (const box of controls(boxes)) {
    const field = box.closest<HTMLElement>(".field")!;
    field.hidden = box.name.startsWith("witness") && !form.outline.confirm.includes("two_witnesses");
    if (box instanceof HTMLInputElement && box.type === "checkbox") box.checked = beside[box.name] === "1";
    else box.value = String(beside[box.name] ?? "");
  }
  $("[data-beside-text]", shown).textContent = Object.values(form.outline.beside).map((one) => one.text).join(" ");
  complain(boxes, []);
}

export async function keepBeside(form: Form): Promise<boolean> {
  const given = [...new FormData($<HTMLFormElement>("#beside"))].filter(([, value]) => value);
  form.work.text.beside = Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  return form.work.save();
}

/** Every answer, and what is still open. */
export function drawCheck(form: Form, shown: HTMLElement): void {
  const id = form.work.kept.id;
  const found = form.found;
  const wrong = [...found.wrong].map(([path, why]) => [path.split(".")[0]!, form.label(path), say(why)] as const);
  // Whoever stands before an officer shows her papers: a photo is welcome, not asked for.
  const papers = form.facts.channel === "desk" ? [] : form.loose.filter((paper) => !form.work.text.photos.some((photo) => photo.paper === paper.key));
  $("[data-open]", shown).replaceChildren(
    ...wrong.map(([key, label, words]) => copyLink(`#/ho-so/${id}/${form.screens.find((each) => each.fields.some((field) => field.key === key))?.key ?? key}`, `${label}: ${words}`)),
    ...papers.map((paper) => copyLink(`#/ho-so/${id}/giay-to`, `${paper.name}: ${say("file")}`)),
  );
  const wanted = besideOf(form.outline, found.values, form.facts).filter((who) => !form.work.text.beside[`${who === "interpreter" ? who : "witness1"}_name`]);
  for (const who of wanted) $("[data-open]", shown).append(copyLink(`#/ho-so/${id}/ben-canh`, say(`beside_${who}`)));
  $<HTMLAnchorElement>("[data-person-link]", shown).href = `#/ho-so/${id}/nguoi`;
  $<HTMLAnchorElement>("[data-beside-link]", shown).href = `#/ho-so/${id}/ben-canh`;
  const slip = $<HTMLInputElement>("#send [name=slip]");
  slip.value = form.work.text.slip ?? "";
  slip.onchange = () => ((form.work.text.slip = slip.value.trim()), void form.work.save());
  const ready = !wrong.length && !papers.length;
  $("[data-still-open]", shown).hidden = ready && !wanted.length;
  for (const button of $$<HTMLButtonElement>('button[form="send"]')) button.disabled = !ready;
  $("[data-answers]", shown).replaceChildren(...form.screens.flatMap((screen) => screen.fields.filter((field) => !isEmpty(found.values[field.key]) && field.kind !== "consent").map((field) => {
    const row = copy("answer", { label: field.label, of: field.label, value: shownValue(form, field.key) });
    $<HTMLAnchorElement>("a", row).href = `#/ho-so/${id}/${screen.key}/sua`;
    return row;
  })));
}

function copyLink(href: string, words: string): HTMLElement {
  const row = copy("open", { words });
  $<HTMLAnchorElement>("a", row).href = href;
  return row;
}

function shownValue(form: Form, key: string): string {
  const field = form.outline.sections.flatMap((section) => section.fields).find((each) => each.key === key)!;
  const value = form.found.values[key];
  const box = document.querySelector<HTMLElement>(`[data-question="${key}"]`)!;
  const name = (code: unknown, within = key): string => {
    const option = box.querySelector<HTMLOptionElement>(`option[value="${CSS.escape(String(code))}"]`) ?? undefined;
    const radio = box.querySelector<HTMLInputElement>(`input[value="${CSS.escape(String(code))}"]`);
    return option?.textContent?.trim() ?? radio?.closest(".opt")?.querySelector(".opt__text")?.firstChild?.textContent?.trim() ?? String(code ?? within);
  };
  if (typeof value === "boolean") return name(value ? "yes" : "no");
  if (Array.isArray(value)) return field.fields ? `${value.length} ${field.row ?? ""}` : field.kind === "file" ? say("photos", { n: value.length }) : value.map((each) => name(each)).join("; ");
  if (typeof value === "object" && value !== null) {
    const parts = value as Values;
    if (field.kind === "signature") return say(parts.way === "drawn" ? "signed" : "on_paper");
    const read: Record<string, (code: unknown) => string> = { birth: (day) => shownDay(String(day)), sex: name, hamlet: name, commune: name, province: name };
    const order = ["full_name", "birth", "sex", "id_number", "hamlet", "commune", "province", "find"];
    const told = order.filter((part) => !isEmpty(parts[part])).map((part) => [part, (read[part] ?? String)(parts[part])] as const);
    // A code without a name tells nobody anything.
    const words = told.filter(([part, word]) => !["hamlet", "commune", "province"].includes(part) || !/^\d{1,5}$/.test(word)).map(([, word]) => word);
    return words.join(", ");
  }
  if (field.kind === "money") return `${String(value).replace(/\B(?=(\d{3})+$)/g, ".")} đ`;
  if (field.kind === "date") return shownDay(String(value));
  return field.options ? name(value) : String(value);
}
