import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { namesEtag } from './conditional.ts';
import { decodeSegment } from './path.ts';
import { pathInvalid } from './request-input.ts';
import { PAGE_HEADERS, pagePolicy } from './security-headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
/** A build puts eight or more characters of the content's hash before the suffix: such a name never means anything else. */
const HASHED = /[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const HAS_DIGIT_OR_CASE = /[-.](?=[A-Za-z0-9_-]*[0-9A-Z])[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** A file found inside the folder it was looked for in. */
export interface FoundFile {
  readonly path: string;
  readonly stats: Stats;
}

/** Request headers that matter for a file. */
export interface FileConditions {
  readonly 'accept-encoding'?: string | string[] | undefined;
  readonly 'if-none-match'?: string | undefined;
}

/**
 * Looks up the URL path of a file below a folder. Null when there is none, or when it lies elsewhere in truth:
 * behind `..`, a symbolic link or a name that starts with a dot.
 */
export async function findFile(root: string, urlPath: string): Promise<FoundFile | null> {
  const segments: string[] = [];
  for (const segment of urlPath.split('/')) {
    if (segment === '') continue;
    const name = decodeSegment(segment);
    if (name === null) throw pathInvalid();
    if (name.startsWith('.') || /[\\/\0:]/.test(name)) return null;
    segments.push(name);
  }
  try {
    const [realRoot, path] = await Promise.all([realpath(root), realpath(join(root, ...segments))]);
    if (!path.startsWith(realRoot + sep)) return null;
    const stats = await stat(path);
    return stats.isFile() ? { path, stats } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Sends a file, compressed where the build left a compressed copy beside it. Answers the status.
 * @param rewrite - what becomes of a document before it is sent
 */
export async function sendFile(
  response: ServerResponse,
  file: FoundFile,
  conditions: FileConditions,
  isHead: boolean,
  extraHeaders: Readonly<Record<string, string>>,
  rewrite: (html: string) => Promise<string> = (html) => Promise.resolve(html),
): Promise<number> {
  const type = TYPES[extname(file.path).toLowerCase()] ?? 'application/octet-stream';
  const headers: Record<string, string | number> = {
    ...PAGE_HEADERS,
    ...extraHeaders,
    'content-type': type,
    'cache-control': isImmutable(file.path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  };
  if (type.startsWith('text/html')) {
    const html = await rewrite(await readFile(file.path, 'utf8'));
    return sendBytes(
      response,
      Buffer.from(html),
      { ...headers, 'content-security-policy': pagePolicy(html) },
      conditions,
      isHead,
    );
  }
  // A document opened by its own address, an SVG above all, runs nothing.
  headers['content-security-policy'] ??=
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
  const sent = (await compressedCopy(file, conditions)) ?? { ...file, encoding: null };
  const etag = `"${sent.stats.size.toString(36)}-${Math.trunc(sent.stats.mtimeMs).toString(36)}"`;
  headers['etag'] = etag;
  if (sent.encoding !== null) headers['content-encoding'] = sent.encoding;
  if (conditions['if-none-match'] !== undefined && namesEtag(conditions['if-none-match'], etag, true)) {
    response.writeHead(304, headers).end();
    return 304;
  }
  headers['content-length'] = sent.stats.size;
  response.writeHead(200, headers);
  if (isHead) {
    response.end();
    return 200;
  }
  await new Promise<void>((resolve) => {
    const stream = createReadStream(sent.path, { end: Math.max(sent.stats.size - 1, 0) });
    stream.once('error', (error) => response.destroy(error));
    response.once('close', () => {
      stream.destroy();
      resolve();
    });
    stream.pipe(response);
  });
  return 200;
}

/** Sends what is in memory, under an entity tag made from it. Answers the status. */
export function sendBytes(
  response: ServerResponse,
  bytes: Buffer,
  headers: Readonly<Record<string, string | number>>,
  conditions: FileConditions,
  isHead: boolean,
): number {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  if (conditions['if-none-match'] !== undefined && namesEtag(conditions['if-none-match'], etag, true)) {
    response.writeHead(304, { ...headers, etag }).end();
    return 304;
  }
  response.writeHead(200, { ...headers, etag, 'content-length': bytes.byteLength });
  response.end(isHead ? undefined : bytes);
  return 200;
}

function isImmutable(path: string): boolean {
  return HASHED.test(path) && HAS_DIGIT_OR_CASE.test(path) && !path.endsWith('.html');
}

async function compressedCopy(
  file: FoundFile,
  conditions: FileConditions,
): Promise<(FoundFile & { readonly encoding: string }) | null> {
  const accepted = String(conditions['accept-encoding'] ?? '');
  for (const [encoding, suffix] of ENCODINGS) {
    if (!new RegExp(`(?:^|,)\\s*${encoding}\\s*(?:;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$))|,|$)`).test(accepted))
      continue;
    try {
      const stats = await stat(file.path + suffix);
      // A copy that is older than its original was left by an earlier build.
      if (stats.isFile() && stats.mtimeMs >= file.stats.mtimeMs)
        return { path: file.path + suffix, stats, encoding };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return null;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EACCES'].includes(String(Reflect.get(error, 'code')));
