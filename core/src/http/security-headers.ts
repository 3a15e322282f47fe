import { createHash } from 'node:crypto';

/** Of every answer that is data: it may be neither rendered nor framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Header names and values in turn, as `writeHead` takes them fastest. Part of every answer of the API. */
export const API_HEADERS: readonly string[] = [
  'x-content-type-options',
  'nosniff',
  'content-security-policy',
  DATA_POLICY,
];

/** Of every page and asset that a browser loads from us. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
};

/**
 * Of scripts, styles and the like, which are the same for everybody: documents of an origin of their own load them as well, in which
 * elements of plugins are shown.
 */
export const SHARED_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** Of the shell's service worker: it fetches from us, and loads no further code. */
export const WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/** `'sha256-…'` of an inline element's text, as a policy names it. */
export function policyHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * The policy of an HTML page: nothing but its own origin, and of inline elements exactly those that stand in it
 * (the import map above all).
 */
export function pagePolicy(html: string): string {
  return [
    "default-src 'none'",
    `script-src 'self'${inlineHashes(html, 'script')}`,
    `style-src 'self'${inlineHashes(html, 'style')}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    // Elements of plugins that are not trusted with the page; each names what it may do by its own policy.
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // No text becomes markup or script but by the templates of lit, which make one policy of this name, and the address of the
    // shell's service worker.
    "require-trusted-types-for 'script'",
    'trusted-types lit-html datawave-worker',
  ].join('; ');
}

/** Headers of the document in which an element of a plugin is shown that is not trusted with the page. */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'x-frame-options': 'SAMEORIGIN',
  'x-dns-prefetch-control': 'off',
};

/**
 * The policy of that document: an origin of its own, which is nobody's and keeps nothing; scripts of ours and of plugins, and no way
 * to any network. Its only way out is the channel to the shell.
 */
export function framePolicy(html: string): string {
  return [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src 'self'${inlineHashes(html, 'script')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

/** Hashes of the inline elements of a document, each after a space. */
function inlineHashes(html: string, element: 'script' | 'style'): string {
  return [
    ...html.matchAll(
      new RegExp(`<${element}(?<attributes>[^>]*)>(?<text>[\\s\\S]*?)</${element}\\s*>`, 'gi'),
    ),
  ]
    .filter((match) => !/\ssrc\s*=/i.test(match.groups?.['attributes'] ?? ''))
    .map((match) => ` ${policyHash(match.groups?.['text'] ?? '')}`)
    .join('');
}
