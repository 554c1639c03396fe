// Loads what a page needs only when it is asked for.
export const load = (src: string): Promise<Event> => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = src;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});

/** The reader of cards comes with the first photo or scan,  which is seldom: most people type. */
export function cards(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-card-script]")) {
    const input = box.querySelector<HTMLInputElement>("input[type=file]")!;
    const scan = box.querySelector<HTMLButtonElement>("[data-card-scan]");
    if (scan && navigator.mediaDevices) scan.hidden = false; // absent where the connection is not a safe one
    const first = async (event: Event): Promise<void> => {
      try {
        await load(box.dataset.cardScript!);
      } catch {
        const status = box.querySelector<HTMLElement>("[data-card-status]")!;
        status.textContent = box.dataset.failed!;
        status.className = "field__error";
        input.value = ""; // the next photo tries again
        return;
      }
      input.removeEventListener("change", first);
      scan?.removeEventListener("click", first);
      event.target!.dispatchEvent(new Event(event.type));
    };
    input.addEventListener("change", first);
    scan?.addEventListener("click", first);
  }
}
