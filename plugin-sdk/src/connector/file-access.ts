import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { DataWaveError } from '../errors.ts';
import { sourceError } from './source-error.ts';

/** Below which folders a connector may read. Symbolic links are followed first, so that none leads out. @public */
export interface FileAccess {
  /**
   * The real path of an existing file or folder that may be read.
   * @throws DataWaveError DW_SOURCE_NOT_FOUND, DW_SOURCE_CONFIG when it lies outside the roots, DW_SOURCE_PERMISSION
   */
  admit(path: string): Promise<string>;
}

const within = (root: string, path: string): boolean => {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/** The code of a Node.js system error, `ENOENT` for instance. @public */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** An error of the file system as an error of a source. @public */
export function fileError(error: unknown, label: string): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const code = systemErrorCode(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return sourceError('DW_SOURCE_NOT_FOUND', `There is no file or folder ${label}.`, 'Check the path.');
    case 'EACCES':
    case 'EPERM':
      return sourceError(
        'DW_SOURCE_PERMISSION',
        `The file system does not let this process read ${label}.`,
        'Give the account under which this process runs the right to read it.',
      );
    case 'ELOOP':
      return sourceError(
        'DW_SOURCE_NOT_FOUND',
        `The symbolic links of ${label} lead in a circle.`,
        'Mend the links.',
      );
    default:
      return sourceError(
        'DW_SOURCE_QUERY',
        `Reading ${label} failed (${code ?? 'unknown error'}).`,
        'Check the disk and the file.',
      );
  }
}

/**
 * Access below `roots`, which are relative to the working folder. A root of `/` admits every file: meant for the
 * command line, where whoever names a file may read it anyway. A function is asked each time, for roots that come and go.
 * @public
 */
export function fileAccess(
  admitted: readonly string[] | (() => readonly string[]),
  workingFolder: string = process.cwd(),
): FileAccess {
  return {
    async admit(path) {
      const roots = typeof admitted === 'function' ? admitted() : admitted;
      const wanted = resolve(workingFolder, path);
      const outside = (): DataWaveError =>
        sourceError(
          'DW_SOURCE_CONFIG',
          `${wanted} lies outside the folders that this connector may read.`,
          'Move it below one of the folders under "roots" in the plugin\'s settings, or add its folder there.',
          '/path',
        );
      const real = await realpath(wanted).catch((error: unknown) => error);
      const realRoots = await Promise.all(
        roots.map((root) => realpath(resolve(workingFolder, root)).catch(() => null)),
      );
      const admits = (candidate: string): boolean =>
        realRoots.some((root) => root !== null && within(root, candidate));
      if (typeof real !== 'string') {
        // Whether a file outside exists is nobody's business.
        if (!admits(wanted) && !roots.some((root) => within(resolve(workingFolder, root), wanted)))
          throw outside();
        throw fileError(real, wanted);
      }
      if (!admits(real)) throw outside();
      await stat(real).catch((error: unknown) => {
        throw fileError(error, wanted);
      });
      return real;
    },
  };
}
