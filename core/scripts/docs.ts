import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { buildSite } from '../../plugin-sdk/scripts/site/build-site.ts';
import { pagePolicy } from '../src/http/security-headers.ts';
import { readApiModels } from './api-report.ts';
import { root } from './repository.ts';

/** Where the site lies, and where the SDK says that it does. */
const SITE = join(root, 'plugin-sdk', 'dist', 'site');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Whether the documentation can be made: no link of it is broken, and no slot is without a description. */
export async function checkDocs(): Promise<boolean> {
  try {
    await buildSite(root, await readApiModels());
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

/**
 * `npm run docs`: makes the documentation of the SDK in `plugin-sdk/dist/site`, whole or not at all.
 * `npm run docs -- --serve [PORT]` shows it then on 127.0.0.1, under the policy under which the registry serves it.
 */
async function main(args: readonly string[]): Promise<void> {
  const started = performance.now();
  const files = await buildSite(root, await readApiModels());
  mkdirSync(dirname(SITE), { recursive: true });
  const made = mkdtempSync(join(dirname(SITE), '.site-'));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), content);
  }
  // Temporary folders are for their owner alone, and whoever serves this may be another.
  chmodSync(made, 0o755);
  rmSync(SITE, { recursive: true, force: true });
  renameSync(made, SITE);
  console.log(
    `made ${files.size} files of documentation in ${Math.round(performance.now() - started)} ms: ${join(SITE, 'index.html')}`,
  );
  if (args[0] === '--serve') serve(Number(args[1] ?? 8090));
}

function serve(port: number): void {
  createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const file = join(SITE, path.endsWith('/') ? `${path}index.html` : path);
    const type = TYPES[extname(file)];
    if (!file.startsWith(SITE) || type === undefined || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const content = readFileSync(file);
    const policy = type.startsWith('text/html')
      ? { 'content-security-policy': pagePolicy(content.toString()) }
      : {};
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...policy }).end(content);
  }).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/`));
}

if (import.meta.filename === process.argv[1]) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
