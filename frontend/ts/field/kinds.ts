// What was typed, as the rules of a form look at it; and whether it can be read at all. Narrower than the server's kinds: a phone need not know why
// a number is wrong, only that it is. What cannot be read is kept as it was typed and said at once.
import { days, holds, isEmpty, isTree, type Condition, type Value, type Values } from "./conditions";

export interface Outline {
  code: string;
  name: string;
  order: string[];
  sections: Section[];
  cases: { when: Condition; papers: Paper[] }[];
  filers: { relation: string; label: string; note: string }[];
  confirm: string[];
  presence: { who: string; words: string; when: Condition }[]; // who has to be there when it is received
  beside: Partial<Record<"interpreter" | "witnesses", { when: Condition; text: string }>>;
}
export interface Section { key: string; title: string; together?: boolean; show?: Condition; fields: Field[] }
export interface Paper { key: string; name: string; note: string; needed: boolean; required: boolean; written: boolean; most: number; when: Condition }
export interface Field {
  key: string;
  kind: string;
  label: string;
  required?: boolean;
  quiet?: boolean;
  visit?: boolean; // where or when somebody wants to come
  show?: Condition;
  need?: Condition;
  refuse?: { if: Condition; say: string }[];
  compute?: { as: Record<string, unknown>; if: Condition };
  sources?: string[];
  filer?: string[];
  parts?: [string, boolean][];
  options?: [string, string, Condition?][];
  paper?: string;
  most?: number;
  unknown?: boolean;
  way?: string;
  depth?: string;
  min?: number;
  max?: number;
  row?: string;
  low?: number;
  high?: number;
  range?: string; // what to say outside of it
  fields?: Field[];
}

/** `wrong`: part → key of a sentence ("" is the field itself). */
interface Read { value: Value; wrong: Record<string, string> }
const fine = (value: Value): Read => ({ value: isEmpty(value) ? null : value, wrong: {} });
const bad = (why: string, part = ""): Read => ({ value: null, wrong: { [part]: why } });

const oneText = (raw: unknown): string => {
  const single = Array.isArray(raw) && raw.length === 1 ? (raw[0] as unknown) : raw;
  return typeof single === "string" ? single.normalize("NFC").trim() : typeof single === "number" ? String(single) : "";
};

const TYPED = /^(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})$/;
/** "12/3/1985" → "1985-03-12"; "" for what is no date. */
function readDate(text: string): string {
  const match = TYPED.exec(text);
  const shaped = match ? [match[3]!, match[2] && match[2].padStart(2, "0"), match[1] && match[1].padStart(2, "0")].filter(Boolean).join("-") : text;
  const found = days(shaped);
  const year = Math.floor((found?.first ?? 0) / 10000);
  return found && year >= 1900 && year < 2200 ? shaped : "";
}

/** Of a person: not in the future, day and month may be unknown. */
export const readBirth = (text: string, today: string): Read => date({ unknown: true, way: "past" }, text, today);

function date(field: { unknown?: boolean; way?: string }, raw: unknown, today: string): Read {
  const text = oneText(raw);
  if (!text) return fine(null);
  const value = readDate(text);
  if (!value) return bad("date");
  if (!field.unknown && value.length < 10) return bad("date_whole");
  const [found, now] = [days(value)!, days(today)!];
  if (field.way === "past" && found.first > now.first) return bad("date_past");
  if (field.way === "future" && found.last < now.first) return bad("date_future");
  return fine(value);
}

/** "" where the number does not tell. */
export const sexOf = (number = ""): string => (/^\d{12}$/.test(bare(number)) ? (Number(bare(number)[3]) % 2 ? "female" : "male") : "");
const bare = (number: string): string => number.replace(/[\s.\-]/g, "");

/** 9 digits of an old card, or 12: province, century and sex, year of birth. */
export function idNumber(text: string, birth = "", sex = ""): string {
  const digits = bare(text);
  if (!/^(\d{9}|\d{12})$/.test(digits)) return "id_number";
  if (digits.length === 9) return "";
  const century = 1900 + Math.floor(Number(digits[3]) / 2) * 100;
  if (birth && Number(birth.slice(0, 4)) !== century + Number(digits.slice(4, 6))) return "id_birth";
  if (sex && sex !== sexOf(digits)) return "id_sex";
  return "";
}

export const isPhone = (text: string): boolean => /^(0[35789]\d{8}|02\d{9})$/.test(text.replace(/[\s.\-()]/g, "").replace(/^(\+84|84(?=\d{9}$))/, "0"));
/** As people type who leave marks out: "Lý Thị" and "ly thi" are the same. */
export const fold = (words: string): string => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
/** As thonso/core/people/rules/names.py: letters, and none of them four times in a row. */
export const isName = (text: string): boolean =>
  text.length <= 100 && text.normalize("NFC").split(/\s+/).every((word) => /^\p{L}+(?:[’'\-.]\p{L}+)*\.?$/u.test(word)) && !/(.)\1{3}/.test(fold(text));

function person(field: Field, raw: unknown, today: string): Read {
  if (!isTree(raw)) return fine(null);
  const value: Values = {};
  const wrong: Record<string, string> = {};
  for (const [part] of field.parts ?? []) {
    const text = oneText(raw[part]);
    if (!text) continue;
    if (part === "birth") {
      const found = readBirth(text, today);
      if (found.wrong[""]) wrong.birth = found.wrong[""];
      else value.birth = found.value;
    } else if (part === "id_number") value.id_number = bare(text);
    else if (part === "full_name" && !isName(text)) wrong.full_name = "name";
    else value[part] = text.replace(/\s+/g, " ");
  }
  if (value.id_number) {
    const why = idNumber(String(value.id_number), String(value.birth ?? ""), String(value.sex ?? ""));
    if (why) wrong.id_number = why;
  }
  if (Object.keys(value).length || Object.keys(wrong).length) {
    for (const [part, needed] of field.parts ?? []) if (needed && !(part in value) && !(part in wrong)) wrong[part] = `${part}_missing`;
  }
  return Object.keys(wrong).length ? { value: null, wrong } : fine(value);
}

function number(raw: unknown, money: boolean, field: Field): Read {
  const text = oneText(raw).replace(/[\s\u00a0]/g, "");
  if (!text) return fine(null);
  const scaled = money ? /^(\d{1,9}(?:[.,]\d{1,3})?)(nghìn|ngàn|k|triệu|tr)(?:đồng|đ|vnđ|vnd)?$/i.exec(text) : null;
  if (scaled) return fine(Math.round(Number(scaled[1]!.replace(",", ".")) * (/^(tr|triệu)$/i.test(scaled[2]!) ? 1_000_000 : 1000)));
  const bare = money ? text.replace(/(đồng|đ|vnđ|vnd)$/i, "") : text;
  const plain = /^\d{1,3}(\.\d{3})+$/.test(bare) ? bare.replace(/\./g, "") : bare.replace(",", ".");
  if (!/^-?\d{1,16}(\.\d+)?$/.test(plain)) return bad(money ? "money" : "number");
  const value = Number(plain);
  return field.range && (value < field.low! || value > field.high!) ? bad(`=${field.range}`) : fine(value);
}

const DEPTHS = ["province", "commune", "hamlet"];
function unit(field: Field, raw: unknown, commune: string): Read {
  if (!isTree(raw)) return fine(null);
  const wanted = DEPTHS.slice(0, DEPTHS.indexOf(field.depth ?? "commune") + 1);
  const value: Values = {};
  for (const level of wanted) if (oneText(raw[level])) value[level] = oneText(raw[level]);
  if (oneText(raw.find) && !value.commune && wanted.includes("commune")) return fine({ find: oneText(raw.find) }); // the server knows the communes
  const last = wanted[wanted.length - 1]!;
  if (!value[last]) return Object.keys(value).length > (field.depth === "hamlet" && value.commune === commune ? 2 : 1) ? bad(last) : fine(null);
  return fine(value);
}

function signature(raw: unknown): Read {
  if (!isTree(raw)) return fine(null);
  if (oneText(raw.way) === "paper") return fine({ way: "paper" });
  const strokes = oneText(raw.strokes);
  if (!strokes) return fine(null);
  const across = strokes.split(/[ ;]/).map((point) => Number(point.split(",")[0]));
  return across.length < 8 || Math.max(...across) - Math.min(...across) < 30 ? bad("signature_small") : fine({ way: "drawn", strokes });
}

/** The options there are for this filing: some are for one capacity only. */
export const offered = (field: Field, facts: Record<string, string>): [string, string, Condition?][] =>
  (field.options ?? []).filter(([, , when]) => !when || holds(when, { values: {}, facts }));

/** The value of one field; a list of rows is read row by row by whoever knows their rules. */
export function read(field: Field, raw: unknown, facts: Record<string, string>): Read {
  switch (field.kind) {
    case "statement": return fine(null);
    case "choice": return !oneText(raw) || offered(field, facts).some(([value]) => value === oneText(raw)) ? fine(oneText(raw)) : bad("choose");
    case "choices": return fine(Array.isArray(raw) ? raw.filter((each) => each !== "") : raw ? [raw] : null);
    case "yes_no": return fine(typeof raw === "boolean" ? raw : { yes: true, no: false }[oneText(raw)] ?? null);
    case "consent": return fine(raw === true || ["yes", "on", "true", "1"].includes(oneText(raw)) || null);
    case "date": return date(field, raw, facts.today!);
    case "number": case "money": return number(raw, field.kind === "money", field);
    case "id_number": return oneText(raw) ? (idNumber(oneText(raw)) ? bad("id_number") : fine(oneText(raw).replace(/\D/g, ""))) : fine(null);
    case "phone": return oneText(raw) ? (isPhone(oneText(raw)) ? fine(oneText(raw).replace(/[\s.\-()]/g, "")) : bad("phone")) : fine(null);
    case "person": return person(field, raw, facts.today!);
    case "unit": return unit(field, raw, facts.commune!);
    case "file": return fine(Array.isArray(raw) ? raw : raw ? [raw] : null);
    case "signature": return signature(raw);
    default: return fine(oneText(raw));
  }
}

const MISSING: Record<string, string> = { choice: "choose", choices: "choose", yes_no: "yes_no", consent: "consent", date: "date_missing", file: "file", signature: "signature", unit: "place" };
export const missing = (field: Field): string => MISSING[field.kind] ?? "missing";
