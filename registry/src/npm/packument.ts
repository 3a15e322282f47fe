import type { PluginRevocation } from '@datawave/plugin-sdk/packaging';
import { hasInstallScript } from '../checks/package-checks.ts';
import type { PackageJson } from '../publish/package-json.ts';
import { revocationOf } from '../revocations/read-revocations.ts';
import type { PluginRow, VersionRow } from '../store/plugin-rows.ts';
import { type NpmName, tarballPath } from './npm-names.ts';

/** All that a packument is made of. */
export interface PackumentParts {
  readonly name: NpmName;
  readonly plugin: PluginRow;
  readonly versions: readonly VersionRow[];
  readonly tags: Readonly<Record<string, string>>;
  readonly revocations: readonly PluginRevocation[];
  /** With a slash at its end. */
  readonly base: string;
}

/** What an installer needs of a version, as npm's abbreviated form has it. */
const INSTALL_FIELDS = [
  ...['name', 'version', 'bin', 'directories', 'engines', 'os', 'cpu', 'libc', 'funding'],
  ...['dependencies', 'optionalDependencies', 'devDependencies', 'peerDependencies', 'peerDependenciesMeta'],
  ...['bundleDependencies', 'bundledDependencies'],
] as const;

/** Addresses of people are nobody's business; where there is none at all, npm prints "<undefined>" beside the name. */
const NO_EMAIL = '';

/** Media type of the abbreviated form. */
export const ABBREVIATED_TYPE = 'application/vnd.npm.install-v1+json';

/** Revision in the manner of CouchDB, by which npm tells whether what it changes is what it read. */
export const revisionOf = ({ revision }: PluginRow): string => `${revision}-0`;

/** The abbreviated form: what `npm install` reads. */
export function abbreviatedPackument(parts: PackumentParts): object {
  return {
    name: parts.name.full,
    modified: parts.plugin.updatedAt,
    'dist-tags': parts.tags,
    versions: Object.fromEntries(
      parts.versions.map((row) => [
        row.version,
        {
          ...Object.fromEntries(
            INSTALL_FIELDS.flatMap((field) => {
              const value = row.package[field];
              return value === undefined ? [] : [[field, value]];
            }),
          ),
          ...served(parts, row),
        },
      ]),
    ),
  };
}

/** The full form: what `npm view` reads, and what changes are made to. */
export function fullPackument(parts: PackumentParts & { readonly readme: string }): object {
  const { name, plugin, versions, tags } = parts;
  const shown = versions.find(({ version }) => version === tags['latest']) ?? versions.at(-1);
  return {
    _id: name.full,
    _rev: revisionOf(plugin),
    name: name.full,
    'dist-tags': tags,
    versions: Object.fromEntries(
      versions.map((row) => [
        row.version,
        {
          ...withoutScripts(row.package),
          _id: `${name.full}@${row.version}`,
          _npmUser: { name: row.publisherName, email: NO_EMAIL },
          ...served(parts, row),
        },
      ]),
    ),
    time: {
      created: plugin.createdAt,
      modified: plugin.updatedAt,
      ...Object.fromEntries(versions.map(({ version, publishedAt }) => [version, publishedAt])),
    },
    maintainers: [{ name: plugin.publisher, email: NO_EMAIL }],
    readme: parts.readme,
    ...pick(shown?.package ?? {}, [
      'description',
      'keywords',
      'license',
      'homepage',
      'repository',
      'bugs',
      'author',
    ]),
  };
}

function served({ name, base, revocations }: PackumentParts, row: VersionRow): object {
  const revocation = revocationOf(revocations, row.version);
  const warning = revocation === null ? row.deprecated : `Revoked: ${revocation.reason}`;
  return {
    dist: {
      tarball: row.referredTo ?? `${base}${tarballPath(name, row.version)}`,
      integrity: `sha512-${Buffer.from(row.sha512, 'hex').toString('base64')}`,
      shasum: row.sha1,
      fileCount: row.fileCount,
      unpackedSize: row.unpackedSize,
      ...(row.predicateType === null
        ? {}
        : {
            attestations: {
              url: `${base}-/npm/v1/attestations/${name.full.replace('/', '%2f')}@${row.version}`,
              provenance: { predicateType: row.predicateType },
            },
          }),
    },
    ...(warning === null ? {} : { deprecated: warning }),
    ...(hasInstallScript(row.package) ? { hasInstallScript: true } : {}),
  };
}

const withoutScripts = ({ scripts: _scripts, ...rest }: PackageJson): PackageJson => rest;

const pick = (json: PackageJson, fields: readonly string[]): object =>
  Object.fromEntries(fields.flatMap((field) => (json[field] === undefined ? [] : [[field, json[field]]])));
