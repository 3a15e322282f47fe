import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { platformPlugins, type VendoredPackage } from '@datawave/plugin-sdk/create';
import { userCache } from './user-cache.ts';

/** Sets of packages that are kept, the newest ones. */
const KEPT = 3;
const SCRIPT = join('core', 'scripts', 'pack-packages.ts');
/** What says nothing of what is packed. */
const IGNORED =
  /(^|\/)(node_modules|dist|test|bench|faults|attacks|eval|training|var|\.[^/]*)(\/|$)|\.test\.ts$/;

/** Packages that a new plugin may need, as folders of the checkout. */
const packageFolders = (): readonly string[] => [
  ...['plugin-sdk', 'core', 'shell-ui'],
  ...platformPlugins().map((name) => `plugins/${name}`),
];

/**
 * The SDK, the platform and plugins of a checkout as tarballs. They are kept in this user's cache under a hash of all that they are made
 * of, so that packing is done once for each state of the checkout.
 * @throws DataWaveError DW_CREATE_PACK_FAILED
 */
export async function packCheckout(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  onPack: () => void,
): Promise<Readonly<Record<string, VendoredPackage>>> {
  const cache = join(userCache(env), 'packages');
  const folders = packageFolders();
  const kept = join(cache, sourcesDigest(root, folders));
  if (!existsSync(join(kept, 'packages.json'))) {
    onPack();
    await pack(root, folders, kept, cache);
    forgetOld(cache);
  }
  const now = new Date();
  utimesSync(kept, now, now);
  const packed = JSON.parse(readFileSync(join(kept, 'packages.json'), 'utf8')) as Readonly<
    Record<string, VendoredPackage>
  >;
  return Object.fromEntries(
    Object.entries(packed).map(([name, { version, file }]) => [name, { version, file: join(kept, file) }]),
  );
}

/** Packs into a folder of its own, which gets its name when it is whole. */
async function pack(root: string, folders: readonly string[], kept: string, cache: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const draft = join(cache, `.new-${randomUUID()}`);
  try {
    const said = await run(root, [join(root, SCRIPT), draft, ...folders]);
    if (!existsSync(join(draft, 'packages.json'))) throw packFailed(said);
    try {
      renameSync(draft, kept);
    } catch (error) {
      // Another process has packed the same meanwhile.
      if (!existsSync(join(kept, 'packages.json'))) throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Runs a script of the checkout; answers the end of what it said. */
function run(root: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const keep = (chunk: string): void => {
      said = (said + chunk).slice(-4000);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', () => resolve(said));
  });
}

const packFailed = (said: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_CREATE_PACK_FAILED',
    message: `The packages of this checkout cannot be packed: ${said.trim().split('\n').at(-1) ?? 'nothing was said'}`,
    hint: 'Run "npm run build" in the checkout, mend what it names, and try again.',
  });

/** One hash over everything that is packed and what packs it: equal exactly when the same would come out. */
function sourcesDigest(root: string, folders: readonly string[]): string {
  const files = folders.flatMap((folder) => filesUnder(root, join(root, folder)));
  const hash = createHash('sha256');
  for (const file of [...files, join(root, 'package-lock.json')].sort())
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 32);
}

function filesUnder(root: string, folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (IGNORED.test(relative(root, path).split(sep).join('/'))) return [];
    return entry.isDirectory() ? filesUnder(root, path) : entry.isFile() ? [path] : [];
  });
}

function forgetOld(cache: string): void {
  const sets = readdirSync(cache)
    .filter((name) => /^[0-9a-f]{32}$/.test(name))
    .map((name) => ({ path: join(cache, name), usedAt: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of sets.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}
