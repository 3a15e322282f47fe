import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rewriteDeclarations } from './declarations.ts';
import { type PackageManifest, publishedManifest } from './published-manifest.ts';
import { listPackages, root } from './repository.ts';
import { runTool } from './run-tool.ts';

const NOT_PUBLISHED =
  /(^|\/)(node_modules|dist|test|bench|scripts|var|report\.api\.md)(\/|$)|\.test\.m?ts$|(^|\/)\.|tsconfig.*\.json$/;

/**
 * `npm run build`: a `dist` folder for every package, which is what is published: JavaScript with declarations, and
 * everything beside it that is not a test. The web shell is built by `npm run build:ui`.
 */
async function buildPackages(): Promise<void> {
  for (const folder of listPackages()) await buildPackage(folder);
}

async function buildPackage(folder: string): Promise<void> {
  const manifest: PackageManifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  // The shell's dist is the built shell itself; its own build makes it.
  if (manifest.name === '@datawave/shell-ui') return;
  const dist = join(root, folder, 'dist');
  const built = existsSync(join(dist, 'ui')) ? readUi(dist) : new Map<string, Buffer>();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  await compile(folder);
  for (const name of globSync('**/*', {
    cwd: join(root, folder),
    exclude: (path) => NOT_PUBLISHED.test(path),
  })) {
    if (NOT_PUBLISHED.test(name) || isSource(name)) continue;
    const source = join(root, folder, name);
    if (globSync(source, { withFileTypes: true }).some((entry) => entry.isFile())) {
      cpSync(source, join(dist, name), { recursive: true });
    }
  }
  for (const [name, content] of built) {
    mkdirSync(join(dist, dirname(name)), { recursive: true });
    writeFileSync(join(dist, name), content);
  }
  cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
  console.log(`built ${folder}/dist`);
}

/** Web components that `npm run build:ui` has left in a plugin's dist. */
function readUi(dist: string): ReadonlyMap<string, Buffer> {
  const files = globSync('ui/**/*', { cwd: dist, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(dist.length + 1), readFileSync(path)];
    }),
  );
}

function isSource(name: string): boolean {
  return basename(name) === 'package.json' || (/\.ts$/.test(name) && !/templates\//.test(name));
}

async function compile(folder: string): Promise<void> {
  const project = join(root, folder, 'dist', 'tsconfig.build.json');
  const isSdk = folder === 'plugin-sdk';
  const settings = {
    extends: join(root, isSdk ? 'shell-ui/tsconfig.json' : 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      stripInternal: true,
      rootDir: '..',
      outDir: '.',
      typeRoots: [join(root, 'node_modules', '@types')],
      types: ['node', 'mocha'],
    },
    include: ['../src/**/*.ts'],
    exclude: ['../src/**/*.test.ts', '../**/fixtures/**', '../**/templates/**'],
  };
  writeFileSync(project, JSON.stringify(settings));
  try {
    const code = await runTool('typescript', ['-p', project], 'tsc');
    if (code !== 0) throw new Error(`${folder} does not compile`);
  } finally {
    rmSync(project, { force: true });
  }
  rewriteDeclarations(join(root, folder, 'dist'));
}

try {
  await buildPackages();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
