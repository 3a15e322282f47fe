import { createTarDecoder } from 'modern-tar';
import { DataWaveError } from '../../errors.ts';
import { archiveFault } from './archive-fault.ts';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits.ts';
import { gunzip } from './gunzip.ts';
import { TarGate } from './tar-gate.ts';

/** A file of a package, as it stood in the tarball. @public */
export interface ArchivedFile {
  /** Below the package, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of an npm tarball by their paths without the leading `package/`, in the order of the archive. Nothing is written anywhere. Refused is
 * whatever is more than plain files with plain names: links, devices, paths that lead elsewhere or that mean another file on another system, names
 * that occur twice also in other letters, more than one meaning of a header, anything behind the end; and whatever exceeds the limits, as soon as
 * it does, so that a bomb costs no more memory than is allowed.
 * @throws DataWaveError DW_PACKAGE_NOT_GZIP, DW_PACKAGE_TRUNCATED, DW_PACKAGE_DAMAGED, DW_PACKAGE_TRAILING, DW_PACKAGE_TOO_LARGE,
 * DW_PACKAGE_ENTRY, DW_PACKAGE_PATH, DW_PACKAGE_DUPLICATE
 * @public
 */
export async function readArchive(
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<ReadonlyMap<string, ArchivedFile>> {
  const applied = { ...ARCHIVE_LIMITS, ...limits };
  const gate = new TarGate(applied);
  const files = new Map<string, ArchivedFile>();
  try {
    const pieces = streamOf(guarded(bytes, applied, gate));
    for await (const entry of pieces.pipeThrough(createTarDecoder({ strict: true }))) {
      if (entry.header.type === 'directory') {
        await entry.body.cancel();
        continue;
      }
      const admitted = gate.files[files.size];
      if (
        admitted === undefined ||
        admitted.name !== entry.header.name ||
        admitted.size !== entry.header.size
      )
        throw archiveFault('DW_PACKAGE_ENTRY', 'A header of the archive can be read in two ways.');
      files.set(admitted.path, { path: admitted.path, bytes: await collect(entry.body, admitted.size) });
    }
  } catch (error) {
    if (DataWaveError.is(error)) throw error;
    throw archiveFault('DW_PACKAGE_DAMAGED', 'The archive cannot be read.', error);
  }
  if (files.size !== gate.files.length)
    throw archiveFault('DW_PACKAGE_ENTRY', 'The archive can be read in two ways.');
  return files;
}

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* guarded(bytes: Uint8Array, limits: ArchiveLimits, gate: TarGate): AsyncGenerator<Uint8Array> {
  for await (const piece of gunzip(bytes, limits)) {
    gate.pass(piece);
    yield piece;
  }
  gate.end();
}

async function collect(body: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  for await (const piece of body) {
    bytes.set(piece, filled);
    filled += piece.length;
  }
  if (filled !== size)
    throw archiveFault('DW_PACKAGE_TRUNCATED', 'A file in the archive is shorter than its header says.');
  return bytes;
}
