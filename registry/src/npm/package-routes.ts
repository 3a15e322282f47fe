import {
  closedSchema,
  type ExecutionScope,
  type HttpService,
  type RouteRequest,
  type RouteResponse,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { isRecord } from '../publish/package-json.ts';
import { carriesTarball, readPublishDocument } from '../publish/publish-document.ts';
import type { Publishing } from '../publish/publishing.ts';
import type { Withdrawing } from '../publish/withdrawing.ts';
import { invalidPublication, revokedVersion, unknownPlugin, unknownVersion } from '../registry-errors.ts';
import { readRevocations, revocationOf } from '../revocations/read-revocations.ts';
import type { DownloadCounter } from '../store/download-counter.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import type { TarballStore } from '../store/tarball-store.ts';
import { baseUrl, forNpm } from './npm-answers.ts';
import { knownName, tarballPath, versionOfFile } from './npm-names.ts';
import { ABBREVIATED_TYPE, abbreviatedPackument, fullPackument, type PackumentParts } from './packument.ts';

/** What the routes of packages work with. */
export interface PackageRouteParts {
  readonly config: Config;
  /** Sigstore's, by which provenance is verified; null where there is none. */
  readonly trustedRoot: unknown;
  /** Permission of what reads. */
  readonly reads: string;
  readonly storage: StorageService;
  readonly plugins: PluginStore;
  readonly tarballs: TarballStore;
  readonly publishing: Publishing;
  readonly withdrawing: Withdrawing;
  readonly downloads: DownloadCounter;
}

export const PUBLISH = 'registry:publish';
const LONGEST_NAME = 214;
const name = { type: 'string', maxLength: LONGEST_NAME } as const;
const version = { type: 'string', maxLength: 256 } as const;
/** Beside the tarball in base64: the version's package.json, its readme, and what frames them. */
const DOCUMENT_BYTES = 2 * 1024 * 1024;
const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

/** Mounts what `npm view`, `install`, `publish`, `unpublish` and `deprecate` ask for. */
export function mountPackageRoutes(http: HttpService, parts: PackageRouteParts): void {
  const { config, reads, trustedRoot } = parts;
  const bodyLimit = Math.ceil((config.maxTarballBytes * 4) / 3) + DOCUMENT_BYTES;

  http.route<{ name: string }>({
    method: 'GET',
    path: '/npm/:name',
    permission: reads,
    summary: 'All versions of a plugin, as npm asks for them',
    description: `With \`Accept: ${ABBREVIATED_TYPE}\` what an installer needs. A name with a scope is written @scope%2fname.`,
    params: closedSchema({ name }, ['name']),
    query: { type: 'object', properties: { write: { type: 'string', maxLength: 10 } } },
    handler: forNpm((request) => packument(http, parts, request, request.params.name)),
  });
  http.route<{ name: string; second: string }>({
    method: 'GET',
    path: '/npm/:name/:second',
    permission: reads,
    summary: 'One version of a plugin, by number or tag; or all of one whose scope stands unescaped',
    params: closedSchema({ name, second: version }, ['name', 'second']),
    handler: forNpm((request) => {
      const { name: first, second } = request.params;
      return first.startsWith('@') && !first.includes('/')
        ? packument(http, parts, request, `${first}/${second}`)
        : oneVersion(http, parts, request, first, second);
    }),
  });
  for (const path of ['/npm/:name/-/:file', '/npm/:npmScope/:name/-/:file'] as const)
    http.route<{ npmScope?: string; name: string; file: string }>({
      method: 'GET',
      path,
      permission: reads,
      summary: 'The tarball of a version',
      params: {
        type: 'object',
        properties: { npmScope: name, name, file: { type: 'string', maxLength: 300 } },
      },
      handler: forNpm(({ scope, params }) => tarball(parts, scope, fullName(params), params.file)),
    });

  http.route<{ name: string }, never, Readonly<Record<string, unknown>>>({
    method: 'PUT',
    path: '/npm/:name',
    permission: PUBLISH,
    summary: 'Publishes a version, or changes which versions are deprecated, as npm sends it',
    params: closedSchema({ name }, ['name']),
    body: ANY_OBJECT,
    bodyLimit,
    timeoutMs: 120_000,
    handler: forNpm(async ({ scope, params, body }) => {
      if (!carriesTarball(body)) {
        await parts.withdrawing.deprecate(scope, params.name, body);
        return { body: { ok: true } };
      }
      const request = readPublishDocument(body, params.name, config.maxTarballBytes, trustedRoot);
      const checks = await parts.publishing.publish(scope, request);
      return { status: 201, body: { ok: true, success: true, checks } };
    }),
  });
  http.route<{ name: string; revision: string }, never, Readonly<Record<string, unknown>>>({
    method: 'PUT',
    path: '/npm/:name/-rev/:revision',
    permission: PUBLISH,
    summary: 'Removes the versions that the document does not hold any more, as npm unpublishes one',
    params: closedSchema({ name, revision: { type: 'string', maxLength: 40 } }, ['name', 'revision']),
    body: ANY_OBJECT,
    bodyLimit: 16 * 1024 * 1024,
    handler: forNpm(async ({ scope, params, body }) => {
      const versions = body['versions'];
      if (!isRecord(versions) || Object.keys(versions).length === 0)
        throw invalidPublication(
          'The document holds no versions; it would remove all of them.',
          'Remove the plugin as a whole with DELETE, as "npm unpublish --force" does.',
        );
      await parts.withdrawing.remove(
        scope,
        params.name,
        (one) => versions[one] === undefined,
        params.revision,
      );
      return { status: 201, body: { ok: true } };
    }),
  });
  http.route<{ name: string; revision: string }>({
    method: 'DELETE',
    path: '/npm/:name/-rev/:revision',
    permission: PUBLISH,
    summary: 'Removes all versions of a plugin',
    params: closedSchema({ name, revision: { type: 'string', maxLength: 40 } }, ['name', 'revision']),
    handler: forNpm(async ({ scope, params }) => {
      await parts.withdrawing.remove(scope, params.name, () => true, params.revision);
      return { body: { ok: true } };
    }),
  });
  for (const path of [
    '/npm/:name/-/:file/-rev/:revision',
    '/npm/:npmScope/:name/-/:file/-rev/:revision',
  ] as const)
    http.route<{ npmScope?: string; name: string; file: string; revision: string }>({
      method: 'DELETE',
      path,
      permission: PUBLISH,
      summary: 'Removes the version of a tarball; npm asks for it after it has removed the version itself',
      params: {
        type: 'object',
        properties: {
          npmScope: name,
          name,
          file: { type: 'string', maxLength: 300 },
          revision: { type: 'string', maxLength: 40 },
        },
      },
      handler: forNpm(async ({ scope, params }) => {
        const parsed = knownName(fullName(params));
        const named = versionOfFile(parsed, params.file);
        if (named === null) throw unknownVersion(parsed.full, params.file);
        await parts.withdrawing.remove(scope, parsed.full, (one) => one === named, params.revision);
        return { body: { ok: true } };
      }),
    });
}

const fullName = (params: { readonly npmScope?: string; readonly name: string }): string =>
  params.npmScope === undefined ? params.name : `${params.npmScope}/${params.name}`;

async function load(
  parts: PackageRouteParts,
  scope: ExecutionScope,
  plainName: string,
  base: string,
): Promise<PackumentParts & { readonly readme: string }> {
  const parsed = knownName(plainName);
  const { storage, plugins } = parts;
  return storage.transaction(scope, async (tx) => {
    const plugin = await plugins.find(tx, parsed.full);
    if (plugin === null || plugin.version === null) throw unknownPlugin(parsed.full);
    return {
      ...{ name: parsed, plugin, base },
      versions: await plugins.versions(tx, parsed.full),
      tags: await plugins.tags(tx, parsed.full),
      revocations: await readRevocations(storage, tx, parsed.full),
      readme: await plugins.readme(tx, parsed.full, plugin.version),
    };
  });
}

async function packument(
  http: HttpService,
  parts: PackageRouteParts,
  request: RouteRequest<unknown, unknown, unknown>,
  plainName: string,
): Promise<RouteResponse> {
  const base = baseUrl(http.publicUrl, request);
  const loaded = await load(parts, request.scope, plainName, base);
  const isAbbreviated = (request.headers['accept'] ?? '').includes(ABBREVIATED_TYPE);
  return {
    body: isAbbreviated ? abbreviatedPackument(loaded) : fullPackument(loaded),
    // Addresses in it are those by which this client came.
    version: `${loaded.plugin.revision}-${isAbbreviated ? 'a' : 'f'}-${Buffer.from(base).toString('base64url')}`,
    headers: {
      'content-type': isAbbreviated ? ABBREVIATED_TYPE : 'application/json; charset=utf-8',
      vary: 'accept, host',
    },
  };
}

async function oneVersion(
  http: HttpService,
  parts: PackageRouteParts,
  request: RouteRequest<unknown, unknown, unknown>,
  plainName: string,
  wanted: string,
): Promise<RouteResponse> {
  const loaded = await load(parts, request.scope, plainName, baseUrl(http.publicUrl, request));
  const number = loaded.tags[wanted] ?? wanted;
  const { versions } = fullPackument(loaded) as { readonly versions: Readonly<Record<string, object>> };
  const found = Object.hasOwn(versions, number) ? versions[number] : undefined;
  if (found === undefined) throw unknownVersion(loaded.name.full, wanted);
  return { body: found };
}

/** Bytes never change under their address: whoever has them need not ask again. */
const IMMUTABLE = 'max-age=31536000, immutable';

async function tarball(
  parts: PackageRouteParts,
  scope: ExecutionScope,
  plainName: string,
  file: string,
): Promise<RouteResponse> {
  const { storage, plugins, tarballs, config } = parts;
  const parsed = knownName(plainName);
  const wanted = versionOfFile(parsed, file);
  if (wanted === null) throw unknownVersion(parsed.full, file);
  const found = await storage.transaction(scope, async (tx) => {
    const row = await plugins.tarball(tx, parsed.full, wanted);
    if (row === null) throw unknownVersion(parsed.full, wanted);
    const revocation = revocationOf(await readRevocations(storage, tx, parsed.full), wanted);
    if (revocation !== null) throw revokedVersion(parsed.full, wanted, revocation.reason);
    return { ...row, kept: await tarballs.size(tx, row.sha256) };
  });
  parts.downloads.count(parsed.full, wanted);
  if (found.referredTo !== null) return { status: 302, headers: { location: found.referredTo } };
  if (found.kept === null) throw unknownVersion(parsed.full, wanted);
  return {
    stream: tarballs.read(scope, found.sha256, found.kept.chunks),
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(found.kept.size),
      'content-disposition': `attachment; filename="${tarballPath(parsed, wanted).split('/').at(-1)}"`,
      'cache-control': `${config.access === 'public' ? 'public' : 'private'}, ${IMMUTABLE}`,
      etag: `"${found.sha256}"`,
    },
  };
}
