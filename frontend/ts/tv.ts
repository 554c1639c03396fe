// The TV: screens in rotation, a short stream asked again and again, the last content kept with its age when the net is gone.
export {};

interface Content { hamlet: string; support: string; html: string; version: string; now: number }
interface Kept { content?: Content; at: number; offset: number; loaded?: string }

const EACH = 12_000, AGAIN = 15_000, SILENT = 5 * 60_000, HANGS = 60_000, HANOI = 7 * 3_600_000;
const KEY = "thonso.tv";
const body = document.body;
const one = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-${name}]`);

/** `localStorage` may be full or forbidden: then nothing outlives a reload. */
function keep(value: Kept | null): void {
  try {
    if (value) localStorage.setItem(KEY, JSON.stringify(value));
    else localStorage.removeItem(KEY);
  } catch { /* nothing to do about it */ }
}

function kept(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** Keep the set awake; a browser gives the lock back whenever the page was hidden. */
function wake(): void {
  const ask = (): void => {
    const lock = (navigator as { wakeLock?: { request(kind: string): Promise<unknown> } }).wakeLock;
    if (document.visibilityState === "visible") lock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

/** For the next time it is switched on: this page and what it needs pass once through the worker, which keeps them. */
function outlast(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  const again = (): void => {
    const parts = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('link[rel="stylesheet"], script[src]')];
    const urls = [location.pathname, ...parts.map((part) => ("href" in part ? part.href : part.src))];
    Promise.all(urls.map((url) => fetch(url).then((answer) => answer.arrayBuffer()))).catch(() => setTimeout(again, AGAIN)); // a poor line: until all came
  };
  workers.addEventListener("controllerchange", again, { once: true });
  setTimeout(() => workers.register("/tv/sw.js", { scope: "/tv/" }).catch(() => undefined), 2 * AGAIN); // what there is to show goes first
}

/** While a code is shown: a new page when it was typed, an end when it has run out. */
function pairing(): void {
  keep(null);
  const source = new EventSource(body.dataset.stream!);
  source.addEventListener("content", () => location.reload());
  source.addEventListener("pair", () => {
    source.close();
    one("waiting")!.hidden = true;
    one("expired")!.hidden = false;
    document.querySelector<HTMLElement>(".tv__again")?.focus();
  });
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), AGAIN);
  };
}

function showing(): void {
  const stage = one("screens")!, dots = one("dots")!, at = one("at")!, pause = one("pause")!;
  const before = kept();
  let place = 0, since = Date.now(), paused = false, tried = 0, written = 0, source: EventSource | null = null;
  let state: Kept = { at: Number(body.dataset.now), offset: before?.offset ?? 0, loaded: before?.loaded };

  const now = (): number => Date.now() + state.offset; // as the server's clock goes
  const panels = (): HTMLElement[] => [...stage.querySelectorAll<HTMLElement>("[data-panel]")];

  function show(to: number): void {
    const all = panels();
    place = all.length ? (to + all.length) % all.length : 0;
    since = Date.now();
    all.forEach((panel, index) => {
      panel.hidden = index !== place;
      panel.classList.toggle("is-now", index === place);
    });
    dots.innerHTML = all.map((_, index) => `<li${index === place ? ' class="is-now"' : ""}></li>`).join("");
    one("way")!.hidden = dots.hidden = all.length < 2;
    const join = all[place]?.querySelector<HTMLElement>("a");
    if (join) join.focus({ preventScroll: true }); // the button of the remote control joins the meeting
    else if (document.activeElement?.matches(".tv__join")) (document.activeElement as HTMLElement).blur();
    hour();
  }

  /** Another content: it goes on where the same screen still is. */
  function take(content: Content): void {
    const seen = panels()[place]?.textContent;
    one("hamlet")!.textContent = content.hamlet;
    one("support")!.textContent = content.support;
    one("support-label")!.hidden = !content.support;
    stage.innerHTML = content.html; // drawn and escaped on our own server
    state.content = content;
    const still = panels().findIndex((panel) => panel.textContent === seen);
    show(Math.max(still, 0));
  }

  function hour(): void {
    const hanoi = new Date(now() + HANOI), two = (n: number): string => String(n).padStart(2, "0");
    const clock = `${two(hanoi.getUTCHours())}:${two(hanoi.getUTCMinutes())}`;
    document.querySelectorAll("[data-clock]").forEach((place) => { if (place.textContent !== clock) place.textContent = clock; });
    const weekday = body.dataset.days!.split("|")[hanoi.getUTCDay()];
    one("day")!.textContent = `${weekday}, ${two(hanoi.getUTCDate())}/${two(hanoi.getUTCMonth() + 1)}/${hanoi.getUTCFullYear()}`;
    const then = new Date(state.at + HANOI), minutes = Math.floor((now() - state.at) / 60_000);
    const old = now() - state.at >= SILENT;
    const [words, count] = minutes < 120 ? [at.dataset.minutes!, minutes]
      : minutes < 48 * 60 ? [at.dataset.hours!, Math.floor(minutes / 60)] : [at.dataset.manyDays!, Math.floor(minutes / 1440)];
    const text = (old ? at.dataset.old! : at.dataset.fresh!)
      .replace("{at}", `${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`).replace("{age}", words.replace("{n}", String(count)));
    if (at.textContent !== text) at.textContent = text;
    at.classList.toggle("is-old", old);
    body.classList.toggle("is-old", old);
  }

  /** Written down once a minute, and with each new content. */
  function heard(fresh = false): void {
    state.at = now();
    if (!fresh && Date.now() - written < HANGS) return;
    written = Date.now();
    keep(state);
  }

  function listen(): void {
    tried = Date.now();
    source?.close();
    const mine = source = new EventSource(body.dataset.stream!);
    mine.onopen = () => heard();
    mine.addEventListener("content", (event) => {
      const content = JSON.parse((event as MessageEvent<string>).data) as Content;
      state.offset = content.now - Date.now();
      take(content);
      // A newer style or script: nobody reloads a TV by hand. Once for each, or a page out of a cache would go round for ever.
      const reload = content.version !== body.dataset.version && state.loaded !== content.version;
      if (reload) state.loaded = content.version;
      heard(true);
      if (reload) location.reload();
    });
    mine.addEventListener("pair", () => {
      mine.close();
      keep(null);
      location.reload();
    });
  }

  /** Every second. A stream that failed for good, or hangs, is begun anew; the browser brings back all others. */
  function tick(): void {
    const quiet = now() - state.at > HANGS && Date.now() - tried > HANGS;
    const closed = source?.readyState === EventSource.CLOSED && Date.now() - tried > AGAIN;
    if (quiet || closed) listen();
    if (!paused && Date.now() - since >= EACH) show(place + 1);
    else hour();
  }

  function hold(): void {
    paused = !paused;
    since = Date.now();
    pause.firstElementChild!.textContent = (paused ? pause.dataset.go : pause.dataset.stop)!;
    pause.classList.toggle("is-paused", paused);
  }

  const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = steps[event.key];
    if (step) show(place + step);
    else if ((event.key === "Enter" || event.key === "MediaPlayPause") && !document.activeElement?.matches("a, button")) hold();
    else return;
    event.preventDefault();
  });
  pause.addEventListener("click", hold);

  // What came by the stream can be newer than the page: a page may come out of a cache.
  if (before?.content && before.at > state.at) {
    state = { ...before };
    take(before.content);
  } else {
    show(0);
  }
  setInterval(tick, 1000);
  listen();
}

wake();
if ("pairing" in body.dataset) pairing();
else {
  outlast();
  showing();
}
