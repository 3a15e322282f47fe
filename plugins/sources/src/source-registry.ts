import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveError,
  type ExecutionScope,
  type ScannerService,
  type ScanSource,
  type Source,
  type SourceHealth,
  type SourcesService,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { connectionError } from './connection-error.ts';
import { givenSecrets, type SplitSettings, secretNames, splitSettings } from './connection-secrets.ts';
import {
  type NewSource,
  type Settings,
  type SourceChange,
  type SourceDetail,
  staleVersion,
  toDetail,
} from './source-detail.ts';
import { SourceEntity, type StoredSource } from './source-entity.ts';
import { HealthStore, type Outcome } from './source-health.ts';
import { freeKey, keyFromTitle, keyTaken } from './source-key.ts';
import type { SourceSecrets } from './source-secrets.ts';

/** How often a key made from a title is chosen anew after losing a race for it. */
const KEY_ATTEMPTS = 5;

/** Registered sources of a workspace, their settings in the database and their secrets in the vault. */
export class SourceRegistry implements SourcesService {
  readonly #storage: StorageService;
  readonly #secrets: SourceSecrets;
  readonly #scanner: ScannerService;
  readonly #health: HealthStore;

  constructor(storage: StorageService, secrets: SourceSecrets, scanner: ScannerService) {
    this.#storage = storage;
    this.#health = new HealthStore(storage);
    this.#secrets = secrets;
    this.#scanner = scanner;
  }

  async get(scope: ExecutionScope, id: string): Promise<Source> {
    return this.detail(scope, id);
  }

  async list(scope: ExecutionScope): Promise<readonly SourceDetail[]> {
    return this.#storage.transaction(scope, async (tx) => {
      const order = { title: 'asc', id: 'asc' } as const;
      return (await this.#storage.unitOfWork(tx).find(SourceEntity, {}, { orderBy: order })).map(toDetail);
    });
  }

  async detail(scope: ExecutionScope, id: string): Promise<SourceDetail> {
    return this.#storage.transaction(scope, async (tx) => toDetail(await this.#load(tx, id)));
  }

  async connection(scope: ExecutionScope, id: string): Promise<ScanSource> {
    const source = await this.detail(scope, id);
    return {
      connector: source.connector,
      source: [source.key],
      load: source.load,
      config: { ...source.config, ...(await this.#secrets.reveal(scope, source.id, source.secrets)) },
    };
  }

  health(scope: ExecutionScope, id: string): Promise<SourceHealth> {
    return this.#health.read(scope, id);
  }

  report(scope: ExecutionScope, id: string, outcome: Outcome): Promise<SourceHealth> {
    return this.#health.count(scope, id, outcome);
  }

  async register(scope: ExecutionScope, source: NewSource & { readonly key: string }): Promise<Source> {
    const find = async (): Promise<SourceDetail | undefined> =>
      (await this.list(scope)).find(({ key }) => key === source.key);
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

  async create(scope: ExecutionScope, source: NewSource): Promise<SourceDetail> {
    const connector = await this.#connector(source.connector);
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
            state: 'registered',
            config: open,
            secrets: [...(await this.#secrets.change(tx, scope, id, [], secret))],
            include: [...(source.include ?? [])],
            exclude: [...(source.exclude ?? [])],
            load: source.load ?? null,
            maintenance: [...(source.maintenance ?? [])],
            version: 1,
            createdAt: now,
            updatedAt: now,
          });
          await unit.persist(stored).flush();
          return toDetail(stored);
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
    const settings = change.config === undefined ? null : await this.#newSettings(scope, id, change.config);
    return this.#storage.transaction(scope, async (tx) => {
      const stored = await this.#lock(tx, id);
      if (expected !== undefined && String(stored.version) !== expected) throw staleVersion(id);
      if (settings !== null) {
        stored.config = settings.open;
        stored.secrets = [...(await this.#secrets.change(tx, scope, id, stored.secrets, settings.secret))];
      }
      if (change.title !== undefined) stored.title = change.title;
      if (change.state !== undefined) stored.state = change.state;
      if (change.include !== undefined) stored.include = [...change.include];
      if (change.exclude !== undefined) stored.exclude = [...change.exclude];
      if (change.load !== undefined) stored.load = change.load;
      if (change.maintenance !== undefined) stored.maintenance = [...change.maintenance];
      stored.version += 1;
      stored.updatedAt = new Date();
      return toDetail(stored);
    });
  }

  async remove(scope: ExecutionScope, id: string): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      const stored = await this.#lock(tx, id);
      await this.#secrets.removeAll(tx, scope, id, stored.secrets);
      this.#storage.unitOfWork(tx).remove(stored);
    });
  }

  /** The connection with changed settings laid over the stored ones, for a test before saving. */
  async candidate(scope: ExecutionScope, id: string, config: Settings | undefined): Promise<ScanSource> {
    if (config === undefined) return this.connection(scope, id);
    const stored = await this.detail(scope, id);
    const split = splitSettings(config, secretNames(await this.#connector(stored.connector)));
    return {
      connector: stored.connector,
      source: [stored.key],
      config: await this.#complete(scope, stored, split),
    };
  }

  /** Given settings with the stored secrets that they leave out, checked and with defaults filled in. */
  async #complete(scope: ExecutionScope, stored: SourceDetail, split: SplitSettings): Promise<Settings> {
    const kept = stored.secrets.filter((name) => !split.secret.has(name));
    const secrets = { ...(await this.#secrets.reveal(scope, stored.id, kept)), ...givenSecrets(split) };
    return this.validate(stored.connector, { ...split.open, ...secrets });
  }

  /** What is to be stored of new settings, once they and the secrets that stay have been checked together. */
  async #newSettings(scope: ExecutionScope, id: string, config: Settings): Promise<SplitSettings> {
    const stored = await this.detail(scope, id);
    const secrets = secretNames(await this.#connector(stored.connector));
    const split = splitSettings(config, secrets);
    return {
      open: splitSettings(await this.#complete(scope, stored, split), secrets).open,
      secret: split.secret,
    };
  }

  /** Loads a source that nobody else may change until the transaction ends. */
  async #lock(tx: Transaction, id: string): Promise<StoredSource> {
    const table = sql.identifier(this.#storage.schema, 'sources');
    await this.#storage.query(tx, sql`select from ${table} where id = ${id}::uuid for update`);
    return this.#load(tx, id);
  }

  async #load(tx: Transaction, id: string): Promise<StoredSource> {
    const stored = await this.#storage.unitOfWork(tx).findOne(SourceEntity, { id });
    if (stored === null) {
      throw new DataWaveError({
        code: 'DW_SOURCE_UNKNOWN',
        message: `There is no source ${id}.`,
        hint: 'List the sources with GET /api/v1/sources.',
        status: 404,
      });
    }
    return stored;
  }

  async #connector(kind: string): Promise<ConnectorInfo> {
    const connectors = await this.#scanner.connectors();
    const connector = connectors.find((info) => info.kind === kind);
    if (connector === undefined) {
      throw new DataWaveError({
        code: 'DW_CONNECTOR_UNKNOWN',
        message: `There is no connector "${kind}".`,
        hint: `Take one of ${connectors.map((info) => info.kind).join(', ')}, or enable the plugin that brings it.`,
        status: 400,
        errors: [{ pointer: '/connector', message: 'names no connector' }],
      });
    }
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
