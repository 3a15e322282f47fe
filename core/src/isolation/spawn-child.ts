import type { ChildProcess } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Wall } from './walls/index.ts';

/** The program that runs an isolated plugin. */
export const CHILD_PROGRAM = fileURLToPath(
  new URL(`./child/main${extname(import.meta.url)}`, import.meta.url),
);

/** Folders that a wall must let the program read. */
export const CHILD_FOLDERS: readonly string[] = [
  import.meta.dirname,
  join(import.meta.dirname, '../storage/unit-of-work'),
];

/**
 * @param entry - absolute path of the plugin's module
 * @param cache - folder for compiled code, that the plugin may write
 */
export const spawnChild = (
  wall: Pick<Wall, 'spawn'>,
  plugin: string,
  entry: string,
  cache: string,
): ChildProcess => wall.spawn(CHILD_PROGRAM, [plugin, pathToFileURL(entry).href, sdkFolder(), cache]);

function sdkFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.resolve('@datawave/plugin-sdk')));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return realpathSync(folder);
}
