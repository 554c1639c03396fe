// This phone itself: how large it writes, how much room there is, which version it runs.
import { $, $$, say } from "./dom";

const SIZE = "thonso:size";

/** How large all of it is written on this phone, for whoever opens it. */
export function sized(size = localStorage.getItem(SIZE) ?? ""): void {
  localStorage.setItem(SIZE, size);
  document.documentElement.dataset.size = size;
  const chosen = $$<HTMLInputElement>('[name="size"]').find((each) => each.value === size);
  if (chosen) chosen.checked = true;
}

export async function settings(shown: HTMLElement): Promise<void> {
  const room = await navigator.storage?.estimate?.();
  const used = Math.round((room?.usage ?? 0) / 1_048_576);
  $("[data-room]", shown).textContent = say("room", { used, free: Math.round(((room?.quota ?? 0) - (room?.usage ?? 0)) / 1_048_576) });
}

/** What keeps the application; a new version takes over only when somebody says so, and what is being written is kept first. */
export async function worker(leave: () => Promise<void> | undefined): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const found = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const fresh = (): void => void ($("[data-new]").hidden = !found.waiting);
  found.addEventListener("updatefound", () => found.installing?.addEventListener("statechange", fresh));
  fresh();
  $("[data-new] button").addEventListener("click", async () => {
    await leave();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    found.waiting?.postMessage("take-over");
  });
}
