import type { KeyObject } from 'node:crypto';
import type {
  AuditService,
  EventsService,
  ExecutionScope,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import {
  keyIdOf,
  nameFile,
  type RootSummary,
  readRoot,
  rootMetadata,
  signMetadata,
  verifyRoot,
} from '@datawave/plugin-sdk/packaging';
import { type OnlineKeys, publicKeyOf } from './online-keys.ts';
import type { SignedIndex } from './signed-index.ts';
import { noOnlineKeys, noRoot, unfitRoot } from './trust-errors.ts';
import { ONLINE_ROLES, type OnlineKeyRow, type OnlineRole, type TrustStore } from './trust-store.ts';

const DAY_MS = 86_400_000;
/** The roles that a root gives keys to, beside its own; the bins get theirs from the index. */
const NAMED_ROLES = ['timestamp', 'snapshot', 'targets'] as const;

interface CeremonyParts {
  readonly storage: StorageService;
  readonly store: TrustStore;
  readonly keys: OnlineKeys;
  readonly index: SignedIndex;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly now: () => Date;
}

/** Who signs what now, and until when. */
export interface TrustReport {
  readonly root: RootSummary | null;
  readonly keys: readonly OnlineKeyRow[];
  readonly roles: readonly {
    readonly role: string;
    readonly version: number;
    readonly expiresAt: Date;
  }[];
}

/** The keys of the registry: made, named by a root that people sign offline, taken into use, replaced. */
export class RootCeremony {
  readonly #parts: CeremonyParts;

  constructor(parts: CeremonyParts) {
    this.#parts = parts;
  }

  report(scope: ExecutionScope): Promise<TrustReport> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const root = await this.currentRoot(tx);
      const roles = [...(await store.roles(tx)).values()].sort((a, b) => (a.role < b.role ? -1 : 1));
      return { root: root && readRoot(root), keys: await store.keys(tx), roles };
    });
  }

  /** The newest root; null before the first. */
  async currentRoot(tx: Transaction): Promise<Uint8Array | null> {
    const version = (await this.#parts.store.roles(tx)).get('root')?.version;
    return version === undefined ? null : this.#parts.store.file(tx, `${version}.root.json`);
  }

  /** @throws DataWaveError DW_REGISTRY_NO_ROOT */
  exportRoot(scope: ExecutionScope): Promise<Uint8Array> {
    return this.#parts.storage.transaction(scope, async (tx) => {
      const root = await this.currentRoot(tx);
      if (root === null) throw noRoot();
      return root;
    });
  }

  /** Makes keys for the roles that have none. Answers them all. */
  makeOnline(scope: ExecutionScope): Promise<readonly OnlineKeyRow[]> {
    const { storage, store, keys } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      await store.lock(tx);
      const there = await store.keys(tx);
      for (const role of ONLINE_ROLES)
        if (!there.some((row) => row.role === role))
          await this.#told(tx, scope, 'made', await keys.make(tx, scope, role, 'pending'));
      return store.keys(tx);
    });
  }

  /**
   * Makes a new key for a role. The bins' is in use at once, because the index names it; the others wait for a root that names them.
   */
  rotate(scope: ExecutionScope, role: OnlineRole): Promise<OnlineKeyRow> {
    const { storage, store, keys, index } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      await store.lock(tx);
      const own = (await store.keys(tx)).filter((row) => row.role === role);
      for (const row of own) if (row.state === 'pending') await keys.retire(tx, scope, row);
      const isFounded = (await this.currentRoot(tx)) !== null;
      const isAtOnce = role === 'bins' && isFounded;
      const made = await keys.make(tx, scope, role, isAtOnce ? 'active' : 'pending');
      if (isAtOnce) {
        for (const row of own) if (row.state === 'active') await this.#retire(tx, scope, row);
        await index.signAll(tx);
      }
      await this.#told(tx, scope, 'made', made);
      return made;
    });
  }

  /**
   * The next root, unsigned: with the keys given for the root itself, and the registry's newest for the others.
   * @param rootKeys - public halves; those of the present root where none are given
   */
  draftRoot(
    scope: ExecutionScope,
    rootKeys: readonly KeyObject[],
    threshold: number | null,
    days: number,
  ): Promise<Uint8Array> {
    const { storage, store, now } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const current = await this.currentRoot(tx);
      const before = current && readRoot(current);
      const own = rootKeys.length > 0 ? rootKeys : [...(before?.roles.root.keys.values() ?? [])];
      const needed = threshold ?? before?.roles.root.threshold ?? 0;
      if (own.length === 0 || needed < 1 || needed > own.length)
        throw unfitRoot(
          `A root by ${own.length} keys of which ${needed} must sign cannot be.`,
          'Name the public keys with --key, and how many must sign with --threshold.',
        );
      const rows = await store.keys(tx);
      const newest = (role: OnlineRole): KeyObject => {
        const row = rows.findLast((one) => one.role === role);
        if (row === undefined) throw noOnlineKeys(role);
        return publicKeyOf(row);
      };
      const one = (role: OnlineRole) => ({ keys: [newest(role)], threshold: 1 });
      const head = {
        version: (before?.version ?? 0) + 1,
        expires: new Date(now().getTime() + days * DAY_MS),
      };
      const signed = rootMetadata(head, {
        root: { keys: own, threshold: needed },
        timestamp: one('timestamp'),
        snapshot: one('snapshot'),
        targets: one('targets'),
      });
      return signMetadata(signed, []);
    });
  }

  /**
   * Takes a root into use that enough people have signed: its keys become those that sign, others are retired, and everything is signed anew.
   * @throws DataWaveError DW_REGISTRY_ROOT_UNFIT, and DW_TRUST_* when it is not signed as it must be
   */
  async install(scope: ExecutionScope, bytes: Uint8Array): Promise<RootSummary> {
    const { storage, store, keys, index, now } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      await store.lock(tx);
      const root = verifyRoot(bytes, await this.currentRoot(tx));
      if (Date.parse(root.expires) <= now().getTime())
        throw unfitRoot(`The root has expired at ${root.expires}.`, 'Draft and sign a new one.');
      const rows = await store.keys(tx);
      for (const role of NAMED_ROLES) await this.#adopt(tx, scope, role, root, rows);
      for (const row of rows)
        if (row.role === 'bins' && row.state === 'pending')
          await store.putKey(tx, { ...row, state: 'active' });
      await keys.signers(tx);
      const { version } = root;
      const expiresAt = new Date(root.expires);
      await store.putFiles(tx, new Map([[`${version}.root.json`, bytes]]), []);
      await store.putRoles(tx, [{ role: 'root', ...nameFile(version, bytes), expiresAt }]);
      await index.signAll(tx);
      const data = { version, expires: root.expires, signedBy: [...root.signedBy] };
      await this.#parts.events.publish(tx, scope, { type: 'registry.root.installed', data });
      await this.#parts.audit.record(tx, scope, {
        action: 'registry.root.installed',
        object: { type: 'root', id: String(version) },
        after: data,
      });
      return root;
    });
  }

  /** Signs everything anew, under versions of at least the given number. */
  async signAgain(scope: ExecutionScope, atLeast: number): Promise<void> {
    const { storage, store, index } = this.#parts;
    await storage.transaction(scope, async (tx) => {
      await store.lock(tx);
      if ((await this.currentRoot(tx)) === null) throw noRoot();
      await store.raiseVersions(tx, atLeast);
      await index.signAll(tx);
    });
  }

  async #adopt(
    tx: Transaction,
    scope: ExecutionScope,
    role: (typeof NAMED_ROLES)[number],
    root: RootSummary,
    rows: readonly OnlineKeyRow[],
  ): Promise<void> {
    const named = root.roles[role].keys;
    const own = rows.filter((row) => row.role === role);
    const missing = [...named.values()]
      .map(keyIdOf)
      .filter((keyid) => !own.some((row) => row.keyid === keyid));
    if (missing.length > 0)
      throw unfitRoot(
        `The root names the key ${missing[0]?.slice(0, 16)}… for ${role}, which this registry does not have.`,
        'Draft the root on this registry, so that it names the keys that are in its vault.',
      );
    for (const row of own)
      if (named.has(row.keyid)) await this.#parts.store.putKey(tx, { ...row, state: 'active' });
      else await this.#retire(tx, scope, row);
  }

  async #retire(tx: Transaction, scope: ExecutionScope, row: OnlineKeyRow): Promise<void> {
    await this.#parts.keys.retire(tx, scope, row);
    await this.#told(tx, scope, 'retired', row);
  }

  async #told(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'made' | 'retired',
    { keyid, role }: OnlineKeyRow,
  ): Promise<void> {
    await this.#parts.events.publish(tx, scope, { type: `registry.key.${what}`, data: { keyid, role } });
    await this.#parts.audit.record(tx, scope, {
      action: `registry.key.${what}`,
      object: { type: 'key', id: keyid },
      after: { role },
    });
  }
}
