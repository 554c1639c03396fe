// The text in the QR code of a citizen card, taken apart and checked as thonso/core/identity/rules.py does it, without a network.
// Only what a camera gives: exact UTF-8. What a keyboard scanner mangles is put right at the server; here it is refused, never guessed.
import layouts from "card-layouts";

export type Reason = "not_a_card" | "number" | "dates" | "sex" | "mangled";

/** As the server answers it: `birth` is the first possible day when the precision is "month" or "year"; `extra` is kept as it is. */
export interface Card {
  number: string; old_number: string; full_name: string; birth: string; birth_precision: "day" | "month" | "year";
  sex: "male" | "female"; address: string; issued: string | null; layout: string; extra: string[]; repaired: string[];
}

export type Found = { card: Card } | { reason: Reason };

class Unreadable extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }
}

const LIMIT = 2000;
const OLDEST = 1900;
const FIRST_CARDS = 2000;
// What Python calls white space: not quite what \s is.
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const AROUND = /^[\ufeff\0\r\n\t ]+|[\ufeff\0\r\n\t ]+$/g;
const AIM_PREFIX = /^\][A-Za-z][0-9A-Za-z]/;
const TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
// The alphabet with every tone; f, j, w and z are in names of several peoples.
const LETTERS = new Set([..."abcdđefghijklmnopqrstuvwxyz", ...[..."aăâeêioôơuưy"].flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize("NFC")))]);
const SEXES: Record<string, Card["sex"]> = { nam: "male", nu: "female" };

/** `today` as "2026-11-27"; without it the day in Vietnam, wherever the phone thinks it is. */
export function parseCardText(text: string, today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)): Found {
  try {
    if ([...text].length > LIMIT) throw new Unreadable("not_a_card");
    return { card: parse(text.replace(AROUND, "").replace(AIM_PREFIX, ""), today) };
  } catch (refusal) {
    if (refusal instanceof Unreadable) return { reason: refusal.reason };
    throw refusal;
  }
}

function parse(raw: string, today: string): Card {
  if (misread(raw)) throw new Unreadable("mangled");
  const parts = raw.normalize("NFC").split("|").map((part) => part.split(BLANKS).filter(Boolean).join(" "));
  while (parts.length > 1 && !parts[parts.length - 1]) parts.pop();
  const layout = layouts.find((one) => parts.length === one.fields.length || (one.more && parts.length > one.fields.length));
  if (!layout) throw new Unreadable("not_a_card");
  const field = (name: string): string => parts[layout.fields.indexOf(name)]!;
  if (!/^[0-9]{12}$/.test(field("number")) || !/^([0-9]{9}|[0-9]{12})?$/.test(field("old_number"))) throw new Unreadable("number");
  checkLetters(field("full_name"), field("address"));
  const sex = SEXES[folded(field("sex"))];
  if (!sex) throw new Unreadable(lost(field("sex")) ? "mangled" : "sex");
  return {
    number: field("number"), old_number: field("old_number"), full_name: field("full_name"), ...birthOf(field("birth"), today),
    sex, address: field("address"), issued: issuedOf(field("issued"), today), layout: layout.layout,
    extra: parts.slice(layout.fields.length), repaired: [],
  };
}

/** UTF-8 that was taken for a Western or Vietnamese code page, or letters the wrong way up: a decoder's guess, not what the card says. */
function misread(text: string): boolean {
  return capsLock(text) || (/[^\0-\x7f]/.test(text) && ["windows-1252", "windows-1258"].some((table) => isUtf8In(text, table)));
}

function isUtf8In(text: string, table: string): boolean {
  const letters = new TextDecoder(table).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const bytes = [...text].map((char) => (letters.includes(char) ? letters.indexOf(char) : char.codePointAt(0)!));
  if (bytes.some((byte) => byte > 0xff)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}

function capsLock(text: string): boolean {
  const words = text.normalize("NFC").split(/[|\s,]+/).filter((word) => /^\p{L}{2,}$/u.test(word));
  const turned = words.filter((word) => /^\p{Ll}\p{Lu}+$/u.test(word));
  return turned.length >= 3 && words.every((word) => turned.includes(word) || /^\p{Lu}+$/u.test(word));
}

function birthOf(text: string, today: string): Pick<Card, "birth" | "birth_precision"> {
  const [day, month, year] = threeOf(text);
  if (month === "00" && day !== "00") throw new Unreadable("dates");
  const birth = realDay(year, month === "00" ? "01" : month, day === "00" ? "01" : day);
  if (Number(year) < OLDEST || birth > today) throw new Unreadable("dates");
  return { birth, birth_precision: month === "00" ? "year" : day === "00" ? "month" : "day" };
}

function issuedOf(text: string, today: string): string | null {
  if (!text) return null;
  const [day, month, year] = threeOf(text);
  const issued = realDay(year, month, day);
  if (Number(year) < FIRST_CARDS || issued > today) throw new Unreadable("dates");
  return issued;
}

/** ddmmyyyy; 00 for a day or a month that nobody wrote down. */
function threeOf(text: string): [string, string, string] {
  const found = /^([0-9]{2})([0-9]{2})([0-9]{4})$/.exec(text.replace(/[/.\-]/g, ""));
  if (!found) throw new Unreadable("dates");
  return [found[1]!, found[2]!, found[3]!];
}

function realDay(year: string, month: string, day: string): string {
  const written = `${year}-${month}-${day}`;
  const counted = new Date(`${written}T00:00:00Z`); // the 30th of February is refused by some engines and counted on by others
  if (year === "0000" || Number.isNaN(counted.getTime()) || counted.toISOString().slice(0, 10) !== written) throw new Unreadable("dates");
  return written;
}

/** The name and the address are Vietnamese text, and whole. An address always has a diacritic: none in both means that they were dropped. */
function checkLetters(name: string, address: string): void {
  if (!name) throw new Unreadable("sex");
  const printable = [...address].every((char) => char === " " || !/[\p{C}\p{Z}]/u.test(char));
  const whole = [...name].every((char) => " '’-.".includes(char) || isVietnamese(char)) && [...address].every((char) => !/\p{L}/u.test(char) || isVietnamese(char));
  if (lost(name + address) || !whole || !printable || !/[^\0-\x7f]/.test(name + address)) throw new Unreadable("mangled");
}

const lost = (text: string): boolean => /[?\ufffd]/.test(text);
const isVietnamese = (char: string): boolean => LETTERS.has(char.toLowerCase());
const folded = (text: string): string => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u034e\u0350-\u036f]/g, "");
