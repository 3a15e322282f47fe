import type { ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import {
  binMetadata,
  binOf,
  canonicalMetadata,
  nameFile,
  REVOCATIONS_FILE,
  signMetadata,
  snapshotMetadata,
  type TargetEntry,
  targetsMetadata,
  timestampMetadata,
  writeRevocations,
} from '@datawave/plugin-sdk/packaging';
import type { Publication, PublicationListener, PublicationSource } from '../publications.ts';
import type { OnlineKeys } from './online-keys.ts';
import type { RoleRow, TrustStore } from './trust-store.ts';

const DAY_MS = 86_400_000;
/** For how many days each kind of file holds. It is signed anew once half of that is over. */
const DAYS = { timestamp: 1, snapshot: 7, targets: 90, bin: 90 };
/** For how many days files are given out that were replaced. */
const KEPT_DAYS = 8;
const PAGE = 1000;
/** Bins that are in memory at once while all are signed anew. */
const BINS_AT_ONCE = 64;

interface SignedIndexParts {
  readonly store: TrustStore;
  readonly keys: OnlineKeys;
  readonly source: PublicationSource;
  readonly now: () => Date;
}

/** What is to be signed anew; timestamp always, and the snapshot with any file that it names. */
interface Changed {
  readonly bins: ReadonlySet<string>;
  readonly top: boolean;
  readonly snapshot: boolean;
}

/**
 * The signed index of what is served: a target for each version, in bins by the hash of its path. It changes in the transaction that changes what
 * is served, so that nothing is ever served that is not signed; until a root was installed it only takes note.
 */
export class SignedIndex implements PublicationListener {
  readonly #parts: SignedIndexParts;

  constructor(parts: SignedIndexParts) {
    this.#parts = parts;
  }

  async onPublished(tx: Transaction, _scope: ExecutionScope, publication: Publication): Promise<void> {
    const { store } = this.#parts;
    const bits = await store.lock(tx);
    const bin = binOf(publication.path, bits);
    if (await store.putTarget(tx, publication.path, bin, entryOf(publication)))
      await this.#changedBin(tx, bin);
  }

  async onUnpublished(
    tx: Transaction,
    _scope: ExecutionScope,
    { path }: { readonly path: string },
  ): Promise<void> {
    const { store } = this.#parts;
    const bits = await store.lock(tx);
    if (await store.removeTarget(tx, path)) await this.#changedBin(tx, binOf(path, bits));
  }

  async onRevocations(tx: Transaction): Promise<void> {
    await this.#parts.store.lock(tx);
    if (await this.#isFounded(tx)) await this.#sign(tx, { bins: new Set(), top: true, snapshot: true });
  }

  /** Signs everything anew: with new keys, or under higher versions. The caller holds the lock. */
  async signAll(tx: Transaction): Promise<void> {
    await this.#compare(tx);
    const bits = await this.#parts.store.lock(tx);
    await this.#sign(tx, { bins: new Set(allBins(bits)), top: true, snapshot: true });
  }

  /**
   * Signs anew what will soon expire, and what has come to differ from what is served, such as whether a publisher is verified. Answers what
   * was signed.
   */
  async renew(tx: Transaction): Promise<readonly string[]> {
    const { store, now } = this.#parts;
    await store.lock(tx);
    if (!(await this.#isFounded(tx))) return [];
    const changed = await this.#compare(tx);
    const roles = await store.roles(tx);
    const isOld = (role: RoleRow | undefined, days: number): boolean =>
      role === undefined || role.expiresAt.getTime() - now().getTime() < (days * DAY_MS) / 2;
    const aging = [...roles.values()].filter(({ role }) => role.startsWith('bin-'));
    const bins = new Set([
      ...changed,
      ...aging.filter((bin) => isOld(bin, DAYS.bin)).map(({ role }) => role),
    ]);
    const top = isOld(roles.get('targets'), DAYS.targets);
    const snapshot = top || bins.size > 0 || isOld(roles.get('snapshot'), DAYS.snapshot);
    await store.removeReplaced(tx, KEPT_DAYS);
    if (!snapshot && !isOld(roles.get('timestamp'), DAYS.timestamp)) return [];
    return this.#sign(tx, { bins, top, snapshot });
  }

  async #isFounded(tx: Transaction): Promise<boolean> {
    return (await this.#parts.store.roles(tx)).has('root');
  }

  async #changedBin(tx: Transaction, bin: string): Promise<void> {
    if (await this.#isFounded(tx)) await this.#sign(tx, { bins: new Set([bin]), top: false, snapshot: true });
  }

  /** Brings the targets in line with what is served; answers the bins that changed. */
  async #compare(tx: Transaction): Promise<ReadonlySet<string>> {
    const { store, source } = this.#parts;
    const bits = await store.lock(tx);
    const changed = new Set<string>();
    const served = new Set<string>();
    for (let after: string | null = null; ; ) {
      const page: readonly Publication[] = await source.publications(tx, after, PAGE);
      const signed = await store.entriesOf(
        tx,
        page.map(({ path }) => path),
      );
      for (const publication of page) {
        const [bin, entry] = [binOf(publication.path, bits), entryOf(publication)];
        served.add(publication.path);
        if (signed.get(publication.path) === entry) continue;
        await store.putTarget(tx, publication.path, bin, entry);
        changed.add(bin);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = last.path;
    }
    for (let after = ''; ; ) {
      const page = await store.targetsAfter(tx, after, PAGE);
      for (const { path, bin } of page)
        if (!served.has(path) && (await store.removeTarget(tx, path))) changed.add(bin);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return changed;
      after = last.path;
    }
  }

  async #sign(tx: Transaction, changed: Changed): Promise<readonly string[]> {
    const { store, keys, source, now } = this.#parts;
    const bits = await store.lock(tx);
    const signers = await keys.signers(tx);
    const roles = new Map(await store.roles(tx));
    let batch = new SignedBatch(roles, now());
    const bins = [...changed.bins];
    for (let first = 0; first < bins.length; first += BINS_AT_ONCE) {
      const some = bins.slice(first, first + BINS_AT_ONCE);
      const targets = new Map<string, Record<string, TargetEntry>>(some.map((bin) => [bin, {}]));
      for (const { bin, path, entry } of await store.targetsOf(tx, some))
        Object.assign(targets.get(bin) ?? {}, { [path]: JSON.parse(entry) });
      for (const [bin, entries] of targets)
        batch.add(bin, DAYS.bin, (head) => signMetadata(binMetadata(head, entries), signers.bins));
      await batch.write(store, tx);
      batch = new SignedBatch(roles, now());
    }
    if (changed.top) {
      const list = writeRevocations(await source.revocations(tx));
      await store.putRevocations(tx, `${nameFile(1, list).sha256}.${REVOCATIONS_FILE}`, list);
      const delegation = { keys: signers.bins, threshold: signers.bins.length, bits };
      batch.add('targets', DAYS.targets, (head) =>
        signMetadata(targetsMetadata(head, delegation, list), signers.targets),
      );
    }
    if (changed.snapshot) {
      const named = [...roles].filter(([role]) => role === 'targets' || role.startsWith('bin-'));
      batch.add('snapshot', DAYS.snapshot, (head) =>
        signMetadata(snapshotMetadata(head, Object.fromEntries(named)), signers.snapshot),
      );
    }
    const snapshot = roles.get('snapshot');
    if (snapshot !== undefined)
      batch.add('timestamp', DAYS.timestamp, (head) =>
        signMetadata(timestampMetadata(head, snapshot, now()), signers.timestamp),
      );
    await batch.write(store, tx);
    return [
      ...bins,
      ...(changed.top ? ['targets'] : []),
      ...(changed.snapshot ? ['snapshot'] : []),
      'timestamp',
    ];
  }
}

/** Files that are signed together and written at once. */
class SignedBatch {
  readonly #roles: Map<string, RoleRow>;
  readonly #now: Date;
  readonly #files = new Map<string, Uint8Array>();
  readonly #rows: RoleRow[] = [];
  readonly #replaced: string[] = [];

  /** @param roles - what there is, and afterwards what there will be */
  constructor(roles: Map<string, RoleRow>, now: Date) {
    this.#roles = roles;
    this.#now = now;
  }

  /** The next version of a role, which holds for so many days. */
  add(
    role: string,
    days: number,
    make: (head: { readonly version: number; readonly expires: Date }) => Uint8Array,
  ): void {
    const before = this.#roles.get(role);
    const version = (before?.version ?? 0) + 1;
    const expiresAt = new Date(Math.floor(this.#now.getTime() / 1000) * 1000 + days * DAY_MS);
    const bytes = make({ version, expires: expiresAt });
    const row: RoleRow = { role, ...nameFile(version, bytes), expiresAt };
    this.#files.set(fileOf(role, version), bytes);
    if (before !== undefined) this.#replaced.push(fileOf(role, before.version));
    this.#rows.push(row);
    this.#roles.set(role, row);
  }

  async write(store: TrustStore, tx: Transaction): Promise<void> {
    await store.putFiles(tx, this.#files, this.#replaced);
    await store.putRoles(tx, this.#rows);
  }
}

const fileOf = (role: string, version: number): string =>
  role === 'timestamp' ? 'timestamp.json' : `${version}.${role}.json`;

function allBins(bits: number): readonly string[] {
  const digits = (2 ** bits - 1).toString(16).length;
  return Array.from({ length: 2 ** bits }, (_, index) => `bin-${index.toString(16).padStart(digits, '0')}`);
}

/** A version as it is signed. */
function entryOf(publication: Publication): string {
  const { name, version, publisher, keyids, verified, sdk, manifestSha256, size, sha256, sha512 } =
    publication;
  const entry: TargetEntry = {
    length: size,
    hashes: { sha256, sha512 },
    custom: { datawave: { name, version, publisher, keyids, verified, sdk, manifestSha256 } },
  };
  return canonicalMetadata(entry);
}
