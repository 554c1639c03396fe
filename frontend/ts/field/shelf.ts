// The forms on this phone. They are fetched as soon as there is a line, so that she who walks up the mountain has them all.
export interface Offered { code: string; version: string; name: string; plain: string[]; url: string; assisted: boolean; numbered: boolean }

/** The list as it was last kept. */
export const offered = async (): Promise<Offered[]> => ((await (await fetch("/thon/may/mau.json")).json()) as { forms: Offered[] }).forms;

/** Fetch what is missing or was drawn by another release, one after the other; gives how many of how many lie here. */
export async function stock(officer: boolean): Promise<{ here: number; all: number }> {
  if (!navigator.serviceWorker) return { here: 0, all: 0 };
  await navigator.serviceWorker.ready;
  const list = (await offered()).filter((each) => officer || each.assisted);
  let here = 0;
  for (const each of list) {
    if (await fetch(each.url, { cache: "reload" }).then((answer) => answer.ok, () => false)) here += 1; // the worker knows which it has, and keeps it
  }
  return { here, all: list.length };
}
