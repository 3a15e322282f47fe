import { closedSchema, type HttpService, type StorageService } from '@datawave/plugin-sdk';
import type { PluginListing } from '@datawave/plugin-sdk/packaging';
import type { ListingSearch } from '../listing/listing-search.ts';
import type { Withdrawing } from '../publish/withdrawing.ts';
import { unknownPlugin, unknownVersion } from '../registry-errors.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import { forNpm } from './npm-answers.ts';
import { knownName } from './npm-names.ts';
import { PUBLISH } from './package-routes.ts';

const name = { type: 'string', maxLength: 214 } as const;
const tag = { type: 'string', maxLength: 64 } as const;

/** Mounts what the npm client asks beside packages: who one is, tags, search. */
export function mountClientRoutes(
  http: HttpService,
  parts: {
    readonly reads: string;
    readonly storage: StorageService;
    readonly plugins: PluginStore;
    readonly withdrawing: Withdrawing;
    readonly search: ListingSearch;
  },
): void {
  const { reads, storage, plugins, withdrawing, search } = parts;
  http.route({
    method: 'GET',
    path: '/npm/-/ping',
    permission: 'public',
    summary: 'Whether the registry is there',
    handler: async () => ({ body: {} }),
  });
  http.route({
    method: 'GET',
    path: '/npm/-/whoami',
    permission: 'registry:read',
    summary: 'Whom the token stands for, for "npm whoami"',
    handler: forNpm(async ({ scope }) => ({
      body: { username: scope.principal.displayName },
    })),
  });
  http.route<{ user: string }>({
    method: 'PUT',
    path: '/npm/-/user/:user',
    permission: 'public',
    summary: 'Says how one signs in with npm: by an API token, never by a password',
    params: closedSchema({ user: { type: 'string', maxLength: 300 } }, ['user']),
    handler: async () => ({
      status: 400,
      body: {
        error:
          'This registry takes no password from npm. Make an API token under "Your account", and write it into .npmrc as //HOST/api/v1/npm/:_authToken=TOKEN.',
      },
    }),
  });

  http.route<{ name: string }>({
    method: 'GET',
    path: '/npm/-/package/:name/dist-tags',
    permission: reads,
    summary: 'Tags of a plugin and the versions that they name',
    params: closedSchema({ name }, ['name']),
    handler: forNpm(async ({ scope, params }) => {
      const parsed = knownName(params.name);
      return storage.transaction(scope, async (tx) => {
        const plugin = await plugins.find(tx, parsed.full);
        if (plugin === null || plugin.version === null) throw unknownPlugin(parsed.full);
        return { body: await plugins.tags(tx, parsed.full) };
      });
    }),
  });
  http.route<{ name: string; tag: string }, never, string>({
    method: 'PUT',
    path: '/npm/-/package/:name/dist-tags/:tag',
    permission: PUBLISH,
    summary: 'Gives a version a tag',
    params: closedSchema({ name, tag }, ['name', 'tag']),
    body: { type: 'string', maxLength: 256 },
    handler: forNpm(async ({ scope, params, body }) => {
      await withdrawing.tag(scope, params.name, params.tag, body);
      return { status: 201, body: { ok: true } };
    }),
  });
  http.route<{ name: string; tag: string }>({
    method: 'DELETE',
    path: '/npm/-/package/:name/dist-tags/:tag',
    permission: PUBLISH,
    summary: 'Takes a tag away; latest goes to the highest version then',
    params: closedSchema({ name, tag }, ['name', 'tag']),
    handler: forNpm(async ({ scope, params }) => {
      await withdrawing.untag(scope, params.name, params.tag);
      return { body: { ok: true } };
    }),
  });

  http.route<{ spec: string }>({
    method: 'GET',
    path: '/npm/-/npm/v1/attestations/:spec',
    permission: reads,
    summary: 'What sigstore attests of a version, NAME@VERSION, as it came; whoever installs verifies it',
    params: closedSchema({ spec: { type: 'string', maxLength: 500 } }, ['spec']),
    handler: forNpm(async ({ scope, params: { spec } }) => {
      const at = spec.lastIndexOf('@');
      const { full } = knownName(spec.slice(0, Math.max(at, 0)));
      return storage.transaction(scope, async (tx) => {
        const attestations = await plugins.attestations(tx, full, spec.slice(at + 1));
        if (attestations.length === 0) throw unknownVersion(full, spec.slice(at + 1));
        return { body: { attestations } };
      });
    }),
  });

  http.route<never, { text?: string; size?: number; from?: number }>({
    method: 'GET',
    path: '/npm/-/v1/search',
    permission: reads,
    summary: 'Searches plugins, for "npm search"',
    query: {
      type: 'object',
      properties: {
        text: { type: 'string', maxLength: 500 },
        size: { type: 'integer', minimum: 0, maximum: 250, default: 20 },
        from: { type: 'integer', minimum: 0, maximum: 10_000, default: 0 },
      },
    },
    handler: forNpm(async ({ scope, query }) => {
      const { items, total } = await search.slice(scope, query.text ?? '', query.size ?? 20, query.from ?? 0);
      return { body: { objects: items.map(toObject), total, time: new Date().toISOString() } };
    }),
  });
}

const toObject = (listing: PluginListing): object => ({
  package: {
    name: listing.name,
    scope: listing.name.startsWith('@') ? listing.name.slice(1).split('/')[0] : 'unscoped',
    version: listing.version,
    description: listing.description,
    keywords: listing.kinds.map((kind) => `datawave-${kind}`),
    date: listing.updatedAt,
    links: {},
    author: { name: listing.publisher.title },
    publisher: { username: listing.publisher.id },
    maintainers: [{ username: listing.publisher.id }],
  },
  downloads: { total: listing.downloads },
  score: { final: 1, detail: { quality: 1, popularity: 1, maintenance: 1 } },
  searchScore: 1,
  flags: {},
});
