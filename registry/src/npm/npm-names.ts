import semver from 'semver';
import { invalidPublication, unknownPlugin } from '../registry-errors.ts';

/** An npm name in its parts. */
export interface NpmName {
  readonly full: string;
  /** With its `@`; null for a name without one. */
  readonly scope: string | null;
  /** Without the scope. */
  readonly base: string;
}

/** What npm lets a new package be called: lower case and safe in an address, with or without a scope. */
const NAME = /^(?:(?<scope>@[a-z0-9][a-z0-9._-]*)\/)?(?<base>[a-z0-9][a-z0-9._-]*)$/;
const LONGEST = 214;
const RESERVED: ReadonlySet<string> = new Set(['node_modules', 'favicon.ico']);

/** Null for what can be no name of a package. */
export function parseName(name: string): NpmName | null {
  const match = name.length <= LONGEST && !RESERVED.has(name) ? NAME.exec(name) : null;
  const base = match?.groups?.['base'];
  return base === undefined ? null : { full: name, scope: match?.groups?.['scope'] ?? null, base };
}

/** @throws DataWaveError DW_REGISTRY_UNKNOWN for what cannot be there */
export function knownName(name: string): NpmName {
  const parsed = parseName(name);
  if (parsed === null) throw unknownPlugin(name);
  return parsed;
}

/** @throws DataWaveError DW_REGISTRY_PUBLICATION */
export function newName(name: string): NpmName {
  const parsed = parseName(name);
  if (parsed !== null) return parsed;
  throw invalidPublication(
    `${JSON.stringify(name)} is no name for a package.`,
    'Use lower-case letters of ASCII, digits, "-", "." and "_", beginning with a letter or digit, such as @acme/connector-ledger.',
  );
}

/** The file name of a version's tarball: what npm itself calls it. */
export const tarballFile = ({ base }: NpmName, version: string): string => `${base}-${version}.tgz`;

/** Below the base address. */
export const tarballPath = (name: NpmName, version: string): string =>
  `${name.full}/-/${tarballFile(name, version)}`;

/** The version that a file name of a tarball names; null when it is not one of this package. */
export function versionOfFile({ base }: NpmName, file: string): string | null {
  if (!file.startsWith(`${base}-`) || !file.endsWith('.tgz')) return null;
  const version = file.slice(base.length + 1, -4);
  return semver.valid(version) === version ? version : null;
}
