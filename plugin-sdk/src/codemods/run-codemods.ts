import { lstat, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataWaveError } from '../errors.ts';
import type { Codemod, CodemodNote } from './codemod.ts';

/** What {@link runCodemods} is told. @public */
export interface CodemodOptions {
  /** Folder of the plugin. */
  readonly directory: string;
  readonly codemods: readonly Codemod[];
  /** Changes no file; the answer is the same. */
  readonly isDry?: boolean;
}

/** What codemods did to a file, or would do. @public */
export interface ChangedFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** Ids of the codemods that changed it or have a note for it. */
  readonly codemods: readonly string[];
  readonly before: string;
  readonly after: string;
  /** What is left to people, at the lines of `after`. */
  readonly notes: readonly CodemodNote[];
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage', 'fixtures']);
const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/**
 * Applies codemods to the sources of a plugin that import the SDK; `node_modules`, `dist`, `fixtures`, hidden folders and links are left
 * alone. Each file is replaced at once, and none before all were worked out. Needs the package `ts-morph`.
 * @returns the files that change or need somebody to look, by path
 * @throws DataWaveError DW_CODEMOD_SOURCE for a folder that cannot be read, DW_CODEMOD_FAILED naming the codemod and the file
 * @public
 */
export async function runCodemods(options: CodemodOptions): Promise<readonly ChangedFile[]> {
  const { Project } = await import('ts-morph');
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { allowJs: true, noLib: true },
  });
  const changed: ChangedFile[] = [];
  for (const path of await sourcesOf(options.directory)) {
    const before = await readFile(join(options.directory, path), 'utf8');
    if (!before.includes('@datawave/plugin-sdk')) continue;
    const file = project.createSourceFile(`/${path}`, before);
    const ids: string[] = [];
    const notes: CodemodNote[] = [];
    for (const codemod of options.codemods) {
      const text = file.getFullText();
      const left = apply(codemod, path, () => codemod.apply(file));
      notes.push(...left);
      if (left.length > 0 || file.getFullText() !== text) ids.push(codemod.id);
    }
    const after = file.getFullText();
    if (ids.length > 0) changed.push({ path, codemods: ids, before, after, notes });
    project.removeSourceFile(file);
  }
  if (options.isDry !== true) {
    for (const { path, before, after } of changed)
      if (after !== before) await replaceFile(join(options.directory, path), after);
  }
  return changed;
}

/** Paths of the sources below a folder, in order. */
async function sourcesOf(directory: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || LEFT_OUT.has(entry.name)) continue;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile() && SOURCE.test(entry.name)) found.push(path);
    }
  };
  try {
    await visit('');
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_CODEMOD_SOURCE',
      message: `The sources in ${directory} cannot be read.`,
      hint: 'Name the folder of a plugin.',
      where: directory,
      cause,
    });
  }
  return found.sort();
}

function apply<T>(codemod: Codemod, path: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_CODEMOD_FAILED',
      message: `The codemod "${codemod.id}" failed at ${path}; no file was changed.`,
      hint: 'Correct the file if it does not compile, or leave this codemod out and follow the change by hand.',
      where: path,
      cause,
    });
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const { mode } = await lstat(path);
  const beside = `${path}.codemod`;
  await writeFile(beside, text, { mode });
  await rename(beside, path);
}
