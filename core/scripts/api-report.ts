import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { rewriteDeclarations } from './declarations.ts';
import { root } from './repository.ts';
import { runTool } from './run-tool.ts';
import { renewOrCheck } from './stale-files.ts';

const SDK = join(root, 'plugin-sdk');
const REPORT = join('plugin-sdk', 'report.api.md');

/** What api-extractor says of an entry point: its report, and its doc model as parsed JSON. */
interface ExtractedEntry {
  readonly name: string;
  readonly report: string;
  readonly model: unknown;
}

let extracted: Promise<readonly ExtractedEntry[] | null> | null = null;

/** Of each entry point, worked out once: the report and the documentation are made of the same. Null where there are no declarations. */
function extractAll(): Promise<readonly ExtractedEntry[] | null> {
  extracted ??= withDeclarations((folder) =>
    entryPoints().map(({ name, file }) => ({ name, ...extractEntry(folder, name, file) })),
  );
  return extracted;
}

/** Whether the committed report is the SDK's public surface; with `write` it makes it so. */
export async function checkApiReport(write = false): Promise<boolean> {
  const parts = await extractAll();
  if (parts === null) return false;
  const exported = new Set(parts.flatMap(({ report }) => namesExportedBy(report)));
  const sections = parts.map(
    ({ name, report }) => `# ${name}\n\n${withoutSharedNames(report, exported).trimEnd()}\n`,
  );
  const faults = sections.flatMap(faultsOf);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) return false;
  return renewOrCheck(new Map([[REPORT, `${sections.join('\n').trimEnd()}\n`]]), 'npm run api', write);
}

/** The doc model of each entry point by the name that authors import. */
export async function readApiModels(): Promise<ReadonlyMap<string, unknown>> {
  const parts = await extractAll();
  if (parts === null) throw new Error('the declarations of the SDK cannot be made');
  return new Map(parts.map(({ name, model }) => [name, model]));
}

/** Runs something on the SDK's declarations, in a folder that goes afterwards; null where they cannot be made. */
async function withDeclarations<T>(use: (folder: string) => T): Promise<T | null> {
  // In the checkout, because the declarations import installed packages, but not among those, which count as foreign.
  const folder = mkdtempSync(join(root, '.datawave-api-'));
  try {
    return (await emitDeclarations(folder)) ? use(folder) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The SDK's entry points as its package.json exports them. */
function entryPoints(): readonly { readonly name: string; readonly file: string }[] {
  const manifest: { readonly name: string; readonly exports: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(SDK, 'package.json'), 'utf8'),
  );
  return Object.entries(manifest.exports)
    .filter(([, target]) => target.endsWith('.ts'))
    .map(([path, target]) => ({ name: join(manifest.name, path), file: target }));
}

async function emitDeclarations(folder: string): Promise<boolean> {
  const project = {
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
      outDir: './types',
      rootDir: '..',
      lib: ['es2024', 'dom', 'dom.iterable', 'esnext.disposable', 'esnext.iterator', 'esnext.collection'],
      typeRoots: ['../node_modules/@types'],
    },
    include: [],
    exclude: [],
    files: entryPoints().map(({ file }) => join('../plugin-sdk', file)),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const code = await runTool('typescript', ['-p', folder], 'tsc');
  rewriteDeclarations(join(folder, 'types'));
  return code === 0;
}

function extractEntry(folder: string, name: string, file: string): Omit<ExtractedEntry, 'name'> {
  const entry = join(folder, 'types', 'plugin-sdk', file.replace(/\.ts$/, '.d.ts'));
  const reportFileName = `${name.replaceAll(/\W+/g, '-')}.api.md`;
  const reports = join(folder, 'reports');
  const model = join(folder, 'models', `${name.replaceAll(/\W+/g, '-')}.api.json`);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(SDK, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: { tsconfigFilePath: join(folder, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: reports,
        reportTempFolder: join(reports, 'temp'),
      },
      docModel: { enabled: true, apiJsonFilePath: model, includeForgottenExports: false },
      dtsRollup: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
          // The report marks what is undocumented by itself; the message would add the path of a temporary file.
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true } },
      },
    },
  });
  const result = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (result.errorCount > 0) throw new Error(`api-extractor reports ${result.errorCount} errors in ${name}`);
  const report = readFileSync(join(reports, reportFileName), 'utf8');
  // Its own heading and note stand once above each entry point's part.
  return {
    report: report.slice(report.indexOf('```ts')),
    model: JSON.parse(readFileSync(model, 'utf8')) as unknown,
  };
}

const namesExportedBy = (report: string): readonly string[] =>
  [...report.matchAll(/^export (?:abstract )?\w+ (\w+)/gm)].map(([, name = '']) => name);

/** An entry point may speak of what another one exports: that is not forgotten, authors import it from there. */
function withoutSharedNames(report: string, exported: ReadonlySet<string>): string {
  const kept = report.split('\n').filter((line) => {
    const name = /\(ae-forgotten-export\) The symbol "(\w+)"/.exec(line)?.[1];
    return name === undefined || !exported.has(name);
  });
  return kept.join('\n').replaceAll(/^\/\/\n(?=\/\/ @(?:public|alpha|internal))/gm, '');
}

/** Whatever api-extractor warns of, and exports without a word of documentation. */
const faultsOf = (section: string): readonly string[] => {
  const entry = section.slice(2, section.indexOf('\n'));
  const undocumented = section.matchAll(/^\/\/ @\w+ .*\(undocumented\)\n(.*)/gm);
  return [
    ...[...section.matchAll(/Warning: (.*)/g)].map(([, warning]) => `${entry}: ${warning}`),
    ...[...undocumented].map(([, declaration]) => `${entry}: no documentation: ${declaration}`),
  ];
};

if (import.meta.filename === process.argv[1]) {
  process.exitCode = (await checkApiReport(process.argv.includes('--write'))) ? 0 : 1;
}
