import { type PluginManifest, printable } from '@datawave/plugin-sdk';
import type { CheckedPackage } from '@datawave/plugin-sdk/packaging';
import { grantsOf, type PluginGrants } from '../../../packages/lock/plugin-lock.ts';
import { saidOf } from '../../../packages/plan/review-text.ts';
import { formatTable } from '../../format-table.ts';

/** What a plugin asks of the platform and of whoever installs it, from its manifest. */
export interface PackageAsks extends PluginGrants {
  readonly jobs: boolean;
  readonly http: boolean;
}

/** What a manifest asks. */
export function asksOf(manifest: PluginManifest): PackageAsks {
  const { jobs = false, http = false } = manifest.needs ?? {};
  return { ...grantsOf(manifest), jobs, http };
}

/** What a package is, as rows of a report. It is a stranger's, so that what it says of itself is made harmless for terminals. */
export function describePackage(checked: CheckedPackage): readonly (readonly string[])[] {
  const { name, version, manifest, packageJson, size, unpackedSize, files, sha256, integrity, fileList } =
    checked;
  const rows = [
    ['package', `${name} ${version}`],
    ['plugin', `${manifest.id}${manifest.title === undefined ? '' : ` (${manifest.title})`}`],
    ['licence', typeof packageJson.license === 'string' ? packageJson.license : 'says none'],
    ['SDK', fileList?.sdk ?? manifest.apiVersion],
    ['size', `${kilobytes(size)} kB, unpacked ${kilobytes(unpackedSize)} kB in ${files.size} files`],
    ['sha256', sha256],
    ['integrity', integrity],
  ];
  return rows.map((row) => row.map(printable));
}

/** What it asks, as a table; a line when it asks nothing. */
export function formatAsks(asks: PackageAsks): string {
  const list = (texts: readonly string[]): string => texts.join(', ');
  const databases = { own: 'keeps data of its own', optional: 'keeps data where there is a database' };
  const rows: readonly (readonly [string, string])[] = [
    ['permissions', list(asks.permissions)],
    ['network', list(asks.network)],
    ['database', asks.database === null ? '' : databases[asks.database]],
    ['secrets', list(asks.secrets)],
    ['files', list(asks.files)],
    ['API', list(asks.api)],
    ['jobs', asks.jobs ? 'runs work in the background' : ''],
    ['HTTP', asks.http ? 'answers requests' : ''],
    ...(asks.people ?? []).map((way) => ['people', saidOf(way)] as const),
  ];
  const asked = rows.filter(([, what]) => what !== '');
  if (asked.length === 0) return 'It asks for nothing.\n';
  return `It asks for\n${formatTable(
    null,
    asked.map(([what, which]) => [`  ${what}`, printable(which)]),
  )}`;
}

const kilobytes = (bytes: number): string =>
  (bytes / 1000).toLocaleString('en', { maximumFractionDigits: 1 });
