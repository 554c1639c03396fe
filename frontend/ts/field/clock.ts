// The hour by the server, as it was last heard: phones are wrong by minutes and by days.
const WRONG = 10 * 60_000;
let ahead = 0; // of this phone's clock

export const now = (): number => Date.now() + ahead;
/** The day in Vietnam, 2026-11-27, or so many days later. */
export const today = (later = 0): string => new Date(now() + 7 * 3_600_000 + later * 86_400_000).toISOString().slice(0, 10);
export const isWrong = (): boolean => Math.abs(ahead) > WRONG;
export const remember = (kept: number | undefined): void => void (ahead = kept ?? 0);

/** From any answer of the server. Gives the difference where it has changed, to be kept. */
export function heard(date: string | null): number | undefined {
  const difference = Date.parse(date ?? "") - Date.now();
  if (Number.isNaN(difference) || Math.abs(difference - ahead) < 60_000) return undefined;
  return (ahead = Math.abs(difference) < 60_000 ? 0 : difference);
}
