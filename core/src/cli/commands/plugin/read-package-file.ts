import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CommandIo, DataWaveError } from '@datawave/plugin-sdk';
import { ARCHIVE_LIMITS } from '@datawave/plugin-sdk/packaging';

/** The bytes of a package in a file. @throws DataWaveError DW_PACKAGE_UNREADABLE, DW_PACKAGE_TOO_LARGE */
export async function readPackageFile(name: string, io: CommandIo): Promise<Uint8Array> {
  const file = resolve(io.cwd, name);
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    if (size > ARCHIVE_LIMITS.packedBytes)
      throw new DataWaveError({
        code: 'DW_PACKAGE_TOO_LARGE',
        message: `${file} has ${size} bytes, a package ${ARCHIVE_LIMITS.packedBytes} at most.`,
        hint: 'Name the .tgz file of a package.',
      });
    return await handle.readFile();
  } catch (error) {
    if (DataWaveError.is(error)) throw error;
    throw new DataWaveError({
      code: 'DW_PACKAGE_UNREADABLE',
      message: `${file} cannot be read.`,
      hint: 'Name the .tgz file of a package, as "datawave plugin pack" printed it.',
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}
