// For the TV alone (scope /tv/): a set that is switched on while the net is gone shows what it last showed, with its age. What hangs in the hamlet
// house names nobody; a page with a code is never kept, and takes with it what was kept before.
export {};
declare const self: ServiceWorkerGlobalScope;

const NAME = "thonso-tv";
const PATIENCE = 8000;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const stream = request.headers.get("Accept")?.includes("text/event-stream");
  if (request.method === "GET" && url.origin === location.origin && !stream) event.respondWith(newest(request, url.pathname === "/tv/"));
});

async function newest(request: Request, page: boolean): Promise<Response> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: end.signal });
    if (page && answer.ok && !answer.headers.has("X-Tv-Shows")) await caches.delete(NAME);
    else if (answer.ok && !answer.redirected) await (await caches.open(NAME)).put(request.url, answer.clone());
    return answer;
  } catch (away) {
    const found = await (await caches.open(NAME)).match(request.url, { ignoreVary: true });
    if (found) return found;
    throw away;
  } finally {
    clearTimeout(timer);
  }
}
