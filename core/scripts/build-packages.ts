import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { rewriteDeclarations } from './declarations.ts';
import { type PackageManifest, publishedManifest } from './published-manifest.ts';
import { liesInInner, listFiles, listPackages, root } from './repository.ts';
import { runTool } from './run-tool.ts';
import { staysInCheckout } from './shipped-files.ts';

/** Compiles sources into a folder that is laid out like the checkout, and lends it for as long as `use` runs. */
export async function withCompiled(
  folders: readonly string[],
  use: (compiled: string) => void | Promise<void>,
): Promise<void> {
  const compiled = mkdtempSync(join(root, '.datawave-compiled-'));
  try {
    await compile(compiled, folders);
    await use(compiled);
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
}

/**
 * Puts what is published of a package into a folder: JavaScript with declarations, and everything beside it that is not a test.
 * Web components are built by `npm run build:ui`, and are neither made nor taken along here.
 */
export function assemblePackage(folder: string, compiled: string, out: string): void {
  const manifest = readManifest(folder);
  mkdirSync(out, { recursive: true });
  const own = join(compiled, folder);
  const packages = listPackages();
  if (existsSync(own)) cpSync(own, out, { recursive: true });
  for (const name of globSync('**/*', {
    cwd: join(root, folder),
    exclude: staysInCheckout,
  })) {
    if (staysInCheckout(name) || isSource(name) || liesInInner(packages, folder, `${folder}/${name}`))
      continue;
    const source = join(root, folder, name);
    if (globSync(source, { withFileTypes: true }).some((entry) => entry.isFile())) {
      cpSync(source, join(out, name), { recursive: true });
    }
  }
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
}

/** The package.json of a package of the checkout. */
export function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageManifest;
}

function isSource(name: string): boolean {
  return basename(name) === 'package.json' || (/\.ts$/.test(name) && !/templates\//.test(name));
}

async function compile(folder: string, folders: readonly string[]): Promise<void> {
  const project = {
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      // Whoever builds all has had the types checked, with each part's own global names.
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
      .filter((file) => folders.some((name) => file.startsWith(`${name}/`)))
      .map((file) => join('..', file)),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  if ((await runTool('typescript', ['-p', folder], 'tsc')) !== 0)
    throw new Error('the sources do not compile');
  rewriteDeclarations(folder);
}
