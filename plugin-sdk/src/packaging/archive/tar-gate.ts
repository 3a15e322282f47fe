import { archiveFault } from './archive-fault.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { entryPath, foldPath } from './entry-path.ts';
import { readPax } from './pax.ts';
import { readTarHeader, type TarHeader } from './tar-header.ts';

const BLOCK = 512;
const MOST_PAX_BYTES = 16_384;

/** A file that may pass: its path below the package, and how the archive writes it. */
export interface AdmittedFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

/**
 * Looks at every header of a tar archive while it flows by, before the parser sees it: parsers take types that they do not know for files, and
 * settle by themselves what two headers of one file say differently. What passes has one meaning only.
 */
export class TarGate {
  /** In the order of the archive; it grows while pieces are let through. */
  readonly files: AdmittedFile[] = [];
  readonly #limits: ArchiveLimits;
  readonly #folds = new Map<string, string>();
  readonly #folders = new Map<string, string>();
  readonly #block = new Uint8Array(BLOCK);
  #filled = 0;
  #entries = 0;
  #headers = 0;
  /** Bytes of a body, with what fills its last block, that have still to pass. */
  #skip = 0;
  #pax: { readonly body: Uint8Array; filled: number } | null = null;
  #extended: ReadonlyMap<string, string> | null = null;
  #zeroBlocks = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /** Lets a piece of the archive through. @throws DataWaveError DW_PACKAGE_* */
  pass(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      if (this.#skip > 0) {
        const taken = Math.min(this.#skip, piece.length - at);
        this.#collect(piece.subarray(at, at + taken));
        this.#skip -= taken;
        at += taken;
        continue;
      }
      const taken = Math.min(BLOCK - this.#filled, piece.length - at);
      this.#block.set(piece.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < BLOCK) continue;
      this.#filled = 0;
      this.#passBlock();
    }
  }

  /** The archive has ended. @throws DataWaveError DW_PACKAGE_TRUNCATED */
  end(): void {
    if (this.#zeroBlocks < 2 || this.#filled > 0 || this.#skip > 0)
      throw archiveFault('DW_PACKAGE_TRUNCATED', 'The archive ends without its end mark.');
  }

  #passBlock(): void {
    if (this.#block.every((byte) => byte === 0)) {
      this.#zeroBlocks += 1;
      if (this.#pax !== null || this.#extended !== null)
        throw archiveFault(
          'DW_PACKAGE_DAMAGED',
          'The archive ends after an extended header that is about no file.',
        );
      return;
    }
    if (this.#zeroBlocks > 0)
      throw archiveFault('DW_PACKAGE_TRAILING', 'Something follows the end mark of the archive.');
    const header = readTarHeader(this.#block);
    this.#skip = Math.ceil(header.size / BLOCK) * BLOCK;
    if (header.kind === 'extended') this.#beginPax(header);
    else this.#admit(header);
  }

  #beginPax({ size }: TarHeader): void {
    if (this.#extended !== null)
      throw archiveFault('DW_PACKAGE_ENTRY', 'Two extended headers in a row are about one file.');
    if (size === 0 || size > MOST_PAX_BYTES)
      throw archiveFault(
        'DW_PACKAGE_ENTRY',
        `An extended header has ${size} bytes, ${MOST_PAX_BYTES} at most.`,
      );
    this.#pax = { body: new Uint8Array(size), filled: 0 };
  }

  /** Keeps the body of an extended header; those of files pass by. */
  #collect(piece: Uint8Array): void {
    const pax = this.#pax;
    if (pax === null) return;
    const part = piece.subarray(0, pax.body.length - pax.filled);
    pax.body.set(part, pax.filled);
    pax.filled += part.length;
    if (pax.filled < pax.body.length) return;
    this.#extended = readPax(pax.body);
    this.#pax = null;
  }

  #admit(header: TarHeader): void {
    // A folder may have a header of its own beside the files below it.
    this.#headers += 1;
    if (this.#headers > 2 * this.#limits.entries) throw this.#tooMany();
    if (header.size > this.#limits.unpackedBytes)
      throw archiveFault(
        'DW_PACKAGE_TOO_LARGE',
        `A file in the archive claims to have ${header.size} bytes.`,
      );
    const name = this.#extended?.get('path') ?? header.name;
    const size = this.#extended?.get('size');
    this.#extended = null;
    if (size !== undefined && size !== String(header.size))
      throw archiveFault('DW_PACKAGE_ENTRY', 'Two headers say different sizes of one file.');
    if (header.kind === 'folder') {
      const path = name.replace(/\/$/, '');
      // The folder of the package itself has no path below it.
      if (path === 'package') return;
      this.#claimFolders(`${entryPath(path, this.#limits)}/`);
      return;
    }
    const path = entryPath(name, this.#limits);
    this.#count();
    this.#claimFolders(path);
    const fold = foldPath(path);
    const other = this.#folds.get(fold) ?? this.#folders.get(fold);
    if (other !== undefined) throw duplicate(path, other);
    this.#folds.set(fold, path);
    this.files.push({ path, name, size: header.size });
  }

  /**
   * What is a folder on the way to a file is no file itself, and is written in one way. From the innermost outwards, up to one that is known:
   * each folder is looked at once, however many files lie below it.
   */
  #claimFolders(path: string): void {
    for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      const fold = foldPath(folder);
      const other = this.#folders.get(fold);
      if (other === folder) return;
      if (other !== undefined) throw duplicate(folder, other);
      const file = this.#folds.get(fold);
      if (file !== undefined) throw duplicate(folder, file);
      this.#folders.set(fold, folder);
      this.#count();
      if (at === 0) return;
    }
  }

  #count(): void {
    this.#entries += 1;
    if (this.#entries > this.#limits.entries) throw this.#tooMany();
  }

  #tooMany(): Error {
    return archiveFault(
      'DW_PACKAGE_TOO_LARGE',
      `The archive has more than ${this.#limits.entries} files and folders.`,
    );
  }
}

const duplicate = (path: string, other: string): Error =>
  archiveFault(
    'DW_PACKAGE_DUPLICATE',
    path === other
      ? `"${path}" is in the archive twice.`
      : `"${path}" and "${other}" are one file to some file systems.`,
  );
