// Which questions are asked for these answers, which must be answered, what is worked out, and what is wrong: thonso/procedures/rules.py on a phone.
import { compute, holds, isEmpty, isTree, type Scope, type Values } from "./conditions";
import { missing, read, type Field, type Outline, type Paper, type Section } from "./kinds";

/** `wrong`: path → key of a sentence, or the sentence itself behind "=". */
export interface Found {
  sections: Set<string>;
  visible: Set<string>;
  required: Set<string>;
  computed: Set<string>;
  values: Values;
  wrong: Map<string, string>;
}

export const rowsOf = (raw: unknown): Values[] => {
  const rows = Array.isArray(raw) ? raw : isTree(raw) ? Object.keys(raw).sort((a, b) => Number(a) - Number(b)).map((key) => raw[key]) : [];
  return rows.map((row) => (isTree(row) ? row : {}));
};

export function evaluate(outline: Outline, answers: Values, facts: Record<string, string>): Found {
  const found: Found = { sections: new Set(), visible: new Set(), required: new Set(), computed: new Set(), values: {}, wrong: new Map() };
  const fields = new Map(outline.sections.flatMap((section) => section.fields.map((field) => [field.key, { field, section }] as const)));
  const sections = new Map(outline.sections.map((section) => [section.key, section]));
  for (const key of outline.order) {
    if (key.startsWith("§")) {
      const section = sections.get(key.slice(1))!;
      if (!section.show || holds(section.show, { values: found.values, facts })) found.sections.add(section.key);
      continue;
    }
    const { field, section } = fields.get(key)!;
    if (!found.sections.has(section.key)) continue;
    const value = decide(found, field, answers[key], { values: found.values, facts }, key);
    if (!isEmpty(value)) found.values[key] = value;
  }
  for (const { field } of fields.values()) judge(found, field, facts);
  return found;
}

function decide(found: Found, field: Field, raw: unknown, scope: Scope, path: string): unknown {
  if (field.show && !holds(field.show, scope)) return null;
  found.visible.add(path);
  if (field.compute && holds(field.compute.if, scope)) {
    found.computed.add(path);
    return compute(field.compute.as, scope);
  }
  if (!field.fields) {
    const { value, wrong } = read(field, raw, scope.facts);
    for (const part of Object.keys(wrong)) found.wrong.set(part ? `${path}.${part}` : path, wrong[part]!);
    return value;
  }
  return rowsOf(raw).map((given, at) => {
    const row: Values = {};
    for (const child of field.fields!) {
      const value = decide(found, child, given[child.key], { ...scope, group: field.key, row }, `${path}.${at}.${child.key}`);
      if (!isEmpty(value)) row[child.key] = value;
    }
    return row;
  });
}

function judge(found: Found, field: Field, facts: Record<string, string>): void {
  if (!found.visible.has(field.key)) return;
  const scope: Scope = { values: found.values, facts };
  demand(found, field, scope, field.key, found.values[field.key]);
  const rows = found.values[field.key];
  if (!field.fields || !Array.isArray(rows)) return;
  rows.forEach((row: Values, at) => {
    for (const child of field.fields!) {
      const path = `${field.key}.${at}.${child.key}`;
      if (found.visible.has(path)) demand(found, child, { ...scope, group: field.key, row }, path, row[child.key]);
    }
  });
}

function demand(found: Found, field: Field, scope: Scope, path: string, value: unknown): void {
  const needed = field.kind !== "statement" && (field.required || (field.need && holds(field.need, scope)) || (field.min ?? 0) > 0);
  const said = [...found.wrong.keys()].some((key) => key === path || key.startsWith(`${path}.`));
  if (needed) {
    found.required.add(path);
    if (isEmpty(value) && !said) {
      const parts = (field.parts ?? []).filter(([, wanted]) => wanted);
      if (found.computed.has(path)) found.wrong.set(path, "computed");
      else if (parts.length) for (const [part] of parts) found.wrong.set(`${path}.${part}`, `${part}_missing`);
      else found.wrong.set(path, missing(field));
    }
  }
  if (field.fields && Array.isArray(value) && value.length && value.length < (field.min ?? 0)) found.wrong.set(path, "rows");
  for (const rule of field.refuse ?? []) if (!found.wrong.has(path) && holds(rule.if, scope)) found.wrong.set(path, `=${rule.say}`);
}

/** The papers of this case, in the order of the law. */
export function papersOf(outline: Outline, values: Values, facts: Record<string, string>): Paper[] {
  const scope: Scope = { values, facts };
  const one = outline.cases.find((each) => holds(each.when, scope)) ?? outline.cases[outline.cases.length - 1]!;
  return one.papers.filter((paper) => holds(paper.when, scope));
}

/** Who is called for by these answers: "interpreter", "witnesses". */
export function besideOf(outline: Outline, values: Values, facts: Record<string, string>): ("interpreter" | "witnesses")[] {
  return (["interpreter", "witnesses"] as const).filter((who) => outline.beside[who] && holds(outline.beside[who]!.when, { values, facts }));
}

export interface Screen { key: string; section: Section; fields: Field[] }

/** One question a screen, as thonso/procedures/rendering/screens.py walks them. */
export function screensOf(outline: Outline, found: Found): Screen[] {
  const out: Screen[] = [];
  for (const section of outline.sections) {
    const shown = section.fields.filter((field) => found.visible.has(field.key) && !field.quiet);
    if (section.together) {
      if (shown.length) out.push({ key: shown[0]!.key, section, fields: shown });
      continue;
    }
    let waiting: Field[] = [];
    let screen: Field[] | undefined;
    const close = (): void => {
      if (screen) out.push({ key: screen[0]!.key, section, fields: screen });
    };
    for (const field of shown) {
      if (field.kind === "statement") waiting.push(field);
      else if (found.computed.has(field.key) && screen) screen.push(field);
      else {
        close();
        [screen, waiting] = [[...waiting, field], []];
      }
    }
    if (screen || waiting.length) {
      screen = [...(screen ?? []), ...waiting];
      close();
    }
  }
  return out;
}
