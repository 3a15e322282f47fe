import { setTimeout as delay } from 'node:timers/promises';
import type { KeyIdentity, Logger, WrappedKey } from '@datawave/plugin-sdk';
import { sqlStateOf } from '../storage/driver-errors.ts';
import type { Storage } from '../storage/storage.ts';
import { CURRENT_FORMAT, openValue, type SecretAddress, sealValue } from './vault-cipher.ts';
import { rotationIncomplete } from './vault-errors.ts';
import { LOCAL_PROVIDER } from './vault-local-keys.ts';
import { type VaultProviders, within } from './vault-providers.ts';
import { addressOf, KEY_COLUMNS, type SecretRow, type SecretRows, storedKeyOf } from './vault-rows.ts';

export interface RotationOptions {
  /** Told after each step, and waited for. */
  readonly onProgress?: (progress: RotationProgress) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** Of the whole rotation, also what it had done before it was killed. */
export interface RotationProgress {
  readonly done: number;
  readonly total: number;
}

/** Where the secrets go: those that the configuration names stay under the local key, the others under the configured provider's. */
interface Targets {
  readonly provider: string;
  readonly key: KeyIdentity;
  /** Null where the configured provider is the local one or nothing is under a local key. */
  readonly local: KeyIdentity | null;
}

interface Rotation {
  readonly id: string;
  readonly targets: Targets;
  readonly cursor: string;
  readonly done: number;
  readonly total: number;
}

type KeyRow = Omit<SecretRow, 'sealed'> & { readonly id: string; readonly sealed: Buffer | null };

interface Rewrapped {
  readonly row: KeyRow;
  readonly provider: string;
  readonly key: WrappedKey;
  /** Sealed anew where the row was in a former format. */
  readonly sealed: Buffer | null;
}

/** Secrets of one step: so few that its transaction is over at once. */
const STEP = 200;
/** Requests to a key service at a time. */
const AT_ONCE = 8;
/** The last step waits this long for writers that may still use the former key, and lets others pass before it tries again. */
const LOCK_TIMEOUT_MS = 250;
const LOCK_PAUSE_MS = 50;
const LOCK_NOT_AVAILABLE = '55P03';

/** Secrets that are not where they are to go. Without a local key nothing is under one, but what is just being stored as the first. */
const STRAY = `not (plugin = 'core' and $4 = '') and not (provider = (case when plugin = 'core' then '${LOCAL_PROVIDER}' else $1 end)
  and (case when plugin = 'core' then key_id = $4 and key_version = $5 else key_id = $2 and key_version = $3 end)
  and format = ${CURRENT_FORMAT})`;

/** Moves all secrets to the current key, row by row beside all that reads and writes. What is done shows in the rows themselves. */
export class VaultRotation {
  readonly #storage: Storage;
  readonly #providers: VaultProviders;
  readonly #provider: string;
  readonly #rows: SecretRows;
  readonly #log: Logger;

  constructor(parts: {
    readonly storage: Storage;
    readonly providers: VaultProviders;
    readonly provider: string;
    readonly rows: SecretRows;
    readonly log: Logger;
  }) {
    this.#storage = parts.storage;
    this.#providers = parts.providers;
    this.#provider = parts.provider;
    this.#rows = parts.rows;
    this.#log = parts.log;
  }

  async run({ onProgress, signal }: RotationOptions = {}): Promise<number> {
    await this.#rows.purge();
    const rotation = (await this.#unfinished(signal)) ?? (await this.#begin(signal));
    let { cursor, done, targets } = rotation;
    let count = 0;
    const total = (): number => Math.max(rotation.total, done);
    for (;;) {
      const failures: { readonly address: SecretAddress; readonly error: unknown }[] = [];
      for (;;) {
        signal?.throwIfAborted();
        const rows = await this.#strays(targets, cursor);
        const last = rows.at(-1);
        if (last === undefined) break;
        const changed = await this.#rewrapAll(rows, failures, signal);
        cursor = last.id;
        const written = await this.#write(rotation.id, cursor, changed);
        count += written;
        done += written;
        await onProgress?.({ done, total: total() });
      }
      if (failures.length > 0) {
        // The next call must look at them again.
        await this.#moveTo(rotation.id, '0');
        throw rotationIncomplete(failures);
      }
      // From the start again: what was put with the former key while we went may stand anywhere.
      cursor = '0';
      if (await this.#finish(targets, signal)) break;
      // The service may have begun another version meanwhile, with or without somebody's asking.
      targets = await this.#targets(signal);
    }
    this.#log.info('rotated the key of the vault', { secrets: done, provider: this.#provider });
    return count;
  }

  /** A rotation that was killed, if it had the same aim. */
  async #unfinished(signal?: AbortSignal): Promise<Rotation | null> {
    const [found] = await this.#storage.execute<Rotation>({
      text: 'select id::text, targets, cursor::text, done, total from core.secret_rotations where finished_at is null order by id desc limit 1',
      parameters: [],
    });
    if (found === undefined || found.targets.provider !== this.#provider) return null;
    const now = await this.#targets(signal);
    return sameKey(now.key, found.targets.key) && sameKey(now.local, found.targets.local) ? found : null;
  }

  async #begin(signal?: AbortSignal): Promise<Rotation> {
    const provider = await this.#providers.get(this.#provider);
    if (provider === this.#providers.local || (await this.#hasLocal())) await this.#providers.local.rotate();
    if (provider !== this.#providers.local) await provider.rotate?.(within(signal));
    const targets = await this.#targets(signal);
    const [begun] = await this.#storage.execute<Rotation>({
      text: `insert into core.secret_rotations (targets, total)
             select $6::jsonb, count(*) from core.secrets where ${STRAY}
             returning id::text, targets, cursor::text, done, total`,
      parameters: [...targetParameters(targets), JSON.stringify(targets)],
    });
    if (begun === undefined) throw new Error('The database did not answer what it had stored.');
    return begun;
  }

  async #targets(signal?: AbortSignal): Promise<Targets> {
    const { local } = this.#providers;
    const provider = await this.#providers.get(this.#provider);
    const { keyId, keyVersion } = await provider.current(within(signal));
    const key = { keyId, keyVersion };
    if (provider === local) return { provider: this.#provider, key, local: key };
    return {
      provider: this.#provider,
      key,
      local: (await this.#hasLocal()) ? await local.current() : null,
    };
  }

  async #hasLocal(): Promise<boolean> {
    const rows = await this.#storage.execute({
      text: `select 1 from core.secrets where provider = '${LOCAL_PROVIDER}' limit 1`,
      parameters: [],
    });
    return rows.length > 0;
  }

  #strays(targets: Targets, after: string): Promise<readonly KeyRow[]> {
    return this.#storage.execute<KeyRow>({
      text: `select id::text, ${KEY_COLUMNS}, case when format <> ${CURRENT_FORMAT} then sealed end as sealed
             from core.secrets where id > $6 and ${STRAY} order by id limit ${STEP}`,
      parameters: [...targetParameters(targets), after],
    });
  }

  /** Outside of any transaction: a key service may take its time. */
  async #rewrapAll(
    rows: readonly KeyRow[],
    failures: { readonly address: SecretAddress; readonly error: unknown }[],
    signal?: AbortSignal,
  ): Promise<readonly Rewrapped[]> {
    const done: Rewrapped[] = [];
    const waiting = [...rows];
    const lane = async (): Promise<void> => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        signal?.throwIfAborted();
        try {
          done.push(await this.#rewrap(row, signal));
        } catch (error) {
          signal?.throwIfAborted();
          failures.push({ address: addressOf(row), error });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return done;
  }

  async #rewrap(row: KeyRow, signal?: AbortSignal): Promise<Rewrapped> {
    const address = addressOf(row);
    const dataKey = await this.#providers.unwrap(address, storedKeyOf(row), row.format, signal);
    try {
      const { provider, ...key } = await this.#providers.wrap(address, dataKey, signal);
      const sealed =
        row.sealed === null
          ? null
          : sealValue(dataKey, address, openValue(dataKey, address, row.format, row.sealed));
      return { row, provider, key, sealed };
    } finally {
      dataKey.fill(0);
    }
  }

  /** One short transaction; a row that somebody else has changed or removed meanwhile is left as it is. */
  #write(rotation: string, cursor: string, changed: readonly Rewrapped[]): Promise<number> {
    const hex = (bytes: Uint8Array | null): string | null =>
      bytes === null ? null : Buffer.from(bytes).toString('hex');
    return this.#storage.kernelTransaction(async (tx) => {
      const written = await this.#storage.executeIn(tx, {
        text: `update core.secrets s
               set provider = n.provider, key_id = n.key_id, key_version = n.key_version, wrapped_key = decode(n.wrapped, 'hex'),
                   sealed = coalesce(decode(n.sealed, 'hex'), s.sealed), format = ${CURRENT_FORMAT}
               from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                 as n(id, former, provider, key_id, key_version, wrapped, sealed)
               where s.id = n.id and s.wrapped_key = decode(n.former, 'hex') returning s.id`,
        parameters: [
          changed.map(({ row }) => row.id),
          changed.map(({ row }) => hex(row.wrapped_key)),
          changed.map(({ provider }) => provider),
          changed.map(({ key }) => key.keyId),
          changed.map(({ key }) => key.keyVersion),
          changed.map(({ key }) => hex(key.bytes)),
          changed.map(({ sealed }) => hex(sealed)),
        ],
      });
      await this.#storage.executeIn(tx, {
        text: 'update core.secret_rotations set cursor = $2, done = done + $3 where id = $1',
        parameters: [rotation, cursor, written.length],
      });
      return written.length;
    });
  }

  async #moveTo(rotation: string, cursor: string): Promise<void> {
    await this.#storage.execute({
      text: 'update core.secret_rotations set cursor = $2 where id = $1',
      parameters: [rotation, cursor],
    });
  }

  /**
   * Retires the former key, unless somebody still needs it. Writers are held off for the moment of one look; whoever waits for those that
   * are writing gives way soon, so that others do not queue behind. Answers whether it is over.
   */
  async #finish(targets: Targets, signal?: AbortSignal): Promise<boolean> {
    for (;;) {
      signal?.throwIfAborted();
      try {
        return await this.#storage.kernelTransaction(async (tx) => {
          const run = (text: string, parameters: readonly unknown[] = []): Promise<readonly unknown[]> =>
            this.#storage.executeIn(tx, { text, parameters });
          await run(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
          await run('lock table core.secrets in share row exclusive mode');
          const left = await run(
            `select 1 from core.secrets where ${STRAY} limit 1`,
            targetParameters(targets),
          );
          if (left.length > 0) return false;
          if (targets.local !== null) await this.#providers.local.finish(targets.local);
          // Also those that had another aim and were given up for this one.
          await run('update core.secret_rotations set finished_at = now() where finished_at is null');
          return true;
        });
      } catch (error) {
        if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
        await delay(LOCK_PAUSE_MS);
      }
    }
  }
}

const sameKey = (a: KeyIdentity | null, b: KeyIdentity | null): boolean =>
  a?.keyId === b?.keyId && a?.keyVersion === b?.keyVersion;

const targetParameters = ({ provider, key, local }: Targets): readonly string[] => [
  provider,
  key.keyId,
  key.keyVersion,
  local?.keyId ?? '',
  local?.keyVersion ?? '',
];
