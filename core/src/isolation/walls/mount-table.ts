import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** How something of the host is seen in a confined process: read, executed, or written. */
export type Sight = 'read' | 'execute' | 'write' | 'device';

/** One thing of the host, under the path that it has there. */
export type Seen = readonly [how: Sight, path: string];

const OPTIONS: Readonly<Record<Sight, string>> = {
  read: 'bind,ro,nosuid,nodev,noexec',
  execute: 'bind,ro,nosuid,nodev',
  write: 'bind,nosuid,nodev,noexec',
  device: 'bind,nosuid,noexec',
};

/** What is mounted below a new root, and what has to be there for it. */
export interface MountTable {
  /** Lines of an fstab. */
  readonly table: string;
  /** Paths below the root, a line each. */
  readonly folders: string;
  readonly files: string;
}

/** As `getmntent` reads it. */
const encoded = (path: string): string =>
  path.replaceAll(/[\\ \t\n#]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** One program mounts all of it: a program for each would take the greater part of a start. */
export function mountTable(root: string, seen: readonly Seen[]): MountTable {
  const folders = new Set<string>();
  const files: string[] = [];
  for (const [, path] of seen) {
    if (statSync(path).isDirectory()) folders.add(root + path);
    else {
      folders.add(root + dirname(path));
      files.push(root + path);
    }
  }
  const binds = seen.map(
    ([how, path]) => `${encoded(path)} ${encoded(root + path)} none ${OPTIONS[how]} 0 0`,
  );
  // Only the process itself is seen, and nothing of the kernel.
  const own = `proc ${encoded(root)}/proc proc nosuid,nodev,noexec,hidepid=2,subset=pid 0 0`;
  return { table: [...binds, own].join('\n'), folders: [...folders].join('\n'), files: files.join('\n') };
}
