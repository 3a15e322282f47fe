import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DataWaveError } from '../errors.ts';
import { parseLicense } from './licenses.ts';
import { parseKind, parseNames } from './names.ts';
import { packagesOf } from './package-json.ts';
import type { PackageSource } from './package-source.ts';
import { pluginFiles } from './plugin-files.ts';

/** What is to be created, as somebody wrote it. @public */
export interface CreateRequest {
  readonly kind: string;
  /** `badge`, or with a scope of npm `@acme/badge`. */
  readonly name: string;
  /** Folder to make; named after the plugin, below `cwd`, unless given. */
  readonly directory?: string | undefined;
  /** `apache-2.0` unless given. */
  readonly license?: string | undefined;
  readonly cwd: string;
  /** Where the SDK and the platform come from; asked only when all else is known to be right. */
  source(): Promise<PackageSource>;
}

/** A plugin that was created. @public */
export interface CreatedPlugin {
  /** Absolute. */
  readonly directory: string;
  readonly packageName: string;
  readonly id: string;
  /** Paths within the folder, with forward slashes. */
  readonly files: readonly string[];
}

/**
 * Makes the folder of a new plugin. The folder appears when it is whole: what fails leaves nothing behind.
 * @throws DataWaveError DW_CREATE_KIND_UNKNOWN, DW_CREATE_NAME_INVALID, DW_CREATE_LICENSE_UNKNOWN, DW_CREATE_FOLDER_TAKEN,
 *   DW_CREATE_FOLDER_UNWRITABLE
 * @public
 */
export async function createPlugin(request: CreateRequest): Promise<CreatedPlugin> {
  const kind = parseKind(request.kind);
  const names = parseNames(kind, request.name);
  const license = parseLicense(request.license ?? 'apache-2.0');
  const directory = resolve(request.cwd, request.directory ?? names.id);
  writing(directory, () => refuseTaken(directory));
  const draft = join(dirname(directory), `.datawave-new-${randomUUID()}`);
  try {
    prepare(draft, directory);
    const source = await request.source();
    const files = pluginFiles({ kind, names, license, source });
    const vendored =
      source.kind === 'registry' ? [] : packagesOf(kind).flatMap((name) => source.packages[name]?.file ?? []);
    writing(directory, () => {
      for (const [path, text] of files) {
        mkdirSync(dirname(join(draft, path)), { recursive: true });
        writeFileSync(join(draft, path), text);
      }
      if (vendored.length > 0) mkdirSync(join(draft, 'vendor'));
      for (const file of vendored) copyFileSync(file, join(draft, 'vendor', basename(file)));
      // Somebody else may have made it meanwhile: an empty folder is replaced, anything else is left alone.
      refuseTaken(directory);
      renameSync(draft, directory);
    });
    const all = [...files.keys(), ...vendored.map((file) => `vendor/${basename(file)}`)].sort();
    return { directory, packageName: names.packageName, id: names.id, files: all };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Makes the draft's folder, so that what cannot be written is said before anything is packed. */
function prepare(draft: string, directory: string): void {
  writing(directory, () => {
    mkdirSync(dirname(draft), { recursive: true });
    mkdirSync(draft);
  });
}

function refuseTaken(directory: string): void {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined || (stats.isDirectory() && readdirSync(directory).length === 0)) return;
  throw new DataWaveError({
    code: 'DW_CREATE_FOLDER_TAKEN',
    message: `${directory} is there already${stats.isDirectory() ? ' and is not empty' : ', and is no folder'}.`,
    hint: 'Take another name, name another folder with --dir, or move that one away. Nothing was written.',
    status: 409,
  });
}

/** Errors of the file system, said in words. */
function writing(directory: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (DataWaveError.is(error) || !(error instanceof Error && 'code' in error)) throw error;
    throw new DataWaveError({
      code: 'DW_CREATE_FOLDER_UNWRITABLE',
      message: `${directory} cannot be made: ${WORDS[String(error.code)] ?? `the file system says ${String(error.code)}`}.`,
      hint: 'Name a folder with --dir in which you may write. Nothing was left behind.',
      status: 400,
      cause: error,
    });
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  ENAMETOOLONG: 'its path is too long',
};
