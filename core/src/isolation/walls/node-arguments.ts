/** What Node's permission model is told. */
export interface NodePermissions {
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  /** Megabytes. */
  readonly memoryMb: number;
}

/**
 * Arguments of Node behind a wall. Nothing is allowed but files: no children, workers, addons, WASI or inspector. node:sqlite is
 * left out, because the permission model does not see the files that it opens and attaches.
 */
export const nodeArguments = ({ readable, writable, memoryMb }: NodePermissions): readonly string[] => [
  '--permission',
  ...[...readable, ...writable].map((path) => `--allow-fs-read=${path}`),
  ...writable.map((path) => `--allow-fs-write=${path}`),
  `--max-old-space-size=${memoryMb}`,
  '--no-addons',
  '--disable-sigusr1',
  '--no-experimental-sqlite',
  '--no-global-search-paths',
];
