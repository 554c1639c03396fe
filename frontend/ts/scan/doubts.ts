// Whether the 12 digits fit the birth year and the sex that stand beside them, as thonso/core/people/rules/id_numbers.py asks it.
// Said to the helper as something to look at; the server asks again when the form is sent.
import places from "id-places";
import type { Card } from "./cardtext";

export type Doubt = { kind: "repeated" | "abroad" } | { kind: "place"; code: string } | { kind: "future"; year: number } | { kind: "year"; year: number; given: number } | { kind: "man" | "woman" };

export function doubtsOf(card: Pick<Card, "number" | "birth" | "sex">, thisYear = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear()): Doubt[] {
  const { number } = card;
  if (new Set(number).size === 1) return [{ kind: "repeated" }];
  const found: Doubt[] = [];
  const code = number.slice(0, 3);
  if (!places.provinces.includes(code)) found.push(Number(code) >= places.countriesFrom ? { kind: "abroad" } : { kind: "place", code });
  const digit = Number(number[3]);
  const year = 1900 + Math.floor(digit / 2) * 100 + Number(number.slice(4, 6));
  if (year > thisYear) return [...found, { kind: "future", year }];
  const given = Number(card.birth.slice(0, 4));
  if (given !== year) found.push({ kind: "year", year, given });
  const isMan = digit % 2 === 0;
  if (isMan !== (card.sex === "male")) found.push({ kind: isMan ? "man" : "woman" });
  return found;
}
