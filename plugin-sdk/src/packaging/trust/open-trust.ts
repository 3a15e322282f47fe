import type { PluginRevocation } from '../listing.ts';
import {
  acceptNextRoot,
  acceptPinnedRoot,
  acceptTargets,
  acceptTimestamp,
  binRole,
  checkClock,
  checkExpiry,
  isSameRole,
  roleMeta,
} from './accept.ts';
import { assemble, type GetFile, limited, MOST_BYTES, revocationsFile, type State } from './assemble.ts';
import { type Kind, type ReadMetadata, sha256Of } from './metadata.ts';
import { MetadataFiles, missingFile } from './metadata-files.ts';
import type { TrustFetch } from './receive.ts';
import { targetPath } from './target-path.ts';
import { trustError } from './trust-error.ts';
import { TrustFolder } from './trust-folder.ts';
import { REVOCATIONS_FILE, readTarget, type TrustedTarget } from './trusted-target.ts';

const MOST_ROOTS = 256;
const FILE_DEADLINE_MS = 30_000;
const BINS_IN_MEMORY = 64;

/** The newest timestamp that was seen, kept before what it names has arrived: no older one is taken afterwards. */
const SEEN_FILE = 'timestamp.seen.json';
const CURRENT_FILE = 'timestamp.json';

/** How {@link openTrust} gets at a registry's metadata. @public */
export interface OpenTrustOptions {
  /** Root metadata that came by another way than the rest, and is believed: any version; newer ones are followed from it. */
  readonly root: Uint8Array;
  /** Folder for the metadata; made when it is not there. One for each registry. */
  readonly directory: string;
  /** Gets a file of the registry's `trust/` by its name; `async () => null` where there is no network. */
  readonly fetch: TrustFetch;
  /** The clock; this machine's unless given. */
  readonly now?: () => Date;
  /** Milliseconds for each file; 30,000 unless given. */
  readonly deadlineMs?: number;
  /**
   * For how many milliseconds timestamp and snapshot are taken after their end, 0 unless given: for machines without a network, which get
   * a bundle now and then. In that time such a machine does not learn of new versions and revocations.
   */
  readonly graceMs?: number;
}

/** What one registry vouches for. @public */
export interface RegistryTrust {
  /**
   * Follows the registry to its newest state; what was trusted before stays when that fails.
   * @throws DataWaveError DW_TRUST_…, by which attack or fault it is
   */
  refresh(): Promise<void>;
  /**
   * A version in the signed index; null where the index has none.
   * @throws DataWaveError DW_TRUST_NOT_READY before the first refresh, DW_TRUST_EXPIRED, and what fetching its bin may throw
   */
  target(name: string, version: string): Promise<TrustedTarget | null>;
  /** @throws DataWaveError DW_TRUST_NOT_READY, DW_TRUST_EXPIRED */
  revocations(): Promise<readonly PluginRevocation[]>;
  /** When the first of the files ends without a refresh, without any grace; the year 1970 before the first refresh. */
  readonly expires: Date;
}

/**
 * Opens what was last trusted of a registry. Nothing is fetched before {@link RegistryTrust.refresh} or a bin is asked for that is not
 * in the folder, so that it works without a network on what is there.
 * @throws DataWaveError DW_TRUST_MALFORMED and the codes of signatures for the pinned root, DW_TRUST_LOCAL_STATE when the folder was damaged
 * @public
 */
export async function openTrust(options: OpenTrustOptions): Promise<RegistryTrust> {
  const trust = new TufClient(options);
  await trust.load();
  return trust;
}

class TufClient implements RegistryTrust {
  readonly #options: OpenTrustOptions;
  readonly #folder: TrustFolder;
  readonly #files: MetadataFiles;
  readonly #bins = new Map<string, ReadMetadata<'targets'>>();
  #roots: readonly [ReadMetadata<'root'>, ...ReadMetadata<'root'>[]];
  #seen: ReadMetadata<'timestamp'> | null = null;
  /** The last whole state, also an expired one. */
  #state: State | null = null;
  /** One refresh after the other. */
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: OpenTrustOptions) {
    this.#options = options;
    this.#folder = new TrustFolder(options.directory);
    this.#files = new MetadataFiles(this.#folder, options.fetch, options.deadlineMs ?? FILE_DEADLINE_MS);
    this.#roots = [acceptPinnedRoot(options.root)];
  }

  get expires(): Date {
    const { root, timestamp, snapshot, targets } = this.#state ?? {};
    const ends = [root, timestamp, snapshot, targets].map((file) =>
      file ? Date.parse(file.signed.expires) : 0,
    );
    return new Date(Math.min(...ends));
  }

  async load(): Promise<void> {
    await this.#followRoots((file) => this.#folder.read(file), false);
    const current = await this.#readTimestamp(CURRENT_FILE);
    this.#seen = newest(current, await this.#readTimestamp(SEEN_FILE));
    if (current !== null) this.#state = await this.#assembleKept(current);
  }

  refresh(): Promise<void> {
    const next = this.#refreshing.then(() => this.#refresh());
    this.#refreshing = next.catch(() => undefined);
    return next;
  }

  async target(name: string, version: string): Promise<TrustedTarget | null> {
    const path = targetPath(name, version);
    const state = this.#current();
    const role = state.targets.signed.delegations?.succinctRoles?.getRoleForTarget(path);
    if (role === undefined) return null;
    const bin = await this.#bin(state, role);
    this.#checkFresh(bin, 0);
    const entry = Object.hasOwn(bin.signed.targets, path) ? bin.signed.targets[path] : undefined;
    if (entry === undefined) return null;
    const target = readTarget(path, entry.length, entry.hashes, entry.custom);
    if (target === null || target.name !== name || target.version !== version)
      throw trustError(
        'DW_TRUST_MALFORMED',
        bin.file,
        `What ${bin.file} says of ${path} is incomplete, or is said of another version.`,
        'Ask the operator of the registry.',
      );
    return target;
  }

  async revocations(): Promise<readonly PluginRevocation[]> {
    return this.#current().revocations;
  }

  /** The state, if it is still to be believed. */
  #current(): State {
    const state = this.#state;
    if (state === null)
      throw trustError(
        'DW_TRUST_NOT_READY',
        CURRENT_FILE,
        'Nothing was fetched from this registry yet, or not all that belongs together.',
        'Refresh while the registry can be reached, or take a bundle.',
      );
    const grace = this.#options.graceMs ?? 0;
    checkClock(state.timestamp, this.#now());
    this.#checkFresh(this.#root, 0);
    this.#checkFresh(state.timestamp, grace);
    this.#checkFresh(state.snapshot, grace);
    this.#checkFresh(state.targets, 0);
    return state;
  }

  async #refresh(): Promise<void> {
    const formerRoot = this.#root;
    await this.#followRoots((file) => this.#files.ask(file, MOST_BYTES.root), true);
    this.#checkFresh(this.#root, 0);
    // Client workflow 5.3.11: whoever stole a key may have named versions so high that the honest ones would look like a step back.
    const isSame = (role: 'timestamp' | 'snapshot' | 'targets') => isSameRole(formerRoot, this.#root, role);
    if (!isSame('timestamp') || !isSame('snapshot') || !isSame('targets')) {
      this.#state = null;
      this.#seen = null;
    }
    // Another process may have followed further in the same folder.
    for (const file of [CURRENT_FILE, SEEN_FILE])
      this.#seen = newest(this.#seen, await this.#readTimestamp(file));
    const bytes = await this.#files.ask(CURRENT_FILE, MOST_BYTES.timestamp);
    if (bytes === null) throw missingFile(CURRENT_FILE);
    const timestamp = acceptTimestamp(this.#root, bytes, this.#seen);
    checkClock(timestamp, this.#now());
    this.#checkFresh(timestamp, this.#options.graceMs ?? 0);
    if (Buffer.compare(timestamp.bytes, this.#seen?.bytes ?? new Uint8Array()) !== 0) {
      await this.#folder.write(SEEN_FILE, timestamp.bytes);
      this.#seen = timestamp;
    }
    const isNews =
      this.#state?.root !== this.#root || Buffer.compare(this.#state.timestamp.bytes, bytes) !== 0;
    if (!isNews) {
      this.#current();
      return;
    }
    const get: GetFile = (file, most, accept) => this.#files.get(file, most, accept);
    const state = await assemble(this.#root, timestamp, this.#state, get);
    if (state === null) throw missingFile('snapshot.json');
    this.#checkFresh(state.snapshot, this.#options.graceMs ?? 0);
    this.#checkFresh(state.targets, 0);
    // All that the timestamp names is on the disk now: this one step takes it up.
    await this.#folder.write(CURRENT_FILE, timestamp.bytes);
    // Another top may give the bins to other keys.
    if (this.#state?.targets.bytes !== state.targets.bytes) this.#bins.clear();
    this.#state = state;
    await this.#removeOutdated(state);
  }

  get #root(): ReadMetadata<'root'> {
    return this.#roots.at(-1) ?? this.#roots[0];
  }

  /** Client workflow 5.3. */
  async #followRoots(read: (file: string) => Promise<Uint8Array | null>, isRemote: boolean): Promise<void> {
    for (let count = 0; count < MOST_ROOTS; count += 1) {
      const file = `${this.#root.signed.version + 1}.root.json`;
      const bytes = await read(file);
      if (bytes === null) return;
      const next = isRemote
        ? acceptNextRoot(this.#root, bytes)
        : this.#orDamaged(() => acceptNextRoot(this.#root, bytes));
      if (isRemote) await this.#folder.write(file, bytes);
      this.#roots = [...this.#roots, next];
    }
    throw trustError(
      'DW_TRUST_TOO_LARGE',
      this.#root.file,
      `There are more than ${MOST_ROOTS} new versions of the root.`,
      'Pin a newer root, got from the operator of the registry by another way.',
    );
  }

  /** A timestamp that was kept. One under keys that have been given up since is forgotten. */
  async #readTimestamp(file: string): Promise<ReadMetadata<'timestamp'> | null> {
    const bytes = await this.#folder.read(file);
    if (bytes === null) return null;
    for (const root of this.#roots.slice(0, -1)) {
      if (isSameRole(root, this.#root, 'timestamp')) continue;
      try {
        acceptTimestamp(root, bytes, null);
        return null;
      } catch {
        // Not one of that root's.
      }
    }
    return this.#orDamaged(() => acceptTimestamp(this.#root, bytes, null));
  }

  #orDamaged<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw trustError(
        'DW_TRUST_LOCAL_STATE',
        this.#options.directory,
        `The metadata that is kept in ${this.#options.directory} was changed or damaged.`,
        'Find out who writes there. Removing the folder starts anew from the pinned root, and forgets which versions were seen.',
        error,
      );
    }
  }

  /** All that a timestamp names, from the folder alone; null where something is missing. */
  #assembleKept(timestamp: ReadMetadata<'timestamp'>): Promise<State | null> {
    return assemble(this.#root, timestamp, null, (file, _, accept) => this.#files.kept(file, accept));
  }

  async #bin(state: State, role: string): Promise<ReadMetadata<'targets'>> {
    const meta = roleMeta(state.snapshot, role);
    const file = `${meta.version}.${role}.json`;
    const known = this.#bins.get(file);
    // One that a former state knew under the same name was verified against that state's hash.
    if (known !== undefined && meta.hashes?.['sha256'] === sha256Of(known.bytes)) return known;
    const signers = binRole(state.targets);
    const bin = await this.#files.get(file, limited(meta.length), (bytes) =>
      acceptTargets(role, signers, state.snapshot, bytes),
    );
    if (this.#bins.size >= BINS_IN_MEMORY) this.#bins.clear();
    this.#bins.set(file, bin);
    return bin;
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  #checkFresh(metadata: ReadMetadata<Kind>, graceMs: number): void {
    checkExpiry(metadata, this.#now(), graceMs);
  }

  /** Files of former states. What another process has fetched of a newer one stays. */
  async #removeOutdated({ snapshot, targets }: State): Promise<void> {
    const versions = new Map(
      Object.entries(snapshot.signed.meta).map(([name, { version }]) => [name, version]),
    );
    versions.set('snapshot.json', snapshot.signed.version);
    const list = revocationsFile(targets.signed.targets[REVOCATIONS_FILE]?.hashes['sha256']);
    const outdated: string[] = [];
    for (const file of await this.#folder.list()) {
      const [, number, name = ''] = /^(\d+)\.((?:snapshot|targets|bin-[0-9a-f]+)\.json)$/.exec(file) ?? [];
      const isOld = number !== undefined && Number(number) < (versions.get(name) ?? Number.POSITIVE_INFINITY);
      const isOldList =
        file !== list && file.endsWith(`.${REVOCATIONS_FILE}`) && (await this.#folder.isOld(file));
      if (isOld || isOldList || file === SEEN_FILE) outdated.push(file);
    }
    await this.#folder.remove(outdated);
  }
}

function newest(
  one: ReadMetadata<'timestamp'> | null,
  other: ReadMetadata<'timestamp'> | null,
): ReadMetadata<'timestamp'> | null {
  if (one === null || other === null) return one ?? other;
  return other.signed.version > one.signed.version ? other : one;
}
