import type { PluginManifest } from '@datawave/plugin-sdk';
import { SESSION_TOPIC } from '../../live/kernel-topics.ts';
import { KERNEL_RESOURCES } from '../../plugins/discover.ts';
import { KERNEL_PERMISSIONS } from '../../plugins/permissions.ts';

/** A plugin that would be there after a change. */
export interface Claimant {
  readonly name: string;
  readonly manifest: PluginManifest;
}

/** Two plugins that claim one thing. */
export interface Conflict {
  /** The plugin that would come. */
  readonly name: string;
  /** What it claims: `id "catalog"`. */
  readonly what: string;
  /** Whose that is: a plugin's npm name, or `the platform`. */
  readonly owner: string;
}

/** Schemas that are nobody's: the platform's own and the database's. */
const TAKEN_SCHEMAS = ['core', 'kernel', 'public', 'information_schema'];

/** First segments of the shell's own pages. */
const SHELL_PAGES = ['', 'plugins', 'marketplace', 'plugin-changes', 'settings', 'design-system', 'sign-in'];

/** Pages by their first segment: `/sources/new` of another would be opened in the place of `/sources/:id`. */
const placeOf = (path: string): string => `pages below /${path.split('/')[1] ?? ''}`;

/** Everything of which there can be one on a platform. */
function claimsOf({
  id,
  resources = [],
  permissions = [],
  contributes = {},
}: PluginManifest): readonly string[] {
  const { pages = [], slots = [], live = [], commands = [] } = contributes;
  const elements = new Set([...pages, ...slots].map(({ element }) => element));
  return [
    `id "${id}"`,
    `database schema "${id.replaceAll('-', '_')}"`,
    ...resources.map((resource) => `route /api/v1/${resource}`),
    ...[...elements].map((element) => `element <${element}>`),
    ...new Set(pages.map(({ path }) => placeOf(path))),
    ...new Set(permissions.map((permission) => `permission "${permission.id}"`)),
    ...live.filter(({ topic }) => topic !== SESSION_TOPIC).map(({ topic }) => `topic "${topic}"`),
    ...commands.map(({ name }) => `command "${name}"`),
  ];
}

/**
 * What plugins that would come claim although it belongs to another.
 * @param coming - in the order in which they would come
 * @param staying - all others
 */
export function findConflicts(
  coming: readonly Claimant[],
  staying: readonly Claimant[],
): readonly Conflict[] {
  const reserved = coming.flatMap(({ manifest: { id } }) =>
    // The database keeps these for itself.
    id.startsWith('pg-') ? [[`database schema "${id.replaceAll('-', '_')}"`, 'the platform'] as const] : [],
  );
  const owners = new Map<string, string>([
    ...reserved,
    ...KERNEL_RESOURCES.map((resource) => [`route /api/v1/${resource}`, 'the platform'] as const),
    ...TAKEN_SCHEMAS.map((schema) => [`database schema "${schema}"`, 'the platform'] as const),
    ...SHELL_PAGES.map((segment) => [placeOf(`/${segment}`), 'the platform'] as const),
    ...KERNEL_PERMISSIONS.map((permission) => [`permission "${permission.id}"`, 'the platform'] as const),
  ]);
  for (const { name, manifest } of staying)
    for (const claim of claimsOf(manifest)) if (!owners.has(claim)) owners.set(claim, name);
  return coming.flatMap(({ name, manifest }) =>
    claimsOf(manifest).flatMap((claim): readonly Conflict[] => {
      const owner = owners.get(claim);
      if (owner === undefined) owners.set(claim, name);
      return owner === undefined || owner === name ? [] : [{ name, what: claim, owner }];
    }),
  );
}
