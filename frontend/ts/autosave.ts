// Keeps what is being typed in a form marked data-autosave="key" until it is sent, and puts it back after a reload or a crash.
//
// It lives in sessionStorage and belongs to one person: a hamlet's PC is shared, so nothing outlasts the tab, and when the person (or the citizen
// being helped) changes or signs out (a form with data-forget), everything is dropped. Passwords, files and hidden fields are never kept.
// `thonso:autosave` fires on the form after each save, for pages that also save a draft on the server.

const PREFIX = "thonso:draft:";
const WHO = "thonso:who";
const SENT = "thonso:sent";
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const kept = (control: Control): boolean => Boolean(control.name) && !["hidden", "password", "file", "submit", "button"].includes(control.type) && control.autocomplete !== "off";
const controls = (form: HTMLFormElement): Control[] => ([...form.elements] as Control[]).filter((c) => "value" in c && kept(c));
const forget = (): void => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key));

function values(form: HTMLFormElement): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const control of controls(form)) {
    const list = (found[control.name] ??= []);
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      if (control.checked) list.push(control.value);
    } else list.push(control.value);
  }
  return found;
}

function restore(form: HTMLFormElement, saved: Record<string, string[]>): void {
  const used: Record<string, number> = {};
  for (const control of controls(form)) {
    const list = saved[control.name];
    if (!list) continue;
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = list.includes(control.value);
    } else {
      const at = (used[control.name] = (used[control.name] ?? -1) + 1);
      control.value = list[at] ?? control.value;
    }
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

export function autosave(): void {
  if (document.documentElement.dataset.mode === "kiosk") return; // a shared PC keeps nothing, not even for the one who types
  const who = document.body.dataset.who ?? "";
  try {
    // A session that ran out keeps what was typed for the one who typed it; anyone else who signs in here finds nothing.
    if (who && sessionStorage.getItem(WHO) !== who) forget();
    if (who) sessionStorage.setItem(WHO, who);
    else if (sessionStorage.getItem(WHO)) return;
    // What was sent is dropped once an answer has come that is not a failure ("try again later" pages mark the body).
    const sent = sessionStorage.getItem(SENT);
    if (sent && !("failed" in document.body.dataset)) {
      sessionStorage.removeItem(sent);
      sessionStorage.removeItem(SENT);
    }
  } catch {
    return; // storage is switched off: the form works all the same
  }
  document.addEventListener("submit", (event) => {
    if (!(event.target as Element).matches("[data-forget]")) return; // signing out, ending a citizen's session
    forget();
    sessionStorage.removeItem(WHO);
  });
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
    const key = PREFIX + form.dataset.autosave;
    const out = form.querySelector<HTMLElement>("[data-saved]");
    const saved = sessionStorage.getItem(key);
    // After a refusal the server has filled the form with what was sent: that is newer than what is kept here.
    if (saved && !document.querySelector("[data-errors]")) {
      restore(form, JSON.parse(saved) as Record<string, string[]>);
      form.querySelector("[data-restored]")?.removeAttribute("hidden");
    }
    let timer = 0;
    form.addEventListener("input", () => {
      form.dataset.typed = "1";
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        sessionStorage.setItem(key, JSON.stringify(values(form)));
        if (out) out.textContent = out.dataset.saved!;
        form.dispatchEvent(new CustomEvent("thonso:autosave", { bubbles: true, detail: { key } }));
      }, 400);
    });
    form.addEventListener("submit", () => {
      delete form.dataset.typed;
      sessionStorage.setItem(SENT, key);
    });
    // Whoever leaves a page whose text goes on by another button is asked first.
    if ("unsaved" in form.dataset) addEventListener("beforeunload", (event) => "typed" in form.dataset && event.preventDefault());
    form.addEventListener("reset", () => sessionStorage.removeItem(key));
  }
}
