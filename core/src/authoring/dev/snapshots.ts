import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Folder within the plugin's that holds its states; version control and npm pass over it. */
export const DEV_FOLDER = '.datawave-dev';
/** What is no part of a plugin that runs. */
const IGNORED =
  /^(node_modules|vendor|dist|var|coverage|release|conformance\.json|package-lock\.json|\..*|.*\.(log|tgz))$/;

/** Where the code of the plugin runs. */
export type DevMode = 'child' | 'in-process';

/** Whether an entry of the plugin's folder is looked at. */
export const isWatched = (name: string): boolean => !IGNORED.test(name);

/** Hashes of the files of a plugin by their paths, with forward slashes. */
export function fileHashes(directory: string): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (folder === directory && !isWatched(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile())
        hashes.set(
          relative(directory, path).split(sep).join('/'),
          createHash('sha256').update(readFileSync(path)).digest('base64url'),
        );
    }
  };
  visit(directory);
  return hashes;
}

/** Paths that differ between two states of a folder, those that are gone among them. */
export const changedPaths = (
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] =>
  [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path)).sort();

/**
 * States of a plugin's folder, each a copy: what runs does not change under the hands of whoever writes, and the one before is there to go
 * back to. Node evaluates a module once for each of its places, so every state has one of its own; where the code runs in a process of its
 * own, one place does for all.
 */
export class Snapshots {
  /** Folder under which the platform knows the plugin. */
  readonly current: string;
  readonly #directory: string;
  readonly #mode: DevMode;
  #last = 0;

  constructor(directory: string, mode: DevMode) {
    this.#directory = directory;
    this.#mode = mode;
    this.current = join(directory, DEV_FOLDER, 'current');
    rmSync(join(directory, DEV_FOLDER), { recursive: true, force: true });
    mkdirSync(join(directory, DEV_FOLDER), { recursive: true });
  }

  pathOf(number: number): string {
    return join(this.#directory, DEV_FOLDER, String(number));
  }

  /** Copies the folder as it is now. */
  take(): number {
    this.#last += 1;
    const to = this.pathOf(this.#last);
    for (const name of readdirSync(this.#directory))
      if (isWatched(name)) cpSync(join(this.#directory, name), join(to, name), { recursive: true });
    return this.#last;
  }

  /** Built web components of one state for another whose sources are the same. */
  handOn(from: number, to: number): void {
    const built = join(this.pathOf(from), 'dist');
    if (existsSync(built)) cpSync(built, join(this.pathOf(to), 'dist'), { recursive: true });
  }

  /** Puts a state in the place that the platform looks at. */
  use(number: number): void {
    const fresh = `${this.current}-${number}`;
    if (this.#mode === 'in-process') symlinkSync(this.pathOf(number), fresh, 'junction');
    else cpSync(this.pathOf(number), fresh, { recursive: true });
    // A folder is not replaced in one go as a link is; nothing reads it between the two, because the plugin is stopped meanwhile.
    rmSync(this.current, { recursive: true, force: true });
    renameSync(fresh, this.current);
  }

  /** Forgets all states but some. */
  keep(numbers: readonly number[]): void {
    for (const name of readdirSync(join(this.#directory, DEV_FOLDER)))
      if (/^\d+$/.test(name) && !numbers.includes(Number(name)))
        rmSync(join(this.#directory, DEV_FOLDER, name), { recursive: true, force: true });
  }

  /** Names of files of a state as their author knows them. */
  inWords(text: string, number: number): string {
    return text.replaceAll(this.pathOf(number), this.#directory).replaceAll(this.current, this.#directory);
  }

  close(): void {
    rmSync(join(this.#directory, DEV_FOLDER), { recursive: true, force: true });
  }
}
