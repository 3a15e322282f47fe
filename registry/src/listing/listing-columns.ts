import type { PluginNeeds } from '@datawave/plugin-sdk';
import { isRecord, objectOf, type PackageJson, textOf, textsOf } from '../publish/package-json.ts';

/** What is listed of a version. */
export interface ListingColumns {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly needs: PluginNeeds;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Permissions that are shown in a listing at most. */
const MOST_PERMISSIONS = 100;

/** Reads what is listed from a package.json, whose manifest may have been admitted with faults. */
export function listingColumns(json: PackageJson): ListingColumns {
  const manifest = objectOf(json, 'datawave');
  const declared: readonly unknown[] = Array.isArray(manifest['permissions']) ? manifest['permissions'] : [];
  const id = textOf(manifest, 'id');
  return {
    id,
    title: (textOf(manifest, 'title') || id || textOf(json, 'name')).slice(0, 200),
    description: (textOf(manifest, 'description') || textOf(json, 'description')).slice(0, 2000),
    permissions: declared
      .flatMap((one) => (isRecord(one) && typeof one['id'] === 'string' ? [one['id']] : []))
      .slice(0, MOST_PERMISSIONS),
    needs: needsOf(objectOf(manifest, 'needs')),
    manifest,
  };
}

function needsOf(needs: Readonly<Record<string, unknown>>): PluginNeeds {
  const { database, jobs, http, mail, search } = needs;
  const [network, secrets, files] = [
    textsOf(needs, 'network'),
    textsOf(needs, 'secrets'),
    textsOf(needs, 'files'),
  ];
  return {
    ...(network.length === 0 ? {} : { network }),
    ...(database === 'own' || database === 'optional' ? { database } : {}),
    ...(typeof jobs === 'boolean' ? { jobs } : {}),
    ...(typeof http === 'boolean' ? { http } : {}),
    ...(typeof mail === 'boolean' ? { mail } : {}),
    ...(typeof search === 'boolean' ? { search } : {}),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(files.length === 0 ? {} : { files }),
  };
}

/** The manifest as it stands in a package.json: what its check found fault with is kept as it is, too. */
export const manifestOf = (json: PackageJson): Readonly<Record<string, unknown>> =>
  objectOf(json, 'datawave');
