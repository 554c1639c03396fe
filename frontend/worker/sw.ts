// Keeps the application for when there is no line. Nothing of a person passes through it: it answers only for documents that are the same for
// everybody. A new version is kept whole before it may take over, and takes over only when the application says that no form is open.
export {};
declare const self: ServiceWorkerGlobalScope & { KEPT: { version: string; keep: string[]; application: string; pack: string[] } };

const { version, keep, application, pack } = self.KEPT;
const NAME = `thonso-${version}`;
const FORMS = "thonso-forms"; // of any version: what a draft was begun with must open, whatever came after it
const PACK = "thonso-scanner"; // nearly half a megabyte: only where somebody has chosen it
const VOICES = "thonso-voices"; // of the languages that were chosen
const KEPT_BY = "X-Kept-By"; // which version of the worker put it there
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(keep.map((url) => new Request(url, { cache: "reload", credentials: "omit" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const forms = await caches.open(FORMS);
    for (const name of await caches.keys()) {
      if (!name.startsWith("thonso-") || [NAME, FORMS, VOICES].includes(name)) continue;
      if (name === PACK) {
        await forget(name);
        continue;
      }
      const old = await caches.open(name);
      for (const request of await old.keys()) {
        if (!isForm(new URL(request.url).pathname)) continue;
        const answer = await old.match(request);
        if (answer && !(await forms.match(request))) await forms.put(request, answer);
      }
      await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});

const isForm = (path: string): boolean => path.startsWith(`${application}mau/`);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (url.pathname === application || keep.includes(url.pathname)) return event.respondWith(kept(request, url.pathname));
  if (isForm(url.pathname)) return event.respondWith(stored(request, FORMS));
  if (/^\/am-thanh\/[0-9a-f-]{36}\/$/.test(url.pathname)) return event.respondWith(stored(request, VOICES));
  if (pack.includes(url.pathname)) return event.respondWith(stored(request, PACK));
  if (request.mode === "navigate" && url.pathname.startsWith("/thon/")) return event.respondWith(page(request));
});

async function kept(request: Request, path: string): Promise<Response> {
  return (await (await caches.open(NAME)).match(path)) ?? fetch(request);
}

/**
 * What never changes under its address (a sound, a file with a digest in its name) is kept once it was asked for. The questions of a form do not
 * change either, but how a release draws them does: "reload" asks for them anew where another one kept them.
 */
async function stored(request: Request, name: string): Promise<Response> {
  const own = await (await caches.open(NAME)).match(request.url, { ignoreVary: true });
  const found = own ?? (await caches.match(request.url, { ignoreVary: true }));
  if (found && (own || request.cache !== "reload" || found.headers.get(KEPT_BY) === version)) return found;
  try {
    const answer = await fetch(request.url, { credentials: "omit" });
    if (!answer.ok) return found ?? answer;
    const headers = new Headers(answer.headers);
    headers.set(KEPT_BY, version);
    await (await caches.open(name)).put(request.url, new Response(await answer.clone().blob(), { headers }));
    return answer;
  } catch (away) {
    if (found) return found;
    throw away;
  }
}

/** Of a pack that another version brings, nothing is kept of the one before. */
async function forget(name: string): Promise<void> {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) if (!pack.includes(new URL(request.url).pathname)) await cache.delete(request);
}

/** The other pages of the hamlet come from the server; without a line, or on one that hangs, the application stands in. */
async function page(request: Request): Promise<Response> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: end.signal });
  } catch {
    return (await (await caches.open(NAME)).match(application)) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}
