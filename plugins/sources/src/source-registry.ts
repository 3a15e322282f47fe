import { randomUUID } from 'node:crypto';
import {
  type ConnectorInfo,
  DataWaveError,
  type ExecutionScope,
  type ScannerService,
  type ScanSource,
  type Source,
  type SourcesService,
  type StorageService,
  type Transaction,
  type VaultService,
} from '@datawave/plugin-sdk';
import { secretNames, splitSettings } from './connection-secrets.ts';
import { SourceEntity, type StoredSource } from './source-entity.ts';
import { freeKey, keyFromTitle, keyTaken } from './source-key.ts';

type Settings = Readonly<Record<string, unknown>>;

/** What it takes to register a source. */
export interface NewSource {
  readonly key?: string;
  readonly title: string;
  readonly connector: string;
  readonly config: Settings;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** What may be changed of a source. */
export interface SourceChange {
  readonly title?: string;
  readonly state?: Source['state'];
  /** Replaces the settings that are not secret; a secret left out is kept, null removes it. */
  readonly config?: Settings;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** A source with everything but the values of its secrets. */
export interface SourceDetail extends Source {
  readonly config: Settings;
  /** Names of the secret settings that are stored. */
  readonly secrets: readonly string[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Registered sources of a workspace, their settings in the database and their secrets in the vault. */
export class SourceRegistry implements SourcesService {
  readonly #storage: StorageService;
  readonly #vault: VaultService;
  readonly #scanner: ScannerService;

  constructor(storage: StorageService, vault: VaultService, scanner: ScannerService) {
    this.#storage = storage;
    this.#vault = vault;
    this.#scanner = scanner;
  }

  async get(scope: ExecutionScope, id: string): Promise<Source> {
    return this.detail(scope, id);
  }

  async list(scope: ExecutionScope): Promise<readonly Source[]> {
    return this.details(scope);
  }

  async detail(scope: ExecutionScope, id: string): Promise<SourceDetail> {
    return this.#storage.transaction(scope, async (tx) => toDetail(await this.#load(tx, id)));
  }

  async details(scope: ExecutionScope): Promise<readonly SourceDetail[]> {
    return this.#storage.transaction(scope, async (tx) => {
      const stored = await this.#storage
        .unitOfWork(tx)
        .find(SourceEntity, {}, { orderBy: { title: 'asc', id: 'asc' } });
      return stored.map(toDetail);
    });
  }

  async connection(scope: ExecutionScope, id: string): Promise<ScanSource> {
    const source = await this.detail(scope, id);
    return {
      connector: source.connector,
      source: [source.key],
      config: { ...source.config, ...(await this.#secretsOf(scope, source.id, source.secrets)) },
    };
  }

  async register(scope: ExecutionScope, source: NewSource & { readonly key: string }): Promise<Source> {
    const present = (await this.details(scope)).find(({ key }) => key === source.key);
    if (present === undefined) return this.create(scope, source);
    const connector = await this.#connector(source.connector);
    const { open } = splitSettings(await this.#scanner.validate(source), secretNames(connector));
    if (present.connector !== source.connector || !sameSettings(present.config, open))
      throw keyTaken(source.key);
    return present;
  }

  async create(scope: ExecutionScope, source: NewSource): Promise<SourceDetail> {
    const connector = await this.#connector(source.connector);
    const config = await this.validate(source.connector, source.config);
    const { open, secret } = splitSettings(config, secretNames(connector));
    const id = randomUUID();
    return this.#storage.transaction(scope, async (tx) => {
      const unit = this.#storage.unitOfWork(tx);
      const taken = new Set((await unit.find(SourceEntity, {}, { fields: ['key'] })).map(({ key }) => key));
      if (source.key !== undefined && taken.has(source.key)) throw keyTaken(source.key);
      const kept = await this.#storeSecrets(tx, scope, id, secret);
      const now = new Date();
      const stored = unit.create(SourceEntity, {
        id,
        workspaceId: scope.workspace,
        key: source.key ?? freeKey(keyFromTitle(source.title), taken),
        title: source.title,
        connector: source.connector,
        state: 'registered',
        config: open,
        secrets: [...kept],
        include: [...(source.include ?? [])],
        exclude: [...(source.exclude ?? [])],
        version: 1,
        createdAt: now,
        updatedAt: now,
      });
      await unit.persist(stored).flush();
      return toDetail(stored);
    });
  }

  /** @param expected - version that the caller saw; a newer one is refused with status 412 */
  async update(
    scope: ExecutionScope,
    id: string,
    change: SourceChange,
    expected: number | null,
  ): Promise<SourceDetail> {
    const before = await this.detail(scope, id);
    const connector = change.config === undefined ? null : await this.#connector(before.connector);
    const split = connector === null ? null : splitSettings(change.config ?? {}, secretNames(connector));
    if (split !== null) {
      const kept = await this.#secretsOf(
        scope,
        id,
        before.secrets.filter((name) => !split.secret.has(name)),
      );
      const secrets = [...split.secret].flatMap(([name, value]) =>
        value === null ? [] : [[name, value] as const],
      );
      await this.validate(before.connector, { ...split.open, ...kept, ...Object.fromEntries(secrets) });
    }
    return this.#storage.transaction(scope, async (tx) => {
      const stored = await this.#load(tx, id);
      if (expected !== null && stored.version !== expected) throw staleVersion(id);
      if (split !== null) {
        await this.#storeSecrets(tx, scope, id, split.secret);
        const names = new Set(stored.secrets);
        for (const [name, value] of split.secret) value === null ? names.delete(name) : names.add(name);
        stored.config = split.open;
        stored.secrets = [...names].sort();
      }
      if (change.title !== undefined) stored.title = change.title;
      if (change.state !== undefined) stored.state = change.state;
      if (change.include !== undefined) stored.include = [...change.include];
      if (change.exclude !== undefined) stored.exclude = [...change.exclude];
      stored.version += 1;
      stored.updatedAt = new Date();
      return toDetail(stored);
    });
  }

  async remove(scope: ExecutionScope, id: string): Promise<void> {
    await this.#storage.transaction(scope, async (tx) => {
      const stored = await this.#load(tx, id);
      for (const name of stored.secrets) await this.#vault.delete(tx, scope, vaultName(id, name));
      this.#storage.unitOfWork(tx).remove(stored);
    });
  }

  /** The connection with changed settings laid over the stored ones, for a test before saving. */
  async candidate(scope: ExecutionScope, id: string, config: Settings | undefined): Promise<ScanSource> {
    const stored = await this.connection(scope, id);
    if (config === undefined) return stored;
    const connector = await this.#connector(stored.connector);
    const { open, secret } = splitSettings(config, secretNames(connector));
    const names = (await this.detail(scope, id)).secrets.filter((name) => !secret.has(name));
    const given = [...secret].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    const merged = { ...open, ...(await this.#secretsOf(scope, id, names)), ...Object.fromEntries(given) };
    return { ...stored, config: await this.validate(stored.connector, merged) };
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

  /** Checks settings and fills in defaults; the pointers of its faults lead into a body that holds them as `config`. */
  async validate(connector: string, config: Settings): Promise<Settings> {
    try {
      return await this.#scanner.validate({ connector, config });
    } catch (error) {
      if (!DataWaveError.is(error) || error.code !== 'DW_SOURCE_CONFIG') throw error;
      throw new DataWaveError({
        code: error.code,
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        status: 400,
        errors: error.errors.map((fault) => ({ ...fault, pointer: `/config${fault.pointer}` })),
      });
    }
  }

  async #storeSecrets(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    secrets: ReadonlyMap<string, string | null>,
  ): Promise<readonly string[]> {
    const kept: string[] = [];
    for (const [name, value] of secrets) {
      if (value === null) await this.#vault.delete(tx, scope, vaultName(id, name));
      else {
        await this.#vault.put(tx, scope, vaultName(id, name), value);
        kept.push(name);
      }
    }
    return kept.sort();
  }

  async #secretsOf(scope: ExecutionScope, id: string, names: readonly string[]): Promise<Settings> {
    const pairs = await Promise.all(
      names.map(async (name) => [name, await this.#vault.reveal(scope, vaultName(id, name))] as const),
    );
    return Object.fromEntries(pairs);
  }
}

const vaultName = (id: string, name: string): string => `source/${id}/${name}`;

const sameSettings = (one: Settings, other: Settings): boolean => {
  const ordered = (settings: Settings): string =>
    JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return ordered(one) === ordered(other);
};

const staleVersion = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SOURCE_CHANGED_MEANWHILE',
    message: `The source ${id} was changed by someone else meanwhile.`,
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

function toDetail(stored: StoredSource): SourceDetail {
  return {
    id: stored.id,
    key: stored.key,
    title: stored.title,
    connector: stored.connector,
    // The column's check constraint admits nothing else.
    state: stored.state as Source['state'],
    config: stored.config,
    secrets: stored.secrets,
    include: stored.include,
    exclude: stored.exclude,
    version: stored.version,
    createdAt: stored.createdAt.toISOString(),
    updatedAt: stored.updatedAt.toISOString(),
  };
}
