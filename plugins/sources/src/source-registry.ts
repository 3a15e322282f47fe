import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveError,
  DEFAULT_LOAD,
  type ExecutionScope,
  type ScannerService,
  type ScanSource,
  type Source,
  type SourceLoad,
  type SourceSelection,
  type SourceState,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { connectionError } from './connection-error.ts';
import { givenSecrets, type SplitSettings, secretNames, splitSettings } from './connection-secrets.ts';
import { checkWindows } from './maintenance/check-windows.ts';
import { refuseMovedSecrets } from './secret-destination.ts';
import type { SourceAudit } from './source-audit.ts';
import {
  type NewSource,
  type Settings,
  type SourceChange,
  type SourceDetail,
  staleVersion,
  toDetail,
  unknownSource,
} from './source-detail.ts';
import { SourceEntity, type StoredSource, selected } from './source-entity.ts';
import type { SourceFollowers } from './source-followers.ts';
import { freeKey, keyFromTitle, keyTaken } from './source-key.ts';
import type { SourceSecrets } from './source-secrets.ts';
import { canFollow, statesByHand, wrongState } from './state/source-state.ts';
import type { TransitionStore } from './state/transition-store.ts';
import { unknownConnector } from './unknown-connector.ts';

/** How often a key made from a title is chosen anew after losing a race for it. */
const KEY_ATTEMPTS = 5;
/** How often a deletion is begun that others' work gets in the way of. */
const REMOVE_ATTEMPTS = 4;
/** States that only a person ends. */
const LEFT_ALONE: readonly SourceState[] = ['maintenance', 'retired'];

/** What the registry works with. */
export interface RegistryParts {
  readonly storage: StorageService;
  readonly secrets: SourceSecrets;
  readonly scanner: ScannerService;
  readonly transitions: TransitionStore;
  readonly audit: SourceAudit;
  readonly followers: SourceFollowers;
}

/** Registered sources of a workspace, their settings in the database and their secrets in the vault. */
export class SourceRegistry {
  readonly #storage: StorageService;
  readonly #secrets: SourceSecrets;
  readonly #scanner: ScannerService;
  readonly #transitions: TransitionStore;
  readonly #audit: SourceAudit;
  readonly #followers: SourceFollowers;

  constructor({ storage, secrets, scanner, transitions, audit, followers }: RegistryParts) {
    this.#storage = storage;
    this.#secrets = secrets;
    this.#scanner = scanner;
    this.#transitions = transitions;
    this.#audit = audit;
    this.#followers = followers;
  }

  async list(scope: ExecutionScope, selection: SourceSelection = {}): Promise<readonly SourceDetail[]> {
    if (selection.ids?.length === 0) return [];
    return this.#storage.transaction(scope, async (tx) => {
      const order = { title: 'asc', id: 'asc' } as const;
      return (
        await this.#storage.unitOfWork(tx).find(SourceEntity, selected(selection), { orderBy: order })
      ).map(toDetail);
    });
  }

  async detail(scope: ExecutionScope, id: string): Promise<SourceDetail> {
    return this.#storage.transaction(scope, async (tx) => toDetail(await this.#load(tx, id)));
  }

  async connection(scope: ExecutionScope, id: string): Promise<ScanSource> {
    const read = () => this.detail(scope, id);
    const { source, revealed } = await this.#secrets.revealWith(scope, read, ({ secrets }) => secrets);
    const { connector, key, load, config } = source;
    const { workspace } = scope;
    return { connector, source: [key], load, config: { ...config, ...revealed }, workspace };
  }

  async register(scope: ExecutionScope, source: NewSource & { readonly key: string }): Promise<Source> {
    const find = async (): Promise<SourceDetail | undefined> =>
      (await this.list(scope, { key: source.key }))[0];
    let present = await find();
    if (present === undefined) {
      try {
        return await this.create(scope, source);
      } catch (error) {
        if (!DataWaveError.is(error) || error.code !== 'DW_SOURCE_KEY_TAKEN') throw error;
        // Another process has registered it in between.
        present = await find();
      }
    }
    const connector = await this.#connector(source.connector);
    const { open } = splitSettings(
      await this.validate(source.connector, source.config),
      secretNames(connector),
    );
    if (present?.connector !== source.connector || !isDeepStrictEqual(present.config, open))
      throw keyTaken(source.key);
    return present;
  }

  /** Adds a source. What a plugin brings by itself was found, and waits for somebody, or a scan, to look at it. */
  async create(scope: ExecutionScope, source: NewSource): Promise<SourceDetail> {
    const isFound = scope.principal.kind === 'plugin';
    const state = isFound ? 'discovered' : 'registered';
    const connector = await this.#connector(source.connector);
    checkWindows(source.maintenance ?? []);
    const config = await this.validate(source.connector, source.config);
    const { open, secret } = splitSettings(config, secretNames(connector));
    const id = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#storage.transaction(scope, async (tx) => {
          const unit = this.#storage.unitOfWork(tx);
          const taken = new Set(
            (await unit.find(SourceEntity, {}, { fields: ['key'] })).map(({ key }) => key),
          );
          if (source.key !== undefined && taken.has(source.key)) throw keyTaken(source.key);
          const now = new Date();
          const stored = unit.create(SourceEntity, {
            id,
            workspaceId: scope.workspace,
            key: source.key ?? freeKey(keyFromTitle(source.title), taken),
            title: source.title,
            connector: source.connector,
            state,
            owner: source.owner ?? null,
            config: open,
            secrets: [...(await this.#secrets.change(tx, scope, id, [], secret))],
            include: [...(source.include ?? [])],
            exclude: [...(source.exclude ?? [])],
            load: source.load ?? null,
            maintenance: [...(source.maintenance ?? [])],
            scannedAt: null,
            version: 1,
            createdAt: now,
            updatedAt: now,
          });
          await unit.persist(stored).flush();
          await this.#transitions.note(tx, scope, stored, {
            from: null,
            to: state,
            reason: isFound ? `found by ${scope.principal.displayName}` : 'registered',
          });
          await this.#followers.registered(tx, scope, id);
          const created = toDetail(stored);
          await this.#audit.created(tx, scope, created, secret);
          return created;
        });
      } catch (error) {
        if (!DataWaveError.is(error) || error.code !== 'DW_STORAGE_DUPLICATE') throw error;
        // Somebody took the key between the look and the insert: a key that was asked for is gone, another one is made.
        if (source.key !== undefined) throw keyTaken(source.key);
        if (attempt === KEY_ATTEMPTS) throw error;
      }
    }
  }

  /** @param expected - version that the caller saw; a newer one is refused with status 412 */
  async update(
    scope: ExecutionScope,
    id: string,
    change: SourceChange,
    expected?: string,
  ): Promise<SourceDetail> {
    checkWindows(change.maintenance ?? []);
    const settings = change.config === undefined ? null : await this.#newSettings(scope, id, change.config);
    return this.#storage.transaction(scope, async (tx) => {
      const stored = await this.#lock(tx, id, sql`no key update`);
      if (expected !== undefined && String(stored.version) !== expected) throw staleVersion(id);
      const before = toDetail(stored);
      if (settings !== null) {
        // Checked against settings that another change has replaced, secrets could be sent where nobody meant them to be.
        const { config, secrets } = settings.basis;
        if (!isDeepStrictEqual([stored.config, stored.secrets], [config, secrets])) throw staleVersion(id);
        stored.config = settings.open;
        stored.secrets = [...(await this.#secrets.change(tx, scope, id, stored.secrets, settings.secret))];
        await this.#followers.reconnected(tx, scope, id);
      }
      if (change.title !== undefined) stored.title = change.title;
      if (change.owner !== undefined) stored.owner = change.owner;
      if (change.state !== undefined) await this.#putInto(tx, scope, stored, change.state, change.reason);
      if (change.include !== undefined) stored.include = [...change.include];
      if (change.exclude !== undefined) stored.exclude = [...change.exclude];
      if (change.load !== undefined) stored.load = change.load;
      if (change.maintenance !== undefined) stored.maintenance = [...change.maintenance];
      stored.version += 1;
      stored.updatedAt = new Date();
      const updated = toDetail(stored);
      const entered = settings?.secret;
      await this.#audit.updated(tx, scope, { before, after: updated, entered, reason: change.reason });
      return updated;
    });
  }

  /**
   * Removes a source with its secrets. What plugins keep about it is taken away afterwards.
   * @param expected - version that the caller saw; a newer one is refused with status 412
   */
  async remove(scope: ExecutionScope, id: string, expected?: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#storage.transaction(scope, async (tx) => {
          const stored = await this.#lock(tx, id, sql`update`);
          if (expected !== undefined && String(stored.version) !== expected) throw staleVersion(id);
          const source = toDetail(stored);
          await this.#followers.removed(tx, scope, source);
          await this.#secrets.removeAll(tx, scope, id, stored.secrets);
          await this.#transitions.note(tx, scope, source, {
            ...{ from: source.state, to: 'deleted', reason: 'deleted on request' },
          });
          this.#storage.unitOfWork(tx).remove(stored);
          await this.#audit.deleted(tx, scope, source);
        });
        return;
      } catch (error) {
        // Others who write about the source may wait for us while we wait for them; then one of the two begins anew.
        const isDeadlock =
          DataWaveError.is(error) && error.code.startsWith('DW_STORAGE_') && attempt < REMOVE_ATTEMPTS;
        if (!isDeadlock) throw error;
      }
    }
  }

  /** Its settings answered a test. */
  async answered(scope: ExecutionScope, id: string): Promise<void> {
    await this.#storage.transaction(scope, (tx) =>
      this.#happen(tx, scope, id, 'validated', 'its settings answered a test'),
    );
  }

  /** A scan of it was completed. */
  async scanned(tx: Transaction, scope: ExecutionScope, id: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set scanned_at = now() where id = ${id}::uuid and scanned_at is null`,
    );
    await this.#happen(tx, scope, id, 'active', 'its first scan was completed');
  }

  /** The source as it stands, kept from being deleted until the transaction ends; null when it is gone. */
  async keep(tx: Transaction, id: string): Promise<Source | null> {
    const [source] = await this.#storage.query<Omit<Source, 'load'> & { readonly load: SourceLoad | null }>(
      tx,
      sql`select id, key, title, connector, state, include, exclude, load, maintenance from ${this.#table()} where id = ${id}::uuid for key share`,
    );
    return source === undefined ? null : { ...source, load: source.load ?? DEFAULT_LOAD };
  }

  /** What it may be burdened with; null when it is gone. */
  async load(tx: Transaction, id: string): Promise<SourceLoad | null> {
    const [source] = await this.#storage.query<{ load: SourceLoad | null }>(
      tx,
      sql`select load from ${this.#table()} where id = ${id}::uuid`,
    );
    return source === undefined ? null : (source.load ?? DEFAULT_LOAD);
  }

  /**
   * The connection with changed settings laid over the stored ones, for a test before saving.
   * @throws DataWaveError DW_SOURCE_SECRETS_NEEDED when stored secrets would be sent elsewhere
   */
  async candidate(scope: ExecutionScope, id: string, config: Settings | undefined): Promise<ScanSource> {
    if (config === undefined) return this.connection(scope, id);
    const { stored, settings } = await this.#laidOver(scope, id, config);
    const { workspace } = scope;
    return { connector: stored.connector, source: [stored.key], config: settings, workspace };
  }

  /** What is to be stored of new settings, once they and the secrets that stay have been checked together. */
  async #newSettings(
    scope: ExecutionScope,
    id: string,
    config: Settings,
  ): Promise<SplitSettings & { readonly basis: Pick<SourceDetail, 'config' | 'secrets'> }> {
    const { stored, settings, secret, secrets } = await this.#laidOver(scope, id, config);
    return { open: splitSettings(settings, secrets).open, secret, basis: stored };
  }

  /** Given settings with the stored secrets that they leave out, checked and with defaults filled in. */
  async #laidOver(
    scope: ExecutionScope,
    id: string,
    config: Settings,
  ): Promise<{
    readonly stored: SourceDetail;
    readonly settings: Settings;
    readonly secret: SplitSettings['secret'];
    readonly secrets: ReadonlySet<string>;
  }> {
    const connector = await this.#connector((await this.detail(scope, id)).connector);
    const secrets = secretNames(connector);
    const split = splitSettings(config, secrets);
    const keptOf = (source: SourceDetail) => source.secrets.filter((name) => !split.secret.has(name));
    const read = () => this.detail(scope, id);
    const { source: stored, revealed } = await this.#secrets.revealWith(scope, read, keptOf);
    const kept = keptOf(stored);
    const settings = await this.validate(stored.connector, {
      ...{ ...split.open, ...revealed, ...givenSecrets(split) },
    });
    refuseMovedSecrets(connector, stored.config, splitSettings(settings, secrets), kept);
    return { stored, settings, secret: split.secret, secrets };
  }

  /** Loads a source that nobody else may change, or do more with than that, until the transaction ends. */
  async #lock(tx: Transaction, id: string, strength: SqlFragment): Promise<StoredSource> {
    await this.#storage.query(tx, sql`select from ${this.#table()} where id = ${id}::uuid for ${strength}`);
    return this.#load(tx, id);
  }

  async #load(tx: Transaction, id: string): Promise<StoredSource> {
    const stored = await this.#storage.unitOfWork(tx).findOne(SourceEntity, { id });
    if (stored === null) throw unknownSource(id);
    return stored;
  }

  async #putInto(
    tx: Transaction,
    scope: ExecutionScope,
    stored: StoredSource,
    to: SourceState,
    reason = 'set on request',
  ): Promise<void> {
    const { state: from, scannedAt } = toDetail(stored);
    if (from === to) return;
    if (!statesByHand(from, scannedAt !== null).includes(to))
      throw wrongState(stored.title, from, to, scannedAt !== null);
    stored.state = to;
    await this.#transitions.note(tx, scope, stored, { from, to, reason });
  }

  /** Moves a source on by itself; one that is elsewhere stays there. */
  async #happen(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    to: SourceState,
    reason: string,
  ): Promise<void> {
    const [before] = await this.#storage.query<{ key: string; title: string; state: SourceState }>(
      tx,
      sql`select key, title, state from ${this.#table()} where id = ${id}::uuid for no key update`,
    );
    if (before === undefined || !canFollow(before.state, to) || LEFT_ALONE.includes(before.state)) return;
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set state = ${to}, version = version + 1, updated_at = now() where id = ${id}::uuid`,
    );
    await this.#transitions.note(tx, scope, { id, ...before }, { from: before.state, to, reason });
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'sources');
  }

  async #connector(kind: string): Promise<ConnectorInfo> {
    const connectors = await this.#scanner.connectors();
    const connector = connectors.find((info) => info.kind === kind);
    if (connector === undefined) throw unknownConnector(kind, connectors);
    return connector;
  }

  /** Checks settings and fills in defaults. */
  async validate(connector: string, config: Settings): Promise<Settings> {
    try {
      return await this.#scanner.validate({ connector, config });
    } catch (error) {
      throw connectionError(error);
    }
  }

  /** Connects, and says what answered. */
  async test(source: ScanSource, signal: AbortSignal): Promise<ConnectionTest> {
    try {
      return await this.#scanner.test(source, signal);
    } catch (error) {
      throw connectionError(error);
    }
  }
}
