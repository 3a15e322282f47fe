import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context } from 'mocha';

/** The programs that tests need beside Node, and the Debian package that brings each. */
export const SERVER_PACKAGES = {
  'redis-server': 'redis-server',
  postgres: 'postgresql',
  mariadbd: 'mariadb-server',
  // The browser without its windows: a sixth less processor time than the whole one.
  'chromium-headless-shell': 'chromium-headless-shell',
  slapd: 'slapd',
  'firefox-esr': 'firefox-esr',
} as const;

export type ServerProgram = keyof typeof SERVER_PACKAGES;

/** Where Debian puts programs that are not on everybody's PATH. */
const OTHER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/usr/local/bin', '/usr/bin'];

/** The path of a server program, or undefined when it is not installed. */
export function findServerProgram(program: ServerProgram): string | undefined {
  if (program === 'postgres') {
    const folder = findPostgresFolders()[0];
    return folder === undefined ? undefined : join(folder, 'postgres');
  }
  return findProgram(program);
}

/** The path of any program, or undefined when it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...OTHER_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/**
 * The `bin` folders of the installed PostgreSQL versions, the newest first. The environment variable
 * `DATAWAVE_TEST_POSTGRES` names another folder to look into, with a folder for each version as Debian has them.
 */
export function findPostgresFolders(): readonly string[] {
  const versions = process.env['DATAWAVE_TEST_POSTGRES'] ?? '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((version) => isExecutable(join(versions, version, 'bin', 'initdb')))
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(versions, version, 'bin'));
}

/**
 * Call it first in a `before` hook of tests that need a server: without the program they are skipped, and with
 * `CI=true` they fail. Answers the program's path.
 *
 * @example
 * before(function () { requireServer(this, 'redis-server'); });
 */
export function requireServer(context: Context, program: ServerProgram): string {
  const path = findServerProgram(program);
  if (path !== undefined) return path;
  const missing = `${program} is not installed (Debian: apt-get install ${SERVER_PACKAGES[program]})`;
  if (process.env['CI'] === 'true') throw new Error(`${missing}; with CI=true nothing is skipped`);
  return context.skip();
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
