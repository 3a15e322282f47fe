import type {
  AccessService,
  AuditService,
  EventsService,
  ExecutionScope,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import type { PublishCheckResult } from '@datawave/plugin-sdk/packaging';
import { sdkRangeOf } from '../checks/package-checks.ts';
import { checkContent, checkOrigin } from '../checks/run-checks.ts';
import type { Config } from '../config.generated.ts';
import { manifestOf } from '../listing/listing-columns.ts';
import { type NpmName, newName, tarballPath } from '../npm/npm-names.ts';
import type { Publication, PublicationListener } from '../publications.ts';
import { type Publisher, PublisherStore } from '../publishers/publisher-store.ts';
import {
  foreignPlugin,
  invalidPublication,
  noRoom,
  notAMember,
  refusedByChecks,
  versionTaken,
} from '../registry-errors.ts';
import { otherNames } from '../store/other-names.ts';
import type { PluginRow } from '../store/plugin-rows.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import type { TarballStore } from '../store/tarball-store.ts';
import type { PublisherKeys } from '../trust/publisher-keys.ts';
import type { PublishRequest } from './publish-document.ts';
import { type ReadPackage, readPackage } from './read-package.ts';
import { requireTag } from './tag-names.ts';

/** What publishing works with. */
export interface PublishingParts {
  readonly config: Config;
  readonly storage: StorageService;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly access: AccessService;
  readonly plugins: PluginStore;
  readonly publishers: PublisherStore;
  readonly tarballs: TarballStore;
  readonly publisherKeys: PublisherKeys;
  readonly listeners: readonly PublicationListener[];
}

/** Where a version comes from that is listed from another registry. */
export interface Upstream {
  readonly id: string;
  /** Address of the tarball there, when it is not kept here. */
  readonly referredTo: string | null;
  readonly deprecated: string | null;
}

/** Takes versions in: reads the tarball, has it checked, and keeps it with what was found. */
export class Publishing {
  readonly #parts: PublishingParts;

  constructor(parts: PublishingParts) {
    this.#parts = parts;
  }

  /**
   * Publishes a version. What is found by the required checks refuses it, and nothing of it is kept.
   * @throws DataWaveError DW_REGISTRY_CHECKS_FAILED, DW_REGISTRY_VERSION_TAKEN, DW_REGISTRY_NOT_PUBLISHER, DW_REGISTRY_UPSTREAM,
   * DW_REGISTRY_UNSIGNED, DW_PACKAGE_…
   */
  async publish(
    scope: ExecutionScope,
    request: PublishRequest,
    upstream: Upstream | null = null,
  ): Promise<readonly PublishCheckResult[]> {
    const { config, storage, plugins, publisherKeys } = this.#parts;
    const name = newName(request.name);
    for (const tag of request.tags) requireTag(tag);
    const read = await readPackage(request.bytes, name, request.version, {
      unpackedBytes: config.maxUnpackedBytes,
    });
    const found = await checkContent(read.submission, config);
    requirePassed(request, found);
    return storage.transaction(scope, async (tx) => {
      await plugins.lock(tx, name.full);
      const plugin = await plugins.find(tx, name.full);
      // New names one after the other: two that look alike must not slip in at the same time, nor a scope be taken twice.
      if (plugin === null) await plugins.lock(tx, '*');
      const publisher = await this.#publisher(tx, scope, name, plugin, upstream);
      const numbers = await plugins.numbers(tx, name.full, request.version);
      if (numbers.isTaken) throw versionTaken(name.full, request.version);
      if (numbers.count >= config.maxVersions)
        throw invalidPublication(
          `${name.full} has ${numbers.count} versions, which is as many as this registry keeps of one plugin.`,
          'Ask an administrator of the registry.',
        );
      await this.#requireRoom(tx, publisher, request.bytes.length);
      const others = await otherNames(storage, tx, publisher.id, plugin === null);
      const checks = [...found, ...checkOrigin(read.submission, publisher, others, config)];
      requirePassed(request, checks);
      if (plugin === null) await plugins.addPlugin(tx, name.full, publisher.id, upstream?.id ?? null);
      // Only the keys that are known to be the publisher's say anything.
      const keyids = await publisherKeys.signersOf(tx, publisher.id, {
        files: read.submission.files,
        keyids: read.keyids,
      });
      const signed: ReadPackage = { ...read, keyids };
      await this.#keep(tx, scope, { name, request, read: signed, checks, upstream });
      await this.#tell(tx, scope, { name, request, read: signed, checks, publisher });
      return checks;
    });
  }

  /** One publisher must not fill the disk that all share. */
  async #requireRoom(tx: Transaction, publisher: Publisher, size: number): Promise<void> {
    const { config, plugins } = this.#parts;
    const used = await plugins.bytesOf(tx, publisher.id);
    if (used + size > config.maxPublisherBytes) throw noRoom(publisher.id, used, config.maxPublisherBytes);
  }

  /** The publisher of a plugin, in whose name the caller may act; a new one for a scope that nobody has. */
  async #publisher(
    tx: Transaction,
    scope: ExecutionScope,
    name: NpmName,
    plugin: PluginRow | null,
    upstream: Upstream | null,
  ): Promise<Publisher> {
    const { publishers } = this.#parts;
    if (plugin !== null && plugin.origin !== (upstream?.id ?? null))
      throw plugin.origin === null
        ? invalidPublication(
            `${name.full} is published here, so that it is not listed from ${upstream?.id}.`,
            'Take it out of the settings.',
          )
        : foreignPlugin(name.full, plugin.origin);
    const id = plugin?.publisher ?? idOf(name, scope, upstream);
    // A scope belongs to whoever has it first, and what is listed from another registry has it there.
    const holder = name.scope === null ? null : await publishers.ofScope(tx, name.scope);
    const present = (await publishers.find(tx, id)) ?? (upstream === null ? holder : null);
    if (present === null) {
      await this.#requireOurs(scope, name, upstream);
      await publishers.add(tx, scope, id, holder === null ? name.scope : null);
      return publishers.get(tx, id);
    }
    if (upstream === null && !present.members.includes(scope.principal.id)) {
      const { allowed } = await this.#parts.access.decide(scope, { permission: 'registry:administer' });
      if (!allowed) throw notAMember(name.full, present.id);
    }
    return present;
  }

  /** The scope of the platform's own plugins is not for whoever comes first. */
  async #requireOurs(scope: ExecutionScope, name: NpmName, upstream: Upstream | null): Promise<void> {
    if (name.scope !== '@datawave' || upstream !== null) return;
    const { allowed } = await this.#parts.access.decide(scope, { permission: 'registry:administer' });
    if (!allowed) throw notAMember(name.full, 'datawave');
  }

  async #keep(
    tx: Transaction,
    scope: ExecutionScope,
    kept: {
      readonly name: NpmName;
      readonly request: PublishRequest;
      readonly read: ReadPackage;
      readonly checks: readonly PublishCheckResult[];
      readonly upstream: Upstream | null;
    },
  ): Promise<void> {
    const { plugins, tarballs } = this.#parts;
    const { name, request, read, checks, upstream } = kept;
    const { submission } = read;
    const referredTo = upstream?.referredTo ?? null;
    if (referredTo === null) await tarballs.put(tx, read.sha256, request.bytes);
    await plugins.addVersion(
      tx,
      name.full,
      {
        ...{ version: request.version, sha256: read.sha256, sha512: read.sha512, sha1: read.sha1 },
        ...{ size: request.bytes.length, unpackedSize: submission.unpackedSize },
        ...{ fileCount: submission.files.size, referredTo, package: submission.packageJson },
        ...{ manifest: manifestOf(submission.packageJson), sdk: sdkRangeOf(submission.packageJson) },
        ...{ manifestSha256: read.manifestSha256, keyids: read.keyids, checks },
        ...{ readme: read.readme, changelog: read.changelog },
      },
      scope.principal,
    );
    if (request.attestation !== null)
      await plugins.attest(tx, name.full, request.version, request.attestation);
    if (upstream !== null) await plugins.deprecate(tx, name.full, request.version, upstream.deprecated);
    for (const tag of request.tags) await plugins.tag(tx, name.full, tag, request.version);
    await plugins.settle(tx, name.full);
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    published: {
      readonly name: NpmName;
      readonly request: PublishRequest;
      readonly read: ReadPackage;
      readonly checks: readonly PublishCheckResult[];
      readonly publisher: Publisher;
    },
  ): Promise<void> {
    const { events, audit, listeners } = this.#parts;
    const { name, request, read, checks, publisher } = published;
    const publication: Publication = {
      ...{ name: name.full, version: request.version, path: tarballPath(name, request.version) },
      ...{ size: request.bytes.length, sha256: read.sha256, sha512: read.sha512 },
      ...{
        publisher: publisher.id,
        verified: publisher.verified,
        sdk: sdkRangeOf(read.submission.packageJson),
      },
      ...{ manifestSha256: read.manifestSha256, keyids: read.keyids },
    };
    for (const listener of listeners) await listener.onPublished(tx, scope, publication);
    const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check);
    const data = { version: request.version, publisher: publisher.id, sha256: read.sha256, failed };
    await events.publish(tx, scope, { type: 'registry.version.published', subject: name.full, data });
    await audit.record(tx, scope, {
      action: 'registry.version.published',
      object: { type: 'plugin', id: name.full, name: `${name.full}@${request.version}` },
      after: data,
    });
  }
}

const idOf = (name: NpmName, scope: ExecutionScope, upstream: Upstream | null): string =>
  upstream === null
    ? PublisherStore.idFor(name, scope)
    : `${upstream.id}:${name.scope?.slice(1) ?? name.base}`;

function requirePassed(request: PublishRequest, checks: readonly PublishCheckResult[]): void {
  const failed = checks.filter(({ level, outcome }) => level === 'required' && outcome === 'failed');
  if (failed.length > 0) throw refusedByChecks(request.name, request.version, failed);
}
