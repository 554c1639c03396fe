// A shared PC. Stands in the head, before anything is drawn: what belongs to the turn of somebody before is never shown.
//
// Whoever walks away is asked after a minute and signed out half a minute later, at the server; the server's own limit holds where no script runs.
// It sees requests only: so it is told, once a minute, of whoever types at one page for long.
import { isWritten, pressDigit, withOther } from "./digits";

type Marks = { turn: string; home: string; done: string; here: string; follow: string; idle: string; left: string; elsewhere: string };
const { turn, home, done, here, follow, idle, left, elsewhere } = (document.currentScript as HTMLScriptElement).dataset as unknown as Marks;
const IDLE = Number(idle) * 1000;
const LEFT = Number(left) * 1000;
const TOLD_EVERY = 60_000;
const USED = "kiosk:used";
const SCAN_PAUSE = 120; // ms: a reader that works as a keyboard types faster than anybody
const root = document.documentElement;
const one = <T extends HTMLElement>(selector: string): T | null => document.querySelector<T>(selector);
const storage = (act: (store: Storage) => void): void => {
  try {
    act(sessionStorage);
  } catch { /* switched off: then nothing is kept either */ }
};

/** Each place in the browser's history knows whose turn it was of. */
function mark(): void {
  history.replaceState({ ...(history.state as object | null), turn }, "");
}

function leave(): void {
  mark(); // where it is the first page itself, it is only loaded again, and its place keeps what it knew
  root.hidden = true;
  root.style.display = "none";
  location.replace(home);
}

const was = (history.state as { turn?: string } | null)?.turn;
if (was && was !== turn) leave();
else mark();
addEventListener("hashchange", mark);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  root.style.display = "none"; // kept by the browser as it was: only the server knows whether it still may be shown
  location.reload();
});

let last = Date.now();
let told = Date.now(); // the page itself was asked for just now
let ending = false;

/** Somebody is there. */
function busy(): void {
  last = Date.now();
  if (last - told >= TOLD_EVERY) tell();
}

function tell(): void {
  told = Date.now();
  fetch(here, { cache: "no-store" }).catch(() => { /* no line: told the next minute */ });
}

function covered(): boolean {
  return one("[data-kiosk-cover]")?.hidden === false;
}

function others(): Element[] {
  return [...document.body.children].filter((child) => !child.matches("[data-kiosk-cover], script"));
}

function cover(): void {
  others().forEach((child) => child.setAttribute("inert", ""));
  document.querySelectorAll<HTMLDialogElement>("dialog[open]").forEach((dialog) => dialog.close());
  root.classList.add("is-covered");
  one("[data-kiosk-cover]")!.hidden = false;
  one("[data-stay]")!.focus();
}

function stay(): void {
  last = Date.now();
  tell();
  root.classList.remove("is-covered");
  one("[data-kiosk-cover]")!.hidden = true;
  others().forEach((child) => child.removeAttribute("inert"));
}

/** The page is emptied first: whatever becomes of the line, nobody sees it again. */
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  cover();
  others().forEach((child) => child.remove());
  document.querySelectorAll<HTMLElement>("[data-still], [data-left-out]").forEach((words) => (words.hidden = true));
  one("[data-ending]")!.hidden = false;
  document.title = "Thôn Số";
  storage((store) => store.clear());
  for (;;) {
    try {
      const answer = await fetch(done, { method: "POST", cache: "no-store" });
      if (answer.ok || answer.redirected || answer.status === 403 || answer.status === 404) break; // no shared PC any more: its first page signs out
    } catch { /* no line: tried again */ }
    one("[data-waiting]")!.hidden = false;
    await new Promise((again) => setTimeout(again, 4000));
  }
  location.replace(home);
}

function tick(): void {
  if (ending || isCalm()) return;
  const since = Date.now() - last;
  if (since >= Number(document.body.dataset.soon ?? Infinity) * 1000) return location.replace(home); // a number was read; the next one waits
  if (since >= IDLE + LEFT) return void end();
  if (since < IDLE) return;
  if (!covered()) cover();
  one("[data-left-out]")!.textContent = String(Math.ceil((IDLE + LEFT - since) / 1000));
}

/** The first page before anybody has done anything: there is nobody to ask. */
function isCalm(): boolean {
  let used = false;
  storage((store) => (used = store.getItem(USED) === turn));
  return "calm" in document.body.dataset && !used;
}

const CHOICES = ".opt > input, .tile, .files a, .card--link > a, .card__button, li > a:only-child, .details > summary, .btn:not(.find .btn, [type=file])";
let numbered: HTMLElement[] = [];

/** What can be chosen on any page takes the digits from 1 on, each drawn on it: what is seen, so that a long list is gone through by scrolling. Pages that give their own keep those. */
function number(): void {
  if (covered() || ending) return;
  const own = one("main [data-key]:not([data-numbered])");
  const foot = one(".kiosk-bar")?.getBoundingClientRect().top ?? innerHeight;
  const seen = own ? [] : [...document.querySelectorAll<HTMLElement>(`main :is(${CHOICES})`)].filter((choice) => {
    const { top, bottom, height } = choice.getBoundingClientRect();
    return choice.checkVisibility() && top >= -height / 2 && bottom <= foot + height / 2 && !choice.matches(":disabled");
  });
  const next = seen.slice(0, 9);
  if (next.length === numbered.length && next.every((choice, at) => choice === numbered[at])) return;
  document.querySelectorAll(".kiosk-digit").forEach((drawn) => drawn.remove());
  for (const choice of numbered) ["data-key", "data-numbered"].forEach((name) => choice.removeAttribute(name));
  numbered = next;
  next.forEach((choice, at) => {
    choice.dataset.key = String(at + 1);
    choice.dataset.numbered = "";
    const drawn = document.createElement("b");
    drawn.className = "kiosk-digit";
    drawn.setAttribute("aria-hidden", "true");
    drawn.textContent = String(at + 1);
    (choice instanceof HTMLInputElement ? (choice.nextElementSibling ?? choice.parentElement!) : choice).prepend(drawn);
  });
}

let waits = 0;
function numberSoon(): void {
  clearTimeout(waits);
  waits = window.setTimeout(number, SCAN_PAUSE);
}

let typed = "";
let timer = 0;

/** One digit is a choice; many letters at once are a slip under a reader. */
function settle(): void {
  clearTimeout(timer);
  const text = typed;
  typed = "";
  if (/^\d$/.test(text)) pressDigit(text);
  else if (text.length > 5 && "scan" in document.body.dataset && follow) location.href = `${follow}?ma=${encodeURIComponent(text)}`;
}

function keys(event: KeyboardEvent): void {
  if (withOther(event) || ending) return;
  if (covered()) {
    if (event.key === "Escape") stay();
    if (event.key === "Tab") event.preventDefault(); // one button is all there is
    return;
  }
  if (event.key === "Escape" && !one("dialog[open]")) {
    if (isWritten(event.target)) (event.target as HTMLElement).blur();
    else location.href = home;
    return;
  }
  if (isWritten(event.target)) return;
  if (event.key === "Enter" && typed.length > 1) {
    event.preventDefault();
    return settle();
  }
  if (event.key.length !== 1) return;
  typed += event.key;
  clearTimeout(timer);
  timer = window.setTimeout(settle, SCAN_PAUSE);
}

/** Another site has no clock of ours: it would stand open for the next one. */
function links(event: MouseEvent): void {
  const link = (event.target as Element).closest("a");
  if (!link?.href || link.origin === location.origin) return;
  event.preventDefault();
  if (!/^https?:$/.test(link.protocol) || link.nextElementSibling?.matches(".kiosk-elsewhere")) return;
  const words = document.createElement("span");
  words.className = "kiosk-elsewhere";
  words.setAttribute("role", "status");
  words.textContent = elsewhere.replace("{host}", link.host);
  link.after(words);
}

addEventListener("keydown", keys);
addEventListener("click", links, true);
for (const kind of ["keydown", "pointerdown", "pointermove", "touchstart", "wheel", "input"]) {
  addEventListener(kind, () => { if (!covered() && !ending) busy(); }, { passive: true, capture: true });
}
document.addEventListener("DOMContentLoaded", () => {
  if (!("calm" in document.body.dataset)) storage((store) => store.setItem(USED, turn));
  one("[data-stay]")?.addEventListener("click", stay);
  document.addEventListener("submit", (event) => {
    if (!(event.target as Element).matches("[data-kiosk-end]")) return;
    event.preventDefault();
    void end();
  });
  number();
  for (const kind of ["change", "toggle", "scroll"]) document.addEventListener(kind, numberSoon, { passive: true, capture: true }); // an answer may show and hide what comes after it
  addEventListener("resize", numberSoon);
  setInterval(tick, 500);
});

/** Where a code is to be written, it is written at once: its first digit would lead back to the first page. */
addEventListener("DOMContentLoaded", () => setTimeout(() => {
  if (location.pathname !== follow || covered()) return;
  (one<HTMLInputElement>('main [aria-invalid="true"]') ?? one<HTMLInputElement>("main form input:not([type=hidden])"))?.focus();
}));
