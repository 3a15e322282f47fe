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
  const inline = (element: 'script' | 'style'): string =>
    [
      ...html.matchAll(
        new RegExp(`<${element}(?<attributes>[^>]*)>(?<text>[\\s\\S]*?)</${element}\\s*>`, 'gi'),
      ),
    ]
      .filter((match) => !/\ssrc\s*=/i.test(match.groups?.['attributes'] ?? ''))
      .map((match) => ` ${policyHash(match.groups?.['text'] ?? '')}`)
      .join('');
  return [
    "default-src 'none'",
    `script-src 'self'${inline('script')}`,
    `style-src 'self'${inline('style')}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // No text becomes markup or script but by the templates of lit, which make one policy of this name, and the address of the
    // shell's service worker.
    "require-trusted-types-for 'script'",
    'trusted-types lit-html datawave-worker',
  ].join('; ');
}
