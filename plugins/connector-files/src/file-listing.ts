import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { AssetProblem } from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import {
  assetLabel,
  assetProblem,
  type FileAccess,
  fileError,
  sourceError,
} from '@datawave/plugin-sdk/connector';
import { shapeByName } from './file-format.ts';

const MAX_DEPTH = 32;

/** A file of the source: where it is and how it is named there. */
export interface ListedFile {
  readonly path: readonly string[];
  readonly file: string;
}

/** What the settings' path stands for. */
export interface FileTarget {
  /** Folder against which the paths of assets are counted. */
  readonly base: string;
  list(signal: AbortSignal): AsyncGenerator<ListedFile | AssetProblem, void, void>;
  /** The file of an asset. @throws DataWaveError when its path leads out */
  locate(path: readonly string[]): Promise<string>;
}

const GLOB = /[*?[\]{}]/;

/** A glob over a path with `/`: `*` and `?` stay within a segment, `**` goes through folders. */
function globPattern(glob: string): RegExp {
  let pattern = '';
  for (let at = 0; at < glob.length; at += 1) {
    const rest = glob.slice(at);
    if (rest.startsWith('**/')) {
      pattern += '(?:[^/]+/)*';
      at += 2;
    } else if (rest.startsWith('**')) {
      pattern += '.*';
      at += 1;
    } else if (rest[0] === '*') pattern += '[^/]*';
    else if (rest[0] === '?') pattern += '[^/]';
    else if (rest[0] === '{' && rest.includes('}')) pattern += '(?:';
    else if (rest[0] === '}') pattern += ')';
    else if (rest[0] === ',' && glob.slice(0, at).split('{').length > glob.slice(0, at).split('}').length)
      pattern += '|';
    else if (rest[0] === '[' && rest.indexOf(']') > 1) {
      const end = rest.indexOf(']');
      pattern += `[${rest.slice(1, end).replace(/^!/, '^').replace(/[\\[]/g, '\\$&')}]`;
      at += end;
    } else pattern += (rest[0] ?? '').replace(/[.+^$()|\\{}[\]]/g, '\\$&');
  }
  return new RegExp(`^${pattern}$`, 'su');
}

/** Files below a folder, in the order of their names; links that lead round in circles or out of the roots are not followed. */
async function* walk(
  folder: string,
  base: string,
  access: FileAccess,
  visited: Set<string>,
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<ListedFile | AssetProblem, void, void> {
  const pathOf = (file: string): readonly string[] =>
    relative(base, file)
      .split(sep)
      .filter((segment) => segment !== '');
  const real = await realpath(folder).catch(() => null);
  if (real === null || visited.has(real) || depth > MAX_DEPTH) return;
  visited.add(real);
  let entries: Awaited<ReturnType<typeof readFolder>>;
  try {
    entries = await readFolder(folder);
  } catch (error) {
    yield assetProblem(
      pathOf(folder).length === 0 ? [basename(folder)] : pathOf(folder),
      fileError(error, folder),
    );
    return;
  }
  for (const entry of entries) {
    signal.throwIfAborted();
    if (entry.name.startsWith('.')) continue;
    const file = join(folder, entry.name);
    let isFolder = entry.isDirectory();
    if (entry.isSymbolicLink()) {
      try {
        isFolder = (await stat(await access.admit(file))).isDirectory();
      } catch (error) {
        if (
          DataWaveError.is(error) &&
          (shapeByName(entry.name) !== null || error.code === 'DW_SOURCE_CONFIG')
        )
          yield assetProblem(pathOf(file), error);
        continue;
      }
    } else if (!isFolder && !entry.isFile()) continue;
    if (isFolder) yield* walk(file, base, access, visited, depth + 1, signal);
    else yield { path: pathOf(file), file };
  }
}

const readFolder = async (
  folder: string,
): Promise<
  readonly { readonly name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }[]
> => (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** What lies below a path that may be a file, a folder or a glob. Each must lie below the folders that may be read. */
export async function openTarget(path: string, access: FileAccess, maxFiles: number): Promise<FileTarget> {
  const wanted = resolve(path);
  const status = await stat(wanted).catch(() => null);
  const isGlob = status === null && GLOB.test(path);
  let base = wanted;
  if (isGlob) while (GLOB.test(base)) base = dirname(base);
  await access.admit(base);
  const isFile = status?.isFile() === true;
  if (isFile) base = dirname(wanted);
  if (!isGlob && status === null)
    throw sourceError(
      'DW_SOURCE_NOT_FOUND',
      `There is no file or folder ${wanted}.`,
      'Check the path.',
      '/path',
    );
  const pattern = isGlob ? globPattern(relative(base, wanted).split(sep).join('/')) : null;

  return {
    base,
    async *list(signal) {
      if (isFile) {
        yield { path: [basename(wanted)], file: wanted };
        return;
      }
      let files = 0;
      for await (const entry of walk(base, base, access, new Set(), 0, signal)) {
        if ('code' in entry) {
          yield entry;
          continue;
        }
        // A glob names its files itself; in a folder only what a name shows to be data is read.
        if (
          pattern === null
            ? shapeByName(entry.path.at(-1) ?? '') === null
            : !pattern.test(entry.path.join('/'))
        )
          continue;
        files += 1;
        if (files > maxFiles) {
          yield assetProblem(
            [basename(base)],
            sourceError(
              'DW_SOURCE_CONFIG',
              `There are more than ${maxFiles} files below ${base}; the rest was left out.`,
              'Raise "maxFiles" or name a smaller folder.',
              '/maxFiles',
            ),
          );
          return;
        }
        yield entry;
      }
    },
    async locate(assetPath) {
      if (
        assetPath.length === 0 ||
        assetPath.some(
          (segment) =>
            segment === '' ||
            segment === '.' ||
            segment === '..' ||
            segment.includes('/') ||
            segment.includes(sep) ||
            segment.includes('\0'),
        )
      ) {
        throw sourceError(
          'DW_SOURCE_ASSET_MISSING',
          `There is no file ${assetLabel(assetPath)} in this source.`,
          'Discover the source again.',
        );
      }
      try {
        // Admitted by its real path, opened by its name: a replacement must be seen.
        await access.admit(join(base, ...assetPath));
        return join(base, ...assetPath);
      } catch (error) {
        if (DataWaveError.is(error) && error.code === 'DW_SOURCE_NOT_FOUND')
          throw sourceError(
            'DW_SOURCE_ASSET_MISSING',
            `${assetLabel(assetPath)} does not exist any more.`,
            'Discover the source again.',
          );
        throw error;
      }
    },
  };
}
