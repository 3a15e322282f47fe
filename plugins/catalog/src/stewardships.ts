import {
  type AccessFilter,
  type AccessService,
  type AccountsService,
  type AuditService,
  auditChange,
  DataWaveError,
  type EventsService,
  type ExecutionScope,
  labelOf,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { attributeColumns } from './asset-attributes.ts';
import { changedMeanwhile, invalidStewardship, notYoursToSteward, unknownAsset } from './asset-errors.ts';
import {
  type BulkChange,
  type BulkResult,
  changed,
  MOST_TAGS,
  type Stewardship,
  type StoredStewardship,
} from './stewardship.ts';

interface Found extends StoredStewardship {
  readonly id: string;
  readonly name: string;
  readonly isWritable: boolean;
}

/** Reads and changes whose assets are, what they are about and what they are marked with. */
export class Stewardships {
  readonly #storage: StorageService;
  readonly #access: AccessService;
  readonly #audit: AuditService;
  readonly #events: EventsService;
  readonly #accounts: () => AccountsService | undefined;

  constructor(parts: {
    readonly storage: StorageService;
    readonly access: AccessService;
    readonly audit: AuditService;
    readonly events: EventsService;
    readonly accounts: () => AccountsService | undefined;
  }) {
    this.#storage = parts.storage;
    this.#access = parts.access;
    this.#audit = parts.audit;
    this.#events = parts.events;
    this.#accounts = parts.accounts;
  }

  /** @throws DataWaveError DW_ASSET_UNKNOWN, status 404 */
  async get(
    scope: ExecutionScope,
    urn: string,
  ): Promise<StoredStewardship & { readonly mayChange: boolean }> {
    const rights = await this.#rights(scope);
    const { owner, domain, tags, version, isWritable } = await this.#storage.transaction(scope, (tx) =>
      this.#find(tx, urn, rights),
    );
    return { owner, domain, tags, version, mayChange: isWritable };
  }

  /**
   * Whoever changes it must be able to see and to change the asset both before and after: nobody moves one out of what is theirs, and
   * nobody takes off what keeps them from it.
   * @param expected - version that was seen
   * @throws DataWaveError DW_ASSET_UNKNOWN, DW_ASSET_CHANGED, DW_ASSET_STEWARDSHIP_DENIED, DW_ASSET_STEWARDSHIP_INVALID
   */
  async change(
    scope: ExecutionScope,
    urn: string,
    change: Partial<Stewardship>,
    expected: string | undefined,
  ): Promise<StoredStewardship> {
    const rights = await this.#rights(scope);
    const isNobody =
      typeof change.owner === 'string' && !(await this.#isKnown(scope, change.owner)) ? change.owner : null;
    return this.#storage.transaction(scope, async (tx) => {
      const { id, name, version, isWritable, ...before } = await this.#find(tx, urn, rights, true);
      if (!isWritable) throw notYoursToSteward(true);
      if (expected !== undefined && expected !== String(version)) throw changedMeanwhile();
      // An owner who has gone meanwhile may stay, so that the rest can be changed.
      if (isNobody !== null && isNobody !== before.owner)
        throw invalidStewardship([{ pointer: '/owner', message: 'is neither an account nor a group' }]);
      const after = changed(before, change);
      const difference = auditChange(before, after);
      if (JSON.stringify(difference.after) === '{}') return { ...before, version };
      await this.#storage.query(
        tx,
        sql`update ${this.#table} set owner = ${after.owner}, domain = ${after.domain}, tags = ${after.tags}::text[], stewardship_version = ${version + 1}
            where id = ${id}`,
      );
      const [still] = await this.#storage.query(
        tx,
        sql`select from ${this.#table} a where a.id = ${id} and ${rights.read.predicate} and ${rights.write.predicate}`,
      );
      if (still === undefined) throw notYoursToSteward(false);
      await this.#audit.record(tx, scope, {
        action: 'catalog.asset.stewarded',
        object: { type: 'asset', id: urn, name },
        ...difference,
      });
      // What was changed and not to what: whoever is told asks, and sees what they may.
      await this.#events.publish(tx, scope, {
        type: 'catalog.asset.stewarded',
        subject: id,
        data: { urn, version: version + 1, changed: Object.keys(difference.after ?? {}) },
      });
      return { ...after, version: version + 1 };
    });
  }

  /**
   * The same change to several assets, each by itself: what is refused for one leaves the others as they were wanted. Tags are put on and
   * taken off, so that assets keep those of their own.
   */
  async changeMany(
    scope: ExecutionScope,
    urns: readonly string[],
    { addTags = [], removeTags = [], ...change }: BulkChange,
  ): Promise<readonly BulkResult[]> {
    const results: BulkResult[] = [];
    const away = new Set(removeTags.map(labelOf));
    // One after the other: each takes a connection of the pool.
    for (const urn of [...new Set(urns)]) {
      try {
        const before = await this.get(scope, urn);
        const kept = before.tags.filter((tag) => !away.has(tag));
        const tags =
          addTags.length + removeTags.length === 0
            ? {}
            : { tags: [...new Set([...kept, ...addTags.map(labelOf)])] };
        if ((tags.tags?.length ?? 0) > MOST_TAGS)
          throw invalidStewardship([{ pointer: '/addTags', message: `leaves more than ${MOST_TAGS} tags` }]);
        const { version } = await this.change(scope, urn, { ...change, ...tags }, String(before.version));
        results.push({ urn, outcome: version === before.version ? 'unchanged' : 'changed', problem: null });
      } catch (error) {
        if (!DataWaveError.is(error)) throw error;
        const { code, message, hint } = error;
        results.push({ urn, outcome: 'refused', problem: { code, message, hint: hint ?? null } });
      }
    }
    return results;
  }

  get #table() {
    return sql.identifier(this.#storage.schema, 'assets');
  }

  async #rights(
    scope: ExecutionScope,
  ): Promise<{ readonly read: AccessFilter; readonly write: AccessFilter }> {
    const [read, write] = await Promise.all(
      ['catalog:read', 'catalog:write'].map((permission) =>
        this.#access.filter(scope, permission, attributeColumns(this.#storage.schema)),
      ),
    );
    if (read === undefined || write === undefined) throw unknownAsset();
    return { read, write };
  }

  async #find(
    tx: Transaction,
    urn: string,
    { read, write }: { readonly read: AccessFilter; readonly write: AccessFilter },
    isToChange = false,
  ): Promise<Found> {
    const [found] = await this.#storage.query<Found>(
      tx,
      sql`select a.id, a.name, a.owner, a.domain, a.tags, a.stewardship_version as version, ((${write.predicate}) is true) as "isWritable"
          from ${this.#table} a where a.urn = ${urn} and ${read.predicate} ${isToChange ? sql`for update of a` : sql``}`,
    );
    if (found === undefined) throw unknownAsset();
    return found;
  }

  /** Where nobody knows the accounts, everybody counts as known. */
  async #isKnown(scope: ExecutionScope, id: string): Promise<boolean> {
    const accounts = this.#accounts();
    if (accounts === undefined || id === scope.principal.id || id.startsWith('service:')) return true;
    return id.startsWith('group:')
      ? (await accounts.findGroup(scope, { id })) !== null
      : (await accounts.find(scope, { id })) !== null;
  }
}
