/** What an archive may be at most. Each is checked while it is read, before what exceeds it is kept. @public */
export interface ArchiveLimits {
  /** Bytes of the tarball. 50 MB unless given. */
  readonly packedBytes: number;
  /** Bytes of the archive in the tarball: all files, and what stands between them. 200 MB unless given. */
  readonly unpackedBytes: number;
  /** Files and the folders that they lie in. 10,000 unless given. */
  readonly entries: number;
  /** UTF-8 bytes of a file's or folder's own name. 255 unless given. */
  readonly segmentBytes: number;
  /** UTF-8 bytes of a path. 1,024 unless given. */
  readonly pathBytes: number;
  /** How many times as many bytes as it has a tarball may unpack to, once that is more than a megabyte. 200 unless given. */
  readonly ratio: number;
}

/** The limits of packages of plugins. @public */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  packedBytes: 50_000_000,
  unpackedBytes: 200_000_000,
  entries: 10_000,
  segmentBytes: 255,
  pathBytes: 1024,
  ratio: 200,
};
