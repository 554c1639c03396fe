// Comfort on top of pages that already work without it. Loaded with `defer` on every page; each part looks for its own data- attribute.
import { autosave } from "./autosave";
import { cards, load } from "./cards";
import { dialogs } from "./dialog";

const all = <T extends HTMLElement>(selector: string, root: ParentNode = document): T[] => [...root.querySelectorAll<T>(selector)];

/** The summary of errors takes the focus, so that it is read first; its links go to the control, not above it. */
function errorSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-errors]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href")!.slice(1));
    if (!target) return;
    event.preventDefault();
    (target.closest(".field") ?? target).scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  });
}

/** The page comes back at what was asked for, a row just added: that takes the focus, and nobody looks for it. */
function arrived(): void {
  if (!location.hash.startsWith("#f-")) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  history.replaceState(history.state, "", location.pathname + location.search); // once: the next page has its own place
  if (document.querySelector("[data-errors]")) return;
  target?.focus({ preventScroll: true });
  target?.closest(".card, .field")?.scrollIntoView({ block: "start" });
}

/** "Còn 120 chữ" under a text with a limit. Counts as the server does: characters of NFC text. */
function counters(): void {
  for (const box of all<HTMLTextAreaElement>("[data-limit]")) {
    const out = document.getElementById(`${box.id}-count`);
    if (!out) continue;
    const limit = Number(box.dataset.limit);
    const show = (): void => {
      const left = limit - [...box.value.normalize("NFC")].length;
      out.textContent = (left < 0 ? out.dataset.over! : out.dataset.left!).replace("{n}", String(Math.abs(left)));
      out.classList.toggle("is-over", left < 0);
    };
    box.addEventListener("input", show);
    show();
  }
}

function copyButtons(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (!button) return;
    void (async () => {
      const text = button.dataset.copy!;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const area = document.createElement("textarea"); // plain http, old browsers
        area.value = text;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      const label = button.querySelector("[data-label]") ?? button;
      const before = label.textContent;
      label.textContent = button.dataset.done!;
      setTimeout(() => (label.textContent = before), 2500);
    })();
  });
}

/** The second press of a button does nothing; coming back to the page with "back" frees it again. */
function once(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => all<HTMLFormElement>("[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }));
}

/** Back with what was typed still there, where the browser keeps it. Without history (a link from Zalo) the address is used. */
function back(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("[data-back]");
    if (!link || history.length < 2) return;
    event.preventDefault();
    history.back();
  });
}

/** Sound is started by the person, one at a time; a second touch stops it. */
function speakers(): void {
  let now: { audio: HTMLAudioElement; button: HTMLElement } | undefined;
  const stop = (): void => {
    now?.audio.pause();
    now?.button.classList.remove("is-playing");
    now?.button.setAttribute("aria-pressed", "false");
    now = undefined;
  };
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-say]");
    if (!button) return;
    event.preventDefault();
    const same = now?.button === button;
    stop();
    if (same) return;
    const [first, ...rest] = button.dataset.say!.split(" ");
    const audio = new Audio(first);
    now = { audio, button };
    button.classList.add("is-playing");
    button.setAttribute("aria-pressed", "true");
    audio.addEventListener("ended", () => {
      const next = rest.shift();
      if (!next) return stop();
      audio.src = next;
      audio.play().catch(stop);
    });
    audio.addEventListener("error", stop);
    audio.play().catch(stop);
  });
}

/** The chosen option is coloured; browsers without :has() get a class. */
function options(): void {
  const paint = (root: ParentNode): void => all<HTMLInputElement>(".opt > input", root).forEach((input) => input.parentElement!.classList.toggle("is-on", input.checked));
  paint(document);
  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest(".opts");
    if (form) paint(form);
  });
}

/** "12 phút" in the helper's banner goes on counting. */
function timers(): void {
  const tick = (): void => all("[data-since]").forEach((out) => {
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(out.dataset.since!)) / 60_000));
    out.textContent = out.dataset.words!.replace("{n}", String(minutes));
  });
  if (document.querySelector("[data-since]")) setInterval(tick, 20_000);
}

/** The desk's rail is open without a script; on a narrow screen a script can fold it. */
function rail(): void {
  const folded = matchMedia("(max-width: 999px)");
  const set = (): void => all<HTMLDetailsElement>("details.rail").forEach((menu) => (menu.open = !folded.matches));
  folded.addEventListener?.("change", set);
  set();
}

/** A sheet that is hung up or given along. */
function printing(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-print]")) print();
  });
}

/**
 * What was just photographed or chosen, to be looked at before it is sent: a picture as a picture, anything else by its name, each with a button that
 * takes it out. What is too large is said at once, not after a long upload; an error that stood there is over when something was chosen.
 */
function picks(): void {
  for (const box of all<HTMLElement>("[data-pick]")) {
    const input = box.querySelector<HTMLInputElement>("input[type=file]")!;
    const list = box.querySelector<HTMLElement>("[data-pick-seen]")!;
    const big = box.querySelector<HTMLElement>("[data-pick-big]");
    const keep = (wanted: (file: File) => boolean): void => {
      const left = new DataTransfer();
      [...(input.files ?? [])].filter(wanted).forEach((file) => left.items.add(file));
      input.files = left.files;
    };
    const show = (): void => {
      all<HTMLImageElement>("img", list).forEach((picture) => URL.revokeObjectURL(picture.src));
      list.replaceChildren(...[...(input.files ?? [])].map((file) => {
        const row = document.createElement("li");
        if (file.type.startsWith("image/")) {
          const picture = new Image();
          picture.alt = "";
          picture.addEventListener("error", () => picture.remove()); // a kind this browser cannot draw (HEIC)
          picture.src = URL.createObjectURL(file);
          row.append(picture);
        }
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "btn btn--quiet btn--sm";
        remove.textContent = box.dataset.remove!;
        remove.setAttribute("aria-label", `${box.dataset.remove!}: ${file.name}`);
        remove.addEventListener("click", () => {
          keep((one) => one !== file);
          show();
          input.focus();
        });
        row.append(file.name, remove);
        return row;
      }));
    };
    const chosen = (): void => {
      if (big) {
        const kind = (file: File): string => (file.type === "application/pdf" ? "pdf" : "photo");
        const fits = (file: File): boolean => file.size <= Number(box.dataset[`${kind(file)}Max`] ?? Infinity);
        const said = [...(input.files ?? [])].filter((file) => !fits(file)).map((file) => box.dataset[`${kind(file)}Big`]!.replace("{name}", file.name));
        big.textContent = said.join(" ");
        big.className = said.length ? "field__error" : "";
        if (said.length) keep(fits);
      }
      if (input.files?.length) settled(input);
      show();
      list.scrollIntoView({ block: "nearest" }); // not under the button that stays at the foot of the page
    };
    input.addEventListener("change", chosen);
    addEventListener("pageshow", show);
  }
}

/** The error of a box that has been answered: gone beside it, and from the summary. */
function settled(input: HTMLInputElement): void {
  const field = input.closest(".field--error");
  field?.classList.remove("field--error");
  field?.querySelector(`[id="${input.id}-error"]`)?.remove();
  input.removeAttribute("aria-invalid");
  const line = document.querySelector(`[data-errors] a[href="#${input.id}"]`)?.closest("li");
  const summary = line?.closest("[data-errors]");
  line?.remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

type Passkeys = { allauth: { webauthn: { forms: { loginForm(o: { ids: { login: string; credential: string } }): void } } } };

/** Another province, another commune: what is below is listed by itself, as the button beside it would do with a new page. */
function places(): void {
  const asked: Record<string, number> = {};
  document.addEventListener("change", (event) => {
    const select = event.target as HTMLSelectElement;
    const box = select.closest<HTMLElement>("[data-places]");
    const button = box?.querySelector<HTMLButtonElement>("[name=_pick]");
    if (!box || !button || !select.matches("select") || select.name.endsWith(".hamlet")) return;
    const turn = (asked[box.id] = (asked[box.id] ?? 0) + 1);
    void (async () => {
      const data = new FormData(button.form!);
      data.append("_pick", button.value);
      all<HTMLInputElement>("input[type=file]", button.form!).forEach((input) => data.delete(input.name));
      try {
        const page = await (await fetch(location.pathname, { method: "POST", body: data })).text();
        const fresh = new DOMParser().parseFromString(page, "text/html").getElementById(box.id);
        if (!fresh) throw new Error("not the page of this place");
        if (turn !== asked[box.id]) return; // another list was asked for since
        // Whoever did not wait has chosen what lies below by now, or writes in another box: neither is lost.
        const at = box.contains(document.activeElement) ? document.activeElement!.id : "";
        for (const old of all<HTMLSelectElement | HTMLInputElement>("select, input[type=text]", box)) {
          const next = fresh.querySelector<HTMLSelectElement | HTMLInputElement>(`[id="${old.id}"]`);
          if (next instanceof HTMLInputElement || (old.value && next?.querySelector(`option[value="${old.value}"]`))) next.value = old.value;
        }
        box.replaceWith(fresh);
        if (at) document.getElementById(at)?.focus();
      } catch {
        button.click();
      }
    })();
  });
}

/** The scripts of a passkey come when its button is pressed: most people who sign in never need them. */
function passkey(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-passkey]");
  if (!button) return;
  const first = async (event: Event): Promise<void> => {
    event.preventDefault();
    button.disabled = true;
    try {
      for (const src of button.dataset.passkey!.split(" ")) await load(src);
      button.removeEventListener("click", first);
      (window as unknown as Passkeys).allauth.webauthn.forms.loginForm({ ids: { login: button.id, credential: "mfa_credential" } });
    } finally {
      button.disabled = false; // without a network the next press tries again
    }
    button.click();
  };
  button.addEventListener("click", first);
}

document.documentElement.classList.replace("no-js", "js");
passkey();
places();
cards();
picks();
printing();
errorSummary();
arrived();
counters();
copyButtons();
once();
back();
speakers();
options();
timers();
rail();
dialogs();
autosave();
