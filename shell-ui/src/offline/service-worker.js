// Keeps the shell in this browser, so that it opens without a server and loads at once. The build writes VERSION and FILES before this.
// Never kept: answers of the API, which are somebody's, but for the shell's own words; addresses that are not the shell's or a plugin's code.
/* global VERSION, FILES */

const SHELL = `dw-shell-${VERSION}`;
const PARTS = `dw-parts-${VERSION}`;
/** A page that has not come by then is the one that is kept, where there is one. */
const PATIENCE_MS = 4000;
/** Names that a build makes of the content: they never mean anything else. */
const IMMUTABLE = /^\/(?:static|plugins\/[a-z0-9-]+\/ui\/static)\//;
const PLUGIN = /^\/plugins\/[a-z0-9-]+\/ui\//;
/** Words of the program in one language: the same for everybody, and needed to say that there is no server. */
const TEXTS = /^\/api\/v1\/ui\/messages\/[A-Za-z0-9-]+$/;
const OF_THE_SERVER = /^\/(?:api|docs|openapi\.json|healthz|readyz|metrics)(?:\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});

self.addEventListener('message', ({ data, ports }) => {
  if (data === 'take-over') void self.skipWaiting();
  else if (data === 'version') ports[0]?.postMessage(VERSION);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (TEXTS.test(url.pathname)) return void event.respondWith(fetchedOrKept(event));
  if (OF_THE_SERVER.test(url.pathname)) return;
  if (request.mode === 'navigate') {
    if (!PLUGIN.test(url.pathname)) event.respondWith(page(event));
  } else if (IMMUTABLE.test(url.pathname) || url.pathname === '/favicon.svg')
    event.respondWith(keptOrFetched(event));
  else if (PLUGIN.test(url.pathname)) event.respondWith(fetchedOrKept(event));
});

/** The last version stays: a tab that shows it may still need parts that it has not loaded. */
async function forgetOldVersions() {
  const names = await caches.keys();
  for (const prefix of ['dw-shell-', 'dw-parts-']) {
    const others = names.filter((name) => name.startsWith(prefix) && !name.endsWith(VERSION));
    for (const name of others.slice(0, -1)) await caches.delete(name);
  }
}

/** What is kept under an address. A browser that keeps nothing, for want of room or by its settings, has none, which is no fault. */
async function keptAt(address) {
  try {
    return await caches.match(address);
  } catch {
    return undefined;
  }
}

/** Keeps a copy while the answer is on its way to the page, which neither waits for that nor fails by it: what is not kept is asked again. */
function keep(event, address, response, name = PARTS) {
  if (response.status !== 200 || response.type !== 'basic') return;
  const copy = response.clone();
  const kept = caches.open(name).then((cache) => cache.put(address, copy));
  event.waitUntil(kept.catch(() => undefined));
}

async function keptOrFetched(event) {
  const kept = await keptAt(event.request);
  if (kept !== undefined) return kept;
  const response = await fetch(event.request);
  keep(event, event.request, response);
  return response;
}

async function fetchedOrKept(event) {
  try {
    const response = await fetch(event.request);
    if (response.status < 500) {
      keep(event, event.request, response);
      return response;
    }
    return (await keptAt(event.request)) ?? response;
  } catch (error) {
    const kept = await keptAt(event.request);
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** Other programs may live at other paths of the same site, and proxies answer pages of their own. */
async function isShell(response) {
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  return isPage && !response.redirected && (await response.clone().text()).includes('<dw-shell');
}

/** Every page of the shell is the same document, which finds by its address what to show. */
async function page(event) {
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
  });
  const kept = () => keptAt('/');
  const fetched = fetch(event.request).then(
    async (response) => {
      if (response.status >= 500) return (await kept()) ?? response;
      if (await isShell(response)) keep(event, '/', response, SHELL);
      return response;
    },
    async (error) => {
      const document = await kept();
      if (document === undefined) throw error;
      return document;
    },
  );
  // It is kept also where what was kept before it has been shown.
  event.waitUntil(fetched.catch(() => undefined));
  return Promise.race([fetched, late.then(async () => (await kept()) ?? fetched)]);
}
