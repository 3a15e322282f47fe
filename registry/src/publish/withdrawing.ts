import type { ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import { knownName, type NpmName, tarballPath } from '../npm/npm-names.ts';
import { revisionOf } from '../npm/packument.ts';
import {
  foreignPlugin,
  notAMember,
  staleRevision,
  tooLate,
  unknownPlugin,
  unknownVersion,
} from '../registry-errors.ts';
import type { PluginRow, VersionRow } from '../store/plugin-rows.ts';
import { isRecord } from './package-json.ts';
import type { PublishingParts } from './publishing.ts';
import { requireTag } from './tag-names.ts';

/** A reason for not using a version at most. */
const LONGEST_REASON = 1000;

/** Changes what was published: removes versions, deprecates them, gives them tags. */
export class Withdrawing {
  readonly #parts: PublishingParts;

  constructor(parts: PublishingParts) {
    this.#parts = parts;
  }

  /**
   * Removes versions for good: their numbers stay taken, their bytes go. What was published longer ago than the settings say only an
   * administrator removes.
   * @param versions - all unless given
   * @param revision - what the caller read; null for what may be newer
   * @throws DataWaveError DW_REGISTRY_UNPUBLISH_LATE, DW_REGISTRY_STALE, DW_REGISTRY_NOT_PUBLISHER
   */
  async remove(
    scope: ExecutionScope,
    plainName: string,
    which: (version: string) => boolean,
    revision: string | null,
  ): Promise<void> {
    await this.#change(scope, plainName, revision, async (tx, name, present, isAdministrator) => {
      const { config, plugins, tarballs, events, audit, listeners } = this.#parts;
      const removed = present.filter(({ version }) => which(version));
      const oldest = Date.now() - config.unpublishHours * 3_600_000;
      const late = removed.find(({ publishedAt }) => Date.parse(publishedAt) <= oldest);
      if (late !== undefined && !isAdministrator)
        throw tooLate(name.full, late.version, config.unpublishHours);
      for (const { version, sha256 } of removed) {
        await plugins.removeVersion(tx, name.full, version);
        await tarballs.removeUnused(tx, sha256);
        const path = tarballPath(name, version);
        for (const listener of listeners)
          await listener.onUnpublished(tx, scope, { name: name.full, version, path });
        const data = { version };
        await events.publish(tx, scope, { type: 'registry.version.unpublished', subject: name.full, data });
        await audit.record(tx, scope, {
          action: 'registry.version.unpublished',
          object: { type: 'plugin', id: name.full, name: `${name.full}@${version}` },
          before: data,
        });
      }
    });
  }

  /** Takes over what a document says of deprecated versions: `npm deprecate` sends all of them. */
  async deprecate(
    scope: ExecutionScope,
    plainName: string,
    document: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const said = isRecord(document['versions']) ? document['versions'] : {};
    const revision = typeof document['_rev'] === 'string' ? document['_rev'] : null;
    await this.#change(scope, plainName, revision, async (tx, name, present) => {
      const { plugins, events, audit } = this.#parts;
      for (const { version, deprecated } of present) {
        const about = said[version];
        if (!isRecord(about)) continue;
        const given = about['deprecated'];
        const why = typeof given === 'string' && given !== '' ? given.slice(0, LONGEST_REASON) : null;
        if (why === deprecated || (why?.startsWith('Revoked: ') ?? false)) continue;
        await plugins.deprecate(tx, name.full, version, why);
        const data = { version, deprecated: why };
        await events.publish(tx, scope, { type: 'registry.version.deprecated', subject: name.full, data });
        await audit.record(tx, scope, {
          action: 'registry.version.deprecated',
          object: { type: 'plugin', id: name.full, name: `${name.full}@${version}` },
          before: { deprecated },
          after: { deprecated: why },
        });
      }
    });
  }

  /** Gives a version a tag. @throws DataWaveError DW_REGISTRY_TAG, DW_REGISTRY_VERSION_UNKNOWN */
  async tag(scope: ExecutionScope, plainName: string, tag: string, version: string): Promise<void> {
    requireTag(tag);
    await this.#change(scope, plainName, null, async (tx, name, present) => {
      if (!present.some((row) => row.version === version)) throw unknownVersion(name.full, version);
      await this.#parts.plugins.tag(tx, name.full, tag, version);
      await this.#tagged(tx, scope, name.full, tag, version);
    });
  }

  /** Takes a tag away; `latest` goes to the highest version then. */
  async untag(scope: ExecutionScope, plainName: string, tag: string): Promise<void> {
    requireTag(tag);
    await this.#change(scope, plainName, null, async (tx, name) => {
      await this.#parts.plugins.untag(tx, name.full, tag);
      await this.#tagged(tx, scope, name.full, tag, null);
    });
  }

  async #tagged(
    tx: Transaction,
    scope: ExecutionScope,
    name: string,
    tag: string,
    version: string | null,
  ): Promise<void> {
    await this.#parts.audit.record(tx, scope, {
      action: 'registry.tag.changed',
      object: { type: 'plugin', id: name, name },
      after: { tag, version },
    });
  }

  async #change(
    scope: ExecutionScope,
    plainName: string,
    revision: string | null,
    work: (
      tx: Transaction,
      name: NpmName,
      present: readonly VersionRow[],
      isAdministrator: boolean,
    ) => Promise<void>,
  ): Promise<void> {
    const { storage, plugins, access } = this.#parts;
    const name = knownName(plainName);
    const { allowed } = await access.decide(scope, { permission: 'registry:administer' });
    await storage.transaction(scope, async (tx) => {
      await plugins.lock(tx, name.full);
      const plugin = await plugins.find(tx, name.full);
      if (plugin === null) throw unknownPlugin(name.full);
      if (plugin.origin !== null) throw foreignPlugin(name.full, plugin.origin);
      if (!allowed) await this.#requireMember(tx, scope, plugin);
      if (revision !== null && revision !== revisionOf(plugin)) throw staleRevision(name.full);
      await work(tx, name, await plugins.versions(tx, name.full), allowed);
      await plugins.settle(tx, name.full);
    });
  }

  async #requireMember(tx: Transaction, scope: ExecutionScope, plugin: PluginRow): Promise<void> {
    const publisher = await this.#parts.publishers.get(tx, plugin.publisher);
    if (!publisher.members.includes(scope.principal.id)) throw notAMember(plugin.name, publisher.id);
  }
}
