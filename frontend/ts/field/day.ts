// My day, taken along: what hangs, what is asked, when I sit there, whom to tell what. Kept sealed, drawn with its age.
import { today } from "./clock";
import { $, copy, hour, say } from "./dom";
import { sealJson, unsealJson } from "./keys";
import type { Day } from "./mobile";
import { note, noted, type Store } from "./store";

interface Line { title: string; text: string; at: string }
type MyDay = { at: string; account: string; days?: Day[]; voices?: Record<string, string> } & Record<string, Line[]>;
type Tell = (days: Day[]) => void;

/** The newest there is: from the server where a session is open, else as it was taken along. Nothing is drawn once it is locked. */
export async function drawDay(db: Store, own: CryptoKey, account: string, isOpen: () => boolean, tell: Tell): Promise<void> {
  const draw = (day: MyDay): void => void (isOpen() && lay(day, tell));
  const kept = await noted<Uint8Array>(db, "day");
  if (kept) {
    const day = await unsealJson<MyDay>(own, kept, "day");
    const days = day.days?.filter((each) => each.day >= today(-1));
    if (days && days.length < day.days!.length) await note(db, "day", await sealJson(own, (day.days = days, day), "day")); // a list goes with its day, and not at midnight
    draw(day);
  }
  try {
    const answer = await fetch("/thon/may/ngay/", { headers: { Accept: "application/json" }, redirect: "manual" });
    $("[data-signed-out]").hidden = answer.type !== "opaqueredirect" && answer.status !== 401;
    if (!answer.ok) return;
    const day = (await answer.json()) as MyDay;
    if (day.account !== account) return; // somebody else is signed in on this phone
    await note(db, "day", await sealJson(own, day, "day"));
    draw(day);
  } catch {
    // without a line it stays as it was taken along
  }
}

function lay(day: MyDay, tell: Tell): void {
  tell(day.days ?? []);
  for (const one of document.querySelectorAll<HTMLElement>("[data-voice]")) one.textContent = day.voices?.[one.dataset.voice!] ?? "";
  for (const section of document.querySelectorAll<HTMLElement>("[data-list]")) {
    const lines = day[section.dataset.list!] ?? [];
    section.hidden = !lines.length;
    $("[data-count]", section).textContent = String(lines.length);
    $("ul", section).replaceChildren(...lines.map(({ title, text, at }) => copy("line", { title, text, at })));
  }
  $("[data-as-of]").textContent = say("as_of", { at: hour(day.at) });
}
