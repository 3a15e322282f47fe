import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { rewriteDeclarations } from './declarations.ts';
import { root } from './repository.ts';
import { runTool } from './run-tool.ts';
import { renewOrCheck } from './stale-files.ts';

const SDK = join(root, 'plugin-sdk');
const REPORT = join('plugin-sdk', 'report.api.md');

/** Whether the committed report is the SDK's public surface; with `write` it makes it so. */
export async function checkApiReport(write = false): Promise<boolean> {
  // In the checkout, because the declarations import installed packages, but not among those, which count as foreign.
  const folder = mkdtempSync(join(root, '.datawave-api-'));
  try {
    if (!(await emitDeclarations(folder))) return false;
    const parts = entryPoints().map(({ name, file }) => ({
      name,
      report: extractReport(folder, name, file),
    }));
    const exported = new Set(parts.flatMap(({ report }) => namesExportedBy(report)));
    const sections = parts.map(
      ({ name, report }) => `# ${name}\n\n${withoutSharedNames(report, exported).trimEnd()}\n`,
    );
    const faults = sections.flatMap(faultsOf);
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) return false;
    return renewOrCheck(new Map([[REPORT, `${sections.join('\n').trimEnd()}\n`]]), 'npm run api', write);
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

function extractReport(folder: string, name: string, file: string): string {
  const entry = join(folder, 'types', 'plugin-sdk', file.replace(/\.ts$/, '.d.ts'));
  const reportFileName = `${name.replaceAll(/\W+/g, '-')}.api.md`;
  const reports = join(folder, 'reports');
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
      docModel: { enabled: false },
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
  return report.slice(report.indexOf('```ts'));
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
