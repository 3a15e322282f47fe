/** The parts of a lock file's package entry that are looked at. */
interface LockEntry {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The parts of package-lock.json (version 3) that are looked at. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/**
 * Dependencies that the lock file does not hold, as `PACKAGE needs NAME`. npm writes such a lock file without a word
 * when an optional package of another platform cannot be found, and `npm ci` then refuses it in every fresh clone.
 */
export function findUnlocked({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${path || 'the root'} needs ${name}`),
  );
}

/** Looks where Node would: beside the package, then in every folder above. */
function isLocked(packages: LockFile['packages'], path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (candidate in packages) return true;
    if (folder === '') return false;
  }
}
