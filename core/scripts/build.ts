import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { rewriteDeclarations } from './declarations.ts';
import { type PackageManifest, publishedManifest } from './published-manifest.ts';
import { listFiles, listPackages, root } from './repository.ts';
import { runTool } from './run-tool.ts';
import { staysInCheckout } from './shipped-files.ts';
import { checkTypes } from './typecheck.ts';

/**
 * `npm run build`: a `dist` folder for every package, which is what is published: JavaScript with declarations, and
 * everything beside it that is not a test. `npm run build:ui` follows, which adds the web shell and the
 * plugins' web components.
 */
async function buildPackages(): Promise<void> {
  if (!(await checkTypes())) throw new Error('the types are not sound, so nothing was built');
  const compiled = mkdtempSync(join(root, '.datawave-compiled-'));
  try {
    await compile(compiled);
    for (const folder of listPackages()) buildPackage(folder, join(compiled, folder));
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
}

function buildPackage(folder: string, compiled: string): void {
  const manifest: PackageManifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  // The shell's dist is the built shell itself; its own build makes it.
  if (manifest.name === '@datawave/shell-ui') return;
  const dist = join(root, folder, 'dist');
  mkdirSync(dist, { recursive: true });
  // Built web components stay: `npm run build:ui` knows when they are stale.
  for (const name of readdirSync(dist)) {
    if (name !== 'ui') rmSync(join(dist, name), { recursive: true, force: true });
  }
  if (existsSync(compiled)) cpSync(compiled, dist, { recursive: true });
  for (const name of globSync('**/*', {
    cwd: join(root, folder),
    exclude: staysInCheckout,
  })) {
    if (staysInCheckout(name) || isSource(name)) continue;
    const source = join(root, folder, name);
    if (globSync(source, { withFileTypes: true }).some((entry) => entry.isFile())) {
      cpSync(source, join(dist, name), { recursive: true });
    }
  }
  cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
  console.log(`built ${folder}/dist`);
}

function isSource(name: string): boolean {
  return basename(name) === 'package.json' || (/\.ts$/.test(name) && !/templates\//.test(name));
}

/** Compiles the sources of all packages at once into a folder that is laid out like the checkout. */
async function compile(folder: string): Promise<void> {
  const project = {
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      // The types have just been checked, with each part's own global names.
      noCheck: true,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: '..',
      outDir: '.',
      lib: ['es2024', 'dom', 'dom.iterable', 'esnext.disposable', 'esnext.iterator', 'esnext.collection'],
    },
    include: [],
    exclude: [],
    files: listFiles('src/**/*.ts')
      .filter((file) => !staysInCheckout(file) && !file.startsWith('shell-ui/'))
      .map((file) => join('..', file)),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  if ((await runTool('typescript', ['-p', folder], 'tsc')) !== 0)
    throw new Error('the sources do not compile');
  rewriteDeclarations(folder);
}

try {
  await buildPackages();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
