import { readFile } from 'node:fs/promises';
import type { Exchange } from './exchange.ts';
import { type FirstModules, withModules } from './first-modules.ts';
import { HttpError } from './problem.ts';
import { notFound } from './route-authorization.ts';
import {
  FRAME_HEADERS,
  framePolicy,
  PAGE_HEADERS,
  SHARED_HEADERS,
  WORKER_POLICY,
} from './security-headers.ts';
import { findFile, sendBytes, sendFile } from './static-files.ts';

/** What is served outside the API. */
export interface PageParts {
  /** Folder of the built shell; null where none is served. */
  readonly shellDirectory: string | null;
  /** Folders of the plugins' built components, by plugin id. */
  readonly assets: ReadonlyMap<string, string>;
  /** What the shell fetches of plugins first. */
  readonly modules: FirstModules;
  readonly readiness: () => { readonly isReady: boolean; readonly reason: string | null };
  /** The OpenAPI document as text, and the page that shows it. */
  readonly openApi: () => string;
  /** Folder of the SDK's documentation; null where it was not built. */
  readonly documentation: string | null;
  readonly docs: () => { readonly html: string; readonly policy: string };
}

/** The one script that may fetch by itself. */
const WORKER = '/service-worker.js';
/** Where the documentation of the SDK is served. */
const DOCUMENTATION = '/docs/sdk';
const PLUGIN_ASSET = /^\/plugins\/([a-z0-9-]+)\/ui\/(.+)$/;
const PLUGIN_FRAME = /^\/plugins\/([a-z0-9-]+)\/frame$/;

/** Answers a request outside the API and tells the status. @throws HttpError 404, 405 */
export async function servePage(exchange: Exchange, parts: PageParts): Promise<number> {
  const { request, response, path } = exchange;
  const isHead = exchange.method === 'HEAD';
  if (!isHead && exchange.method !== 'GET') {
    throw new HttpError({
      code: 'DW_HTTP_METHOD_NOT_ALLOWED',
      message: `${exchange.method} is not answered here.`,
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
  }
  const id = { 'x-request-id': exchange.requestId };
  const data = {
    ...PAGE_HEADERS,
    ...id,
    'cache-control': 'no-cache',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
  switch (path) {
    case '/healthz':
      return sendStatus(exchange, 200, { status: 'alive' });
    case '/readyz': {
      const { isReady, reason } = parts.readiness();
      return sendStatus(exchange, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', reason });
    }
    case '/openapi.json':
      return sendBytes(
        response,
        Buffer.from(parts.openApi()),
        { ...data, 'content-type': 'application/json; charset=utf-8' },
        request.headers,
        isHead,
      );
    case '/docs': {
      const { html, policy } = parts.docs();
      return sendBytes(
        response,
        Buffer.from(html),
        { ...data, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' },
        request.headers,
        isHead,
      );
    }
  }
  if (path === DOCUMENTATION || path.startsWith(`${DOCUMENTATION}/`)) {
    if (path === DOCUMENTATION) return sendTo(exchange, `${DOCUMENTATION}/`);
    const { documentation } = parts;
    const rest = path.slice(DOCUMENTATION.length + 1);
    const file =
      documentation === null ? null : await findFile(documentation, rest === '' ? 'index.html' : rest);
    if (file === null) throw notFound();
    return sendFile(response, file, request.headers, isHead, id);
  }
  const asset = PLUGIN_ASSET.exec(path);
  if (asset) {
    const directory = parts.assets.get(asset[1] ?? '');
    const file = directory === undefined ? null : await findFile(directory, asset[2] ?? '');
    if (file === null) throw notFound();
    return sendFile(response, file, request.headers, isHead, { ...id, ...SHARED_HEADERS });
  }
  const { shellDirectory } = parts;
  if (shellDirectory === null) throw notFound();
  const framed = PLUGIN_FRAME.exec(path)?.[1];
  if (framed !== undefined) {
    const document = parts.assets.has(framed) ? await findFile(shellDirectory, 'frame.html') : null;
    if (document === null) throw notFound();
    const html = await readFile(document.path, 'utf8');
    const headers = {
      ...FRAME_HEADERS,
      ...id,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': framePolicy(html),
    };
    return sendBytes(response, Buffer.from(html), headers, request.headers, isHead);
  }
  const file =
    (await findFile(shellDirectory, path)) ??
    (isPagePath(path, request.headers.accept) ? await findFile(shellDirectory, 'index.html') : null);
  if (file === null) throw notFound();
  const headers = {
    ...id,
    ...(path === WORKER ? { 'content-security-policy': WORKER_POLICY } : {}),
    ...(path.startsWith('/static/') ? SHARED_HEADERS : {}),
  };
  return sendFile(response, file, request.headers, isHead, headers, async (html) =>
    withModules(html, await parts.modules.at(path)),
  );
}

/** A page of the shell's own routing: what names no file. */
function isPagePath(path: string, accept: string | undefined): boolean {
  if (!path.startsWith('/')) return false;
  const last = path.slice(path.lastIndexOf('/') + 1);
  // Only the address bar asks for HTML, and the name of a thing may end as a file does (`/assets/orders.json`);
  // whoever asks for anything else is not given a page in the place of a file.
  const isNavigation = /\btext\/html\b/.test(accept ?? '') && !path.startsWith('/static/');
  return (
    (isNavigation ||
      !/\.(?:js|mjs|css|map|json|svg|png|jpe?g|webp|avif|ico|woff2?|wasm|txt|xml|html)$/i.test(last)) &&
    !/\/(?:\.|%2e|\\|%5c)/i.test(path) &&
    // `/plugins/ID` is a page of the shell; what lies below it is what plugins are made of.
    !/^\/plugins\/[^/]*\//.test(path) &&
    !path.startsWith('/api/')
  );
}

/** Leads to where the links of a page are relative to. */
function sendTo({ response, requestId }: Exchange, location: string): number {
  response.writeHead(308, { location, 'content-length': '0', 'x-request-id': requestId }).end();
  return 308;
}

function sendStatus(exchange: Exchange, status: number, body: Readonly<Record<string, unknown>>): number {
  const text = JSON.stringify(body);
  exchange.response.writeHead(status, [
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    String(Buffer.byteLength(text)),
    'cache-control',
    'no-store',
    'x-content-type-options',
    'nosniff',
    'x-request-id',
    exchange.requestId,
  ]);
  exchange.response.end(exchange.method === 'HEAD' ? undefined : text);
  return status;
}
