// The application on a helper's own phone: opened with a PIN, works without a line, sends when there is one.
import { carry } from "./carry";
import { isWrong, now, remember } from "./clock";
import { $, $$, hour, say, tell, view, wentOn } from "./dom";
import { cards } from "../cards";
import { drawDay } from "./day";
import { drain, shut, type Queue, type Trouble } from "./drain";
import { keepEarly } from "./early";
import { arrived, asked, keysOf, moveIn, nameOf, passOf, secretOf, wrongPin, type Secret } from "./enrol";
import { Help } from "./help";
import { drawHome, drawRecord } from "./home";
import { makeOwn, sealJson, unlock, unsealJson } from "./keys";
import { drawGuides, follow, forgetFollowed, seek } from "./looking";
import { settings, sized, worker } from "./settings";
import { stock } from "./shelf";
import { choose, remembered } from "./voices";
import { again, all, isPending, note, noted, open, shutEverything, type Device, type Store } from "./store";
import { leadsDays } from "./mobile";
import type { Phone } from "./work";

export interface App { phone: Phone; secret: Secret; help: Help; queue: Queue; go: (path: string) => void; draw: () => Promise<void> }

const HERE = "thonso:phone"; // which database is this phone's owner's
const LOOKS = ["", "thon", "huong-dan", "theo-doi", "may", "xem"]; // beside whatever one goes on to without being asked
const TRIES = 5;
const PAUSE = 15 * 60_000;
const IDLE = 10 * 60_000;
const version = document.body.dataset.version ?? "";

let app: App | undefined;
let db: Store | undefined;
let device: Device | undefined;
let trouble: Trouble = "";
let lastSent = 0;
let away = false; // somebody was being helped when it was locked

function go(path: string): void {
  if (location.hash === `#${path}`) void route();
  else location.hash = path;
}

async function route(): Promise<void> {
  if (!device) return void view("start");
  if (!device.locked.length) return void view("revoked");
  if (!app) return void lock();
  const { hash } = location;
  const [, name = "", id = "", step = ""] = hash.slice(1).split("/");
  await app.help.leave();
  if (hash !== location.hash) return; // she has gone on meanwhile
  wentOn();
  forgetFollowed();
  if (name === "giup") app.help.begin(view("begin"), id === "sua");
  else if (name === "chon") view("choose"), await app.help.choose();
  else if (name === "ho-so" && id) await app.help.open(id, step, view);
  else if (name === "xem" && id) await drawRecord(app, view("record"), id);
  else if (name === "may") await settings(view("settings"));
  else if (name === "huong-dan") await drawGuides(view("guides"), id, leadsDays(app));
  else if (name === "thon") seek(view("hamlet"));
  else if (name === "theo-doi") view("track");
  else {
    app.help.rest();
    await drawHome(app, view("home"));
  }
  banner();
  document.documentElement.dataset.drawn = hash; // whoever drives the page knows that this screen is there
}

function banner(): void {
  const helped = app?.help.helped;
  for (const part of $$("[data-who]")) part.hidden = !helped;
  if (helped) $("[data-who-name]").textContent = helped.name;
  $("[data-mine]").hidden = !!helped || !app;
  if (app) $("[data-mine-name]").textContent = app.secret.hamlet_name || app.secret.name;
  for (const part of $$("[data-another]")) part.hidden = !helped;
  const [, name = ""] = location.hash.slice(1).split("/");
  $("[data-look]").hidden = !app || !!helped || !LOOKS.includes(name);
  for (const link of $$<HTMLAnchorElement>("[data-look] a")) link.hash === `#/${name}` ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
}

// --- the line --------------------------------------------------------------------------------------------------------

async function status(): Promise<void> {
  const out = $("[data-line]");
  const records = db ? await all(db) : [];
  const waiting = records.filter(isPending).length;
  const key = trouble && trouble !== "no-line" ? `line_${trouble}` : waiting ? (trouble || !app ? "line_waiting" : "line_sending") : lastSent ? "line_clear" : "line_never";
  $("[data-clock]").hidden = !isWrong();
  out.textContent = say(key, { n: waiting, at: lastSent ? hour(lastSent) : say("never") });
  out.dataset.state = key;
  out.parentElement!.hidden = !app && !waiting;
  const sender = $("[data-send-now]");
  const left = document.activeElement === sender;
  sender.hidden = !waiting || !app;
  if (left && sender.hidden) out.focus(); // where the answer stands
  $("[data-sign-in]").hidden = trouble !== "ended" && trouble !== "unknown";
}

async function send(now: boolean): Promise<void> {
  if (!app) return;
  await drain(app.queue, now);
  if (trouble === "") await keepEarly(app.queue, app.help.working);
}

// --- enrolling, opening, shutting -------------------------------------------------------------------------------------

async function enrol(form: HTMLFormElement): Promise<void> {
  const out = $("[data-said]", form);
  const [pin, again] = [$<HTMLInputElement>("[name=pin]", form).value, $<HTMLInputElement>("[name=again]", form).value];
  const why = wrongPin(pin, again);
  if (why) return void (out.textContent = say(why));
  out.textContent = say("enrolling");
  const pass = await passOf();
  if (typeof pass === "string") return void (out.textContent = pass);
  const name = await nameOf(pass.account);
  const store = await open(name, blocked, full);
  // All that the server is asked comes first: until it has answered nothing has changed, here or there, and she tries again.
  const keys = await keysOf(pass, store);
  if (typeof keys === "string") return void (out.textContent = keys);
  const told = await asked(pass, $<HTMLInputElement>("[name=device]", form).value);
  if (typeof told === "string") return void (out.textContent = told);
  const { own, lock } = await makeOwn(pin);
  const mine: Device = { id: told.id, account: told.account, ...lock, secret: await sealJson(own, secretOf(told), "secret"), key: told.key.id, public: told.key.public, wrong: 0, until: 0 };
  const lost = await moveIn(store, own, mine, keys).catch(() => -1);
  if (lost < 0) return void (out.textContent = say("full"));
  arrived();
  away = false; // whoever sat there was the former owner's
  device = mine;
  if (db && db.name !== name) db.close();
  db = store;
  localStorage.setItem(HERE, name);
  await navigator.storage?.persist?.();
  form.reset();
  out.textContent = "";
  await opened(own);
  if (lost) tell(say("lost_receipts", { n: lost }));
}

async function tryPin(form: HTMLFormElement): Promise<void> {
  const out = $("[data-said]", form);
  const box = $<HTMLInputElement>("[name=pin]", form);
  if (!db || !device) return;
  if (device.until > Date.now()) return void (out.textContent = say("pin_wait", { at: hour(device.until) }));
  const own = await unlock(box.value, device);
  box.value = "";
  if (!own) {
    device.wrong += 1;
    if (device.wrong >= TRIES) [device.wrong, device.until] = [0, Date.now() + PAUSE];
    await note(db, "device", device).catch(() => undefined); // a full phone opens all the same, and counts in memory
    out.textContent = device.until > Date.now() ? say("pin_wait", { at: hour(device.until) }) : say("pin_wrong", { n: TRIES - device.wrong });
    box.focus();
    return;
  }
  [device.wrong, device.until] = [0, 0];
  await note(db, "device", device).catch(() => undefined);
  out.textContent = "";
  await opened(own);
}

async function opened(own: CryptoKey): Promise<void> {
  const phone: Phone = { db: db!, own, device: device! };
  const secret = await unsealJson<Secret>(own, device!.secret, "secret");
  const queue: Queue = { db: db!, own, device: device!, token: secret.token, app: version, changed: () => void changed(), trouble: (what) => void troubled(what) };
  app = { phone, secret, queue, go, draw: route, help: new Help(phone, secret, queue, go) };
  delete document.body.dataset.desk;
  idle();
  await again(db!);
  await status();
  if (/^#\/(giup|chon)/.test(location.hash)) history.replaceState(null, "", "#/"); // whoever sat there is forgotten
  await route();
  if (away && !app.help.helped) tell(say("locked_away"));
  away = false;
  void send(true).then(() => standing(queue));
  void shelf();
  void drawDay(db!, own, device!.account, () => app?.queue === queue, (days) => {
    const leads = days.length > 0 && !app!.help.days.length;
    app!.help.days = days;
    document.body.toggleAttribute("data-desk", days.length > 0);
    if (leads && !app!.help.officer) void shelf(); // the forms of the desk too
    void changed();
  });
  void remembered(db!);
}

/** Also where nothing waits: a phone that was revoked learns so with the first signal. */
async function standing(queue: Queue): Promise<void> {
  if (trouble !== "") return; // the queue has asked, or there is no line
  const found = await shut(queue).catch(() => "no-line" as const);
  if (found !== "no-line") await troubled(found);
}

/** How many forms lie on this phone: she looks before she walks up. */
async function shelf(): Promise<void> {
  const { here, all: many } = await stock(!!app && leadsDays(app));
  $("[data-shelf]").textContent = say(here < many ? "forms_some" : "forms_all", { n: here, all: many });
  $("[data-shelf]").dataset.here = String(here);
}

/** Another PIN, or another owner: the commune is asked first. */
function anew(pin: boolean): void {
  if (!navigator.onLine) return tell(say("no_line_for_pin"));
  tell("");
  for (const part of $$("[data-new-pin]")) part.hidden = !pin;
  for (const part of $$("[data-anew]")) part.hidden = pin;
  for (const part of $$("[data-has-pin]")) part.hidden = false;
  view("start");
}

function lock(): void {
  shutAll();
  tell("");
  $<HTMLInputElement>("[name=pin]", view("lock")).focus();
}

/** From here on nothing is open, and nobody's words stand in the document. */
function shutAll(): void {
  away ||= !!app?.help.helped;
  app?.help.forget(true);
  forgetFollowed();
  app = undefined;
  for (const list of $$("[data-list] ul, [data-group] ul")) list.replaceChildren();
  banner();
}

let quiet = 0;
function idle(): void {
  clearTimeout(quiet);
  quiet = window.setTimeout(() => {
    if (app) void app.help.leave().then(lock);
  }, IDLE);
}

async function changed(): Promise<void> {
  await status();
  const hash = location.hash.slice(1);
  const held = document.activeElement?.closest<HTMLElement>("[data-id]")?.dataset.id;
  if (app && (hash === "" || hash === "/")) await drawHome(app, $('[data-view="home"]'));
  if (held && document.activeElement === document.body) $$(`[data-id="${held}"] a`)[0]?.focus(); // it stands in another group now
  if (app && hash.startsWith("/xem/")) await drawRecord(app, $('[data-view="record"]'), hash.split("/")[2]!);
}

async function troubled(what: Trouble): Promise<void> {
  trouble = what;
  try {
    if (!what && db) await note(db, "sent", (lastSent = Date.now()));
    if (db && isWrong()) await note(db, "clock", now() - Date.now());
  } catch {
    // a full phone: both are heard again
  }
  if (what === "revoked") await shutForGood();
  if (what === "ended" || what === "unknown") await renew();
  await status();
}

let renewing = false;

/** The token has ended: with a session of the same person this phone gets another, under the PIN it has. */
async function renew(): Promise<void> {
  if (!app || !db || !device || renewing) return;
  renewing = true;
  try {
    const pass = await passOf(device.account);
    const told = typeof pass === "string" ? pass : await asked(pass, "");
    if (typeof told === "string") return tell(told);
    const secret = secretOf(told);
    const next = { ...device, id: told.id, secret: await sealJson(app.phone.own, secret, "secret"), key: told.key.id, public: told.key.public };
    await note(db, "device", next);
    arrived();
    app.secret = secret;
    device = app.phone.device = app.queue.device = next;
    app.queue.token = told.token;
    trouble = "";
    void drain(app.queue, true);
  } catch {
    full(true); // the same is taken with the next try
  } finally {
    renewing = false;
  }
}

/** The commune has revoked this phone: what can be read goes; what is sealed stays, to be carried to the commune as a file. */
async function shutForGood(): Promise<void> {
  if (!db || !app) return;
  await app.help.leave();
  await shutEverything(db);
  device = { ...device!, locked: new Uint8Array(), secret: new Uint8Array() };
  await note(db, "device", device).catch(() => undefined);
  shutAll();
  view("revoked");
}

const blocked = (): void => void ($("[data-line]").textContent = say("close_others"));
const full = (is: boolean): void => void ($("[data-full]").textContent = is ? say("full") : "");

// --- start -----------------------------------------------------------------------------------------------------------

async function start(): Promise<void> {
  const name = localStorage.getItem(HERE);
  if (name) {
    db = await open(name, blocked, full);
    device = await noted<Device>(db, "device");
    lastSent = (await noted<number>(db, "sent")) ?? 0;
    remember(await noted<number>(db, "clock"));
  }
  $("#enrol").addEventListener("submit", (event) => (event.preventDefault(), void enrol(event.target as HTMLFormElement)));
  $("#unlock").addEventListener("submit", (event) => (event.preventDefault(), void tryPin(event.target as HTMLFormElement)));
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-send-now]")) void send(true).then(() => (trouble === "no-line" ? tell(say("no_line_now")) : undefined));
    if (target.closest("[data-back]")) history.back();
    const link = target.closest<HTMLAnchorElement>("a[href]");
    if (link?.matches(".skip")) return event.preventDefault(), $("#main").focus(); // what stands behind # is the screen
    if (link && link.pathname !== location.pathname && !navigator.onLine) {
      event.preventDefault(); // the browser's own page would tell her nothing, in English
      tell(say("no_line_to_go"));
    }
    const forgot = target.closest<HTMLElement>("[data-forgot]");
    if (forgot) anew(forgot.dataset.forgot === "pin");
    if (target.closest("[data-to-pin]")) lock();
    if (target.closest("[data-export]") && db) void carry(db);
    if (target.closest("[data-lock]")) void (app ? app.help.leave().then(lock) : undefined);
    const end = target.closest("[data-end]");
    if (end && app) void app.help.leave().then(() => (app!.help.forget(), go("/")));
  });
  $("#track").addEventListener("submit", (event) => (event.preventDefault(), void follow(event.target as HTMLFormElement)));
  $("[data-seek]").addEventListener("input", () => seek($('[data-view="hamlet"]')));
  sized();
  cards();
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.name === "language" && db) void choose(db, input.value);
    if (input.name === "size") sized(input.value);
  });
  for (const kind of ["input", "click", "keydown"]) document.addEventListener(kind, idle, { passive: true });
  addEventListener("hashchange", () => void route());
  addEventListener("online", () => void send(true));
  addEventListener("focus", () => void send(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void app?.help.leave();
    else void send(true);
  });
  setInterval(() => void send(false), 30_000);
  await route();
  await status();
  document.documentElement.classList.replace("no-js", "js");
  document.documentElement.dataset.ready = "1";
  await worker(() => app?.help.leave());
}

void start();
