// Only on desk pages: htmx for filters and inline review. Every hx- action must also work as a plain link or form.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false, // the content security policy forbids it anyway
  allowScriptTags: false,
  includeIndicatorStyles: false, // would be an inline style
  selfRequestsOnly: true,
  historyCacheSize: 0, // no page with personal data stays in the browser's storage
  scrollIntoViewOnBoost: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true }, // a form with its errors
    { code: "...", swap: false, error: true },
  ],
});

// An answer that cannot be swapped in (stale, gone, not now) is shown as the whole page it is: it says what to do next.
document.body.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("main");
  const main = document.querySelector("main");
  if (!page || !main) return;
  main.replaceWith(page);
  page.querySelector<HTMLElement>("h1")?.scrollIntoView();
});

// The first box of a long list stands for all of them, as it does where no script runs.
document.addEventListener("change", ({ target }) => {
  const list = (target as Element).closest<HTMLElement>("[data-every]");
  if (!list) return;
  const boxes = [...list.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const every = boxes.find((box) => box.value === list.dataset.every)!;
  const others = boxes.filter((box) => box !== every);
  if (target === every) others.forEach((box) => (box.checked = every.checked));
  else every.checked = others.every((box) => box.checked);
});
