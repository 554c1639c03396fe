// The closed set of conditions and computations of a form, as thonso/procedures/conditions.py and computing.py know them. Pure. A test gives both
// the same answers to every form of the catalogue. Here they only decide what is shown and asked: the server judges every answer again.

export type Value = unknown;
export type Values = Record<string, Value>;
export interface Scope { values: Values; facts: Record<string, string>; group?: string; row?: Values }
export type Condition = Record<string, unknown>;

export const isEmpty = (value: Value): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length) || (isTree(value) && !Object.keys(value).length);

export const isTree = (value: Value): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const walk = (value: Value, parts: string[]): Value => parts.reduce<Value>((at, part) => (isTree(at) ? at[part] : null), value) ?? null;

export function get(scope: Scope, ref: string): Value {
  if (ref.startsWith("@")) return scope.facts[ref.slice(1)] ?? null;
  const [first, ...rest] = ref.split(".");
  const value = scope.values[first!] ?? null;
  if (rest[0] !== "*") return walk(value, rest);
  if (first === scope.group && scope.row) return walk(scope.row, rest.slice(1));
  return Array.isArray(value) ? value.map((row) => walk(row, rest.slice(1))) : [];
}

const sameValue = (left: Value, right: Value): boolean => typeof left === typeof right && left === right && !isEmpty(left);
const folded = (value: Value): Value => (typeof value === "string" ? value.toLocaleLowerCase("vi") : value);

function asNumber(value: Value): number | undefined {
  if (typeof value === "boolean" || (typeof value !== "number" && typeof value !== "string") || value === "") return undefined;
  const found = Number(value);
  return Number.isFinite(found) ? found : undefined;
}

/** A date of which day or month may be unknown: the first and the last day that it can mean, as numbers yyyymmdd. */
interface Days { first: number; last: number }
const SHAPE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const inMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export function days(value: Value): Days | undefined {
  const match = typeof value === "string" ? SHAPE.exec(value) : null;
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (year < 1 || month > 12 || (match[2] && !month) || (match[3] && !day) || (day && day > inMonth(year, month))) return undefined;
  const last = month || 12;
  return { first: year * 10000 + (month || 1) * 100 + (day || 1), last: year * 10000 + last * 100 + (day || inMonth(year, last)) };
}

const years = (birth: number, on: number): number => Math.floor(on / 10000) - Math.floor(birth / 10000) - (on % 10000 < birth % 10000 ? 1 : 0);
const moment = (scope: Scope, source: string): Days | undefined => days(source) ?? days(get(scope, source));

function before(day: number, back: number): number {
  const at = new Date(Date.UTC(Math.floor(day / 10000), (Math.floor(day / 100) % 100) - 1, (day % 100) - back));
  return at.getUTCFullYear() * 10000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate();
}

export function holds(condition: Condition, scope: Scope): boolean {
  const [kind] = Object.keys(condition);
  const given = condition[kind!] as never;
  return TESTS[kind!]!(given, scope);
}

function compare([ref, other]: [string, unknown], scope: Scope, test: (left: number, right: number) => boolean): boolean {
  const left = asNumber(get(scope, ref));
  const right = asNumber(typeof other === "string" ? get(scope, other) : other);
  return left !== undefined && right !== undefined && test(left, right);
}

const TESTS: Record<string, (given: never, scope: Scope) => boolean> = {
  equals: ([ref, wanted]: [string, Value], scope: Scope) => sameValue(get(scope, ref), wanted),
  same: ([first, second]: [string, string], scope: Scope) => sameValue(folded(get(scope, first)), folded(get(scope, second))),
  in: ([ref, wanted]: [string, Value[]], scope: Scope) => wanted.some((each) => sameValue(get(scope, ref), each)),
  contains: ([ref, wanted]: [string, Value], scope: Scope) => {
    const value = get(scope, ref);
    return Array.isArray(value) && value.includes(wanted);
  },
  gt: (given: [string, unknown], scope: Scope) => compare(given, scope, (left, right) => left > right),
  lt: (given: [string, unknown], scope: Scope) => compare(given, scope, (left, right) => left < right),
  empty: (ref: string, scope: Scope) => isEmpty(get(scope, ref)),
  and: (parts: Condition[], scope: Scope) => parts.every((part) => holds(part, scope)),
  or: (parts: Condition[], scope: Scope) => parts.some((part) => holds(part, scope)),
  not: (inner: Condition, scope: Scope) => !holds(inner, scope),
  age_on: (given: { of: string; on?: string; below?: number; at_least?: number }, scope: Scope) => {
    const [born, on] = [moment(scope, given.of), moment(scope, given.on ?? "@today")];
    if (!born || !on) return false;
    return given.below !== undefined ? years(born.first, on.last) < Number(given.below) : years(born.last, on.first) >= Number(given.at_least);
  },
  date_before: (given: { of: string; by: string; minus_days?: number }, scope: Scope) => {
    const [first, second] = [moment(scope, given.of), moment(scope, given.by)];
    return !!first && !!second && first.last < before(second.first, given.minus_days ?? 0);
  },
};

export function compute(source: Record<string, unknown>, scope: Scope): Value {
  if ("sum" in source) {
    const found = (source.sum as string[]).flatMap((ref) => get(scope, ref)).map(asNumber).filter((each) => each !== undefined);
    return found.length ? found.reduce((left, right) => left! + right!, 0)! : null;
  }
  if ("count" in source) {
    const ref = source.count as string;
    const rows = get(scope, ref);
    const where = source.where as Condition | undefined;
    if (!Array.isArray(rows)) return 0;
    return rows.filter((row) => (where ? holds(where, { ...scope, group: ref.split(".")[0], row: row as Values }) : !isEmpty(row))).length;
  }
  if ("copy" in source) return get(scope, source.copy as string);
  if ("concat" in source) {
    const parts = source.concat as (string | { text: string })[];
    const found = parts.map((part) => (typeof part === "string" ? get(scope, part) : part.text));
    if (parts.every((part, at) => typeof part !== "string" || isEmpty(found[at]))) return null;
    return found.map((each) => (each === null ? "" : String(each))).join("").trim();
  }
  const [born, on] = [moment(scope, source.age as string), moment(scope, (source.on as string | undefined) ?? "@today")];
  return born && on && on.first >= born.first ? years(born.first, on.first) : null;
}
