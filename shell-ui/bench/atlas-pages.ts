import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ARCHIVE =
  'https://repo1.maven.org/maven2/org/apache/atlas/atlas-dashboardv3/2.1.0/atlas-dashboardv3-2.1.0.war';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
};
/** What an Atlas that holds nothing answers: the least with which its pages draw themselves. */
const ANSWERS: readonly (readonly [part: string, answer: unknown])[] = [
  ['typedefs/headers', []],
  ['glossary', []],
  ['search/saved', []],
  ['admin/session', { userName: 'admin', 'atlas.session.timeout.secs': 900 }],
  ['admin/metrics', { data: { general: {}, entity: { entityActive: {}, entityDeleted: {} }, tag: {} } }],
  ['typedefs', { entityDefs: [], enumDefs: [], classificationDefs: [], businessMetadataDefs: [] }],
];

/** The web pages of Apache Atlas as its build on Maven Central has them, compressed as ours, with nothing behind them. */
export interface AtlasPages {
  readonly url: string;
  close(): void;
}

/**
 * Fetches and serves them on loopback.
 * @param folder An empty folder for what is fetched
 * @throws Error when they cannot be fetched or unpacked
 */
export async function serveAtlas(folder: string): Promise<AtlasPages> {
  const answer = await fetch(ARCHIVE);
  if (!answer.ok) throw new Error(`Apache Atlas could not be fetched: ${answer.status} from ${ARCHIVE}`);
  const archive = join(folder, 'atlas.zip');
  writeFileSync(archive, Buffer.from(await answer.arrayBuffer()));
  const { status } = spawnSync('python3', ['-m', 'zipfile', '-e', archive, folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`Apache Atlas could not be unpacked by python3 (${status}).`);
  const packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = join(folder, pathname);
    if (pathname.startsWith('/api')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(ANSWERS.find(([part]) => pathname.includes(part))?.[1] ?? {}));
      return;
    }
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const content = packed.get(file) ?? gzipSync(readFileSync(file), { level: 9 });
    packed.set(file, content);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-encoding', 'gzip');
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/n/index.html`, close: () => void server.close() };
}
