// The lobby: digits press the keys of the machine; the call screen asks for what changed and keeps what it showed when nobody answers.
import { isWritten, pressDigit, withOther } from "./digits";

/** Keys with `data-key`: the number pad is all the machine has. A shared PC presses them itself. */
function digits(): void {
  if (document.documentElement.dataset.mode === "kiosk") return;
  document.addEventListener("keydown", (event) => {
    if (!withOther(event) && !isWritten(event.target) && /^\d$/.test(event.key)) pressDigit(event.key);
  });
}

/** The part of the page that changes is asked for anew; when that fails, how old it is stands below it. */
function live(): void {
  const box = document.querySelector<HTMLElement>("[data-live]");
  const gone = document.querySelector<HTMLElement>("[data-gone]");
  if (!box || !gone) return;
  let last = Date.now();
  let shown = "";
  const next = (): number => window.setTimeout(() => void ask(), Number(box.dataset.every) * 1000);
  const ask = async (): Promise<void> => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 8000);
    try {
      const answer = await fetch(box.dataset.live!, { signal: stop.signal, cache: "no-store", credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (!html.includes("screen__grid")) throw new Error("another page"); // a proxy's own
      if (html !== shown) box.innerHTML = shown = html; // what has not changed is not read out again
      last = Date.now();
      gone.hidden = true;
    } catch {
      const at = box.querySelector<HTMLElement>("[data-at]")?.dataset.at ?? "";
      const minutes = Math.floor((Date.now() - last) / 60000);
      gone.textContent = gone.dataset.words!.replace("{at}", at).replace("{n}", String(minutes));
      gone.hidden = false;
    }
    clearTimeout(timer);
    next();
  };
  next();
}

digits();
live();
