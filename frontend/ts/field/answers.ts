// Between the boxes of a form and its tree of answers: "mother.birth" is a branch, a repeated name a list. As typed: the server reads it like a page's.
import { isTree, type Values } from "./conditions";
import type { Field } from "./kinds";
import { rowsOf } from "./rules";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export const controls = (host: ParentNode): Control[] =>
  [...host.querySelectorAll<Control>("input[name], select[name], textarea[name]")].filter((box) => box.type !== "file" && box.type !== "submit");

/** What the boxes of one question hold. Files are no boxes: their photos are kept with the record. */
export function collect(host: HTMLElement, field: Field): unknown {
  const tree: Values = {};
  for (const box of controls(host)) {
    if (box instanceof HTMLInputElement && ["checkbox", "radio"].includes(box.type) && !box.checked) continue;
    if (!box.value) continue;
    const parts = box.name.split(".");
    let at = tree;
    for (const part of parts.slice(0, -1)) at = (isTree(at[part]) ? at[part] : (at[part] = {})) as Values;
    const last = parts[parts.length - 1]!;
    const many = box instanceof HTMLInputElement && box.type === "checkbox" && field.kind === "choices";
    at[last] = many ? [...((at[last] as unknown[] | undefined) ?? []), box.value] : box.value;
  }
  const value = tree[field.key];
  if (!field.fields) return value ?? null;
  const rows = value as Values | undefined;
  const count = host.querySelectorAll("[data-row]").length;
  return Array.from({ length: count }, (_none, at) => rows?.[String(at)] ?? {});
}

/** "1968-05-12" → "12/05/1968"; what is no such date stays as it was typed. */
export const shownDay = (text: string): string => (/^\d{4}(-\d{2}){0,2}$/.test(text) ? text.split("-").reverse().join("/") : text);

/** The boxes as they were left. */
export function fill(host: HTMLElement, field: Field, value: unknown): void {
  const flat = new Map<string, string[]>();
  const walk = (path: string, each: unknown): void => {
    if (Array.isArray(each) && !field.fields) flat.set(path, each.map(String));
    else if (typeof each === "object" && each !== null) for (const key of Object.keys(each)) walk(`${path}.${key}`, (each as Values)[key]);
    else if (each !== null && each !== undefined) flat.set(path, [typeof each === "boolean" ? (each ? "yes" : "no") : String(each)]);
  };
  if (field.fields) rowsOf(value).forEach((row, at) => walk(`${field.key}.${at}`, row));
  else walk(field.key, value);
  for (const box of controls(host)) {
    const given = flat.get(box.name) ?? [];
    if (box instanceof HTMLInputElement && ["checkbox", "radio"].includes(box.type)) {
      box.checked = given.includes(box.value) || (field.kind === "consent" && given[0] === "yes");
      box.closest(".opt")?.classList.toggle("is-on", box.checked);
    } else if (given.length) box.value = /(^|\.)birth$/.test(box.name) || field.kind === "date" ? shownDay(given[0]!) : given[0]!;
    else if (box.type !== "hidden" && box instanceof HTMLInputElement) box.value = "";
  }
}
