// What the scanner says. Every sentence comes from the page (core/identity/scanning.py); none stands in a script.
import type { Card, Reason } from "./cardtext";
import type { Pack } from "./decoder";
import { doubtsOf, type Doubt } from "./doubts";

export interface Words {
  aim: string; closer: string; picture: string; torch: string; stop: string; opening: string;
  refused: string; no_camera: string; busy: string;
  offer: string; load: string; loading: string; load_failed: string; not_now: string;
  reasons: Record<Reason, string>; doubts: Record<Doubt["kind"], string>;
}

export interface Settings { words: Words; pack: Pack | null }

/** As a page carries it: `<div data-scanner='{"words": …, "pack": …}'>`. */
export const settingsOf = (element: HTMLElement): Settings => JSON.parse(element.dataset.scanner!) as Settings;

/** "By its digits this number belongs to someone born in 1985": what to look at again, in one line; empty when all fits. */
export function doubtsInWords(card: Card, words: Words): string {
  return doubtsOf(card).map((doubt) => words.doubts[doubt.kind].replace(/%\((\w+)\)[sd]/g, (_, name: string) => String((doubt as unknown as Record<string, unknown>)[name]))).join(" ");
}
