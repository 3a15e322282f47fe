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
  if (TEXTS.test(url.pathname)) return void event.respondWith(fetchedOrKept(request));
  if (OF_THE_SERVER.test(url.pathname)) return;
  if (request.mode === 'navigate') {
    if (!PLUGIN.test(url.pathname)) event.respondWith(page(request));
  } else if (IMMUTABLE.test(url.pathname) || url.pathname === '/favicon.svg')
    event.respondWith(keptOrFetched(request));
  else if (PLUGIN.test(url.pathname)) event.respondWith(fetchedOrKept(request));
});

/** The last version stays: a tab that shows it may still need parts that it has not loaded. */
async function forgetOldVersions() {
  const names = await caches.keys();
  for (const prefix of ['dw-shell-', 'dw-parts-']) {
    const others = names.filter((name) => name.startsWith(prefix) && !name.endsWith(VERSION));
    for (const name of others.slice(0, -1)) await caches.delete(name);
  }
}

async function keep(request, response, name = PARTS) {
  if (response.status !== 200 || response.type !== 'basic') return;
  const cache = await caches.open(name);
  await cache.put(request, response);
}

async function keptOrFetched(request) {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  await keep(request, response.clone());
  return response;
}

async function fetchedOrKept(request) {
  try {
    const response = await fetch(request);
    if (response.status < 500) {
      await keep(request, response.clone());
      return response;
    }
    return (await caches.match(request)) ?? response;
  } catch (error) {
    const kept = await caches.match(request);
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
async function page(request) {
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
  });
  const kept = () => caches.match('/');
  const fetched = fetch(request).then(
    async (response) => {
      if (response.status >= 500) return (await kept()) ?? response;
      if (await isShell(response)) await keep('/', response.clone(), SHELL);
      return response;
    },
    async (error) => {
      const document = await kept();
      if (document === undefined) throw error;
      return document;
    },
  );
  return Promise.race([fetched, late.then(async () => (await kept()) ?? fetched)]);
}
