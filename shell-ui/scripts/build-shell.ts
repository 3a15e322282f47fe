import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstModules } from './first-modules.ts';
import { fitWebAwesome } from './fit-web-awesome.ts';
import { writeLocales } from './locales.ts';
import { entryName, SHARED_AT_FIRST, SHARED_MODULES } from './shared-modules.ts';
import { versionOf, writeWorker } from './write-worker.ts';

const sha256 = (text: string, encoding: 'base64' | 'hex'): string =>
  createHash('sha256').update(text).digest(encoding);

/** What the bundler said it wrote, as far as it is needed here. */
interface Output {
  readonly output: readonly {
    readonly type: string;
    readonly fileName: string;
    readonly name?: string | undefined;
    readonly isEntry?: boolean;
    readonly imports?: readonly string[];
  }[];
}

/** Every script that the shell's own imports, and so on: what a browser has to have before anything is shown. */
function firstLoad(output: Output['output']): readonly string[] {
  const files = new Map(output.map((file) => [file.fileName, file]));
  const shell = output.find((file) => file.isEntry && file.name === 'shell');
  const needed = new Set<string>();
  const follow = (imports: readonly string[] = []): void => {
    for (const name of imports) {
      if (needed.has(name)) continue;
      needed.add(name);
      follow(files.get(name)?.imports);
    }
  };
  follow(shell?.imports);
  return [...needed];
}

/**
 * Builds the shell, lit and plugin-sdk/ui in one go, so that what they share is in shared chunks; writes index.html with
 * the import map and csp.json with the hash of that map.
 */
export async function buildShell(shellDirectory: string, outDirectory: string): Promise<void> {
  const { build } = await import('vite');
  const input: Record<string, string> = {
    shell: join(shellDirectory, 'src/main.ts'),
    guest: join(shellDirectory, 'src/sandbox/guest.ts'),
  };
  for (const specifier of SHARED_MODULES) input[entryName(specifier)] = specifier;
  const first = firstModules(input['shell'] ?? '');
  const result = await build({
    configFile: false,
    root: shellDirectory,
    logLevel: 'warn',
    publicDir: false,
    plugins: [fitWebAwesome(join(shellDirectory, '../plugin-sdk/src/ui/web-awesome')), first.plugin],
    build: {
      outDir: outDirectory,
      emptyOutDir: false,
      target: 'es2022',
      assetsDir: 'static',
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'strict',
        output: {
          // What is needed before anything is shown comes in one piece: each further module costs a request and its own turn.
          codeSplitting: { groups: [{ name: 'first', test: first.has }] },
          entryFileNames: 'static/[name]-[hash].js',
          chunkFileNames: 'static/[name]-[hash].js',
          assetFileNames: 'static/[name]-[hash][extname]',
        },
      },
    },
  });
  // A single build without watch answers one output.
  const { output } = result as Output;
  const entries = new Map(output.filter((file) => file.isEntry).map((file) => [file.name ?? '', file]));
  const fileOf = (name: string): string => {
    const file = entries.get(name);
    if (file === undefined) throw new Error(`The build of the shell left out its entry "${name}".`);
    return `/${file.fileName}`;
  };
  const map = JSON.stringify({
    imports: Object.fromEntries(SHARED_MODULES.map((specifier) => [specifier, fileOf(entryName(specifier))])),
  });

  const early = ['ask-early.js', 'theme-early.js', 'language-early.js']
    .map((name) => readFileSync(join(shellDirectory, 'src', name), 'utf8'))
    .join('');
  const theme = `static/theme-${sha256(early, 'hex').slice(0, 8)}.js`;
  writeFileSync(join(outDirectory, theme), early);
  copyFileSync(join(shellDirectory, 'src/favicon.svg'), join(outDirectory, 'favicon.svg'));

  const font = output.find((file) => /inter-latin-wght-normal-.*\.woff2$/.test(file.fileName));
  const sheets = output.filter((file) => file.fileName.endsWith('.css'));
  const isGuests = ({ fileName }: (typeof sheets)[number]): boolean => /\/guest-/.test(fileName);
  const styles = sheets.filter((file) => !isGuests(file));
  // Before anything that fetches a module: from then on some browsers take no map any more.
  const importMap = `<script type="importmap">${map}</script>`;
  const walls = readFileSync(join(shellDirectory, 'src/sandbox/guest-walls.js'), 'utf8');
  const wallsPath = `static/walls-${sha256(walls, 'hex').slice(0, 8)}.js`;
  mkdirSync(join(outDirectory, 'static'), { recursive: true });
  writeFileSync(join(outDirectory, wallsPath), walls);
  writeFileSync(
    join(outDirectory, 'frame.html'),
    readFileSync(join(shellDirectory, 'frame.html'), 'utf8').replace('<!--head-->', () =>
      [
        `<script src="/${wallsPath}" crossorigin></script>`,
        importMap,
        ...[...styles, ...sheets.filter(isGuests)].map(
          (file) => `<link rel="stylesheet" href="/${file.fileName}" crossorigin>`,
        ),
        `<script type="module" src="${fileOf('guest')}"></script>`,
      ].join('\n'),
    ),
  );
  const head = [
    importMap,
    `<script src="/${theme}"></script>`,
    ...styles.map((file) => `<link rel="stylesheet" href="/${file.fileName}">`),
    ...(font === undefined
      ? []
      : [`<link rel="preload" href="/${font.fileName}" as="font" type="font/woff2" crossorigin>`]),
    ...[...firstLoad(output).map((file) => `/${file}`), ...SHARED_AT_FIRST.map(entryName).map(fileOf)].map(
      (path) => `<link rel="modulepreload" href="${path}">`,
    ),
    `<script type="module" src="${fileOf('shell')}"></script>`,
  ];
  const languages = writeLocales(shellDirectory, outDirectory);
  const html = readFileSync(join(shellDirectory, 'index.html'), 'utf8')
    .replace('<html lang="en">', `<html lang="en" data-languages="${languages.join(' ')}">`)
    .replace('<!--head-->', () => head.join('\n'));
  const version = versionOf(
    html,
    output.map(({ fileName }) => fileName),
  );
  const document = html.replace('<html ', `<html data-version="${version}" `);
  writeFileSync(join(outDirectory, 'index.html'), document);
  const named = [...document.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(([, path = '']) => path);
  writeWorker(shellDirectory, outDirectory, version, [...new Set(named)]);
  writeFileSync(
    join(outDirectory, 'csp.json'),
    `${JSON.stringify({ scriptHashes: [`sha256-${sha256(map, 'base64')}`] })}\n`,
  );
}
