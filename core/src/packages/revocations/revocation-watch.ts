import type { Logger } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import type { LockedPlugin } from '../lock/plugin-lock.ts';
import { reasonOf } from '../package-errors.ts';
import type { Registries } from '../registries/registries.ts';
import type { RegistryClient } from '../registries/registry-client.ts';
import { askRevoked, lookForRevoked, type RevokedParts } from './find-revoked.ts';
import { findUnvouched } from './find-unvouched.ts';
import { noteLook, type RevocationRow, takeLook } from './revocation-rows.ts';

/** What looking for revocations needs of the kernel. */
export interface RevocationPlatform {
  readonly log: Logger;
  /** Minutes between two looks; 0 for never. */
  readonly everyMinutes: number;
  /** Names of the registries with a root of trust. */
  readonly registries: readonly string[];
  storage(): Storage | null;
  /** What is installed by what this process knows, by npm name: the database's lock, or the copy of it where there is no database. */
  locked(): Promise<Readonly<Record<string, LockedPlugin>>>;
  /** The registries, for one look. */
  open(signal: AbortSignal): Promise<Registries>;
  /** What finding one is told with. */
  parts(storage: Storage): Promise<RevokedParts>;
}

/** What could not be learnt of a registry. */
export interface UnheardRegistry {
  readonly registry: string;
  /** What is wrong and how to mend it, as sentences. */
  readonly reason: string;
}

const MINUTE_MS = 60_000;
/** Replicas that start together look once. */
const START_MS = 30_000;

/**
 * Looks now and then at what registries have revoked of what is installed. Of all replicas the one that comes first takes each look; what
 * it finds the others hear of as of any switch.
 */
export class RevocationWatch {
  readonly #platform: RevocationPlatform;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(platform: RevocationPlatform) {
    this.#platform = platform;
  }

  /** Looks at once, in the background, and from then on as often as it is to. */
  start(): void {
    const { everyMinutes, registries } = this.#platform;
    if (everyMinutes === 0 || registries.length === 0 || this.#timer !== null || this.#abort.signal.aborted)
      return;
    const everyMs = everyMinutes * MINUTE_MS;
    // Half of it: the clocks of replicas do not beat together, and none waits for longer than the whole.
    this.#timer = setInterval(() => void this.look(everyMs / 2), everyMs).unref();
    void this.look(START_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#abort.abort();
    await this.#looking;
  }

  /**
   * Looks at each registry that nobody has looked at within this time. Never rejects: what goes wrong is in the log, and changes nothing.
   * @param withinMs - 0 to look in any case
   */
  look(withinMs = 0): Promise<void> {
    this.#looking ??= this.#look(withinMs)
      .catch((error: unknown) => {
        if (!this.#abort.signal.aborted)
          this.#platform.log.warn('What registries have revoked could not be looked at.', { error });
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** Asks each registry once, without changing anything. Answers what of all that is installed is revoked, and which could not be believed or reached. */
  async ask(): Promise<{
    readonly revoked: readonly RevocationRow[];
    readonly unheard: readonly UnheardRegistry[];
  }> {
    const { registries } = this.#platform;
    const revoked: RevocationRow[] = [];
    const unheard: UnheardRegistry[] = [];
    if (registries.length === 0) return { revoked, unheard };
    const opened = await this.#platform.open(this.#abort.signal);
    const locked = await this.#platform.locked();
    for (const name of registries)
      try {
        revoked.push(...((await askRevoked(locked, opened, opened.named(name)))?.installed ?? []));
      } catch (error) {
        unheard.push({ registry: name, reason: reasonOf(error) });
      }
    return { revoked, unheard };
  }

  async #look(withinMs: number): Promise<void> {
    const storage = this.#platform.storage();
    if (storage === null) return;
    const due: string[] = [];
    for (const name of this.#platform.registries) if (await takeLook(storage, name, withinMs)) due.push(name);
    if (due.length === 0) return;
    const registries = await this.#platform.open(this.#abort.signal);
    const parts = await this.#platform.parts(storage);
    for (const name of due) await this.#lookAt(parts, registries, registries.named(name));
  }

  /** One that cannot be asked keeps no other from it. */
  async #lookAt(parts: RevokedParts, registries: Registries, registry: RegistryClient): Promise<void> {
    const { log } = this.#platform;
    let failure: string | null = null;
    try {
      const revoked = await lookForRevoked(parts, registries, registry);
      for (const { name, version, why } of await findUnvouched(parts.storage, registry))
        if (!revoked.some((one) => one.name === name))
          log.warn(`The registry "${registry.name}" ${why}: ${name}@${version}, which is installed.`, {
            plugin: name,
          });
      for (const { name, version, reason, severity, action } of revoked)
        log.error(
          `The registry "${registry.name}" has revoked ${name}@${version}, which is installed: ${reason}`,
          {
            ...{ plugin: name, severity, action },
          },
        );
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      failure = reasonOf(error);
      log.warn(
        `What the registry "${registry.name}" has revoked is not known: ${failure} What is installed runs on.`,
        { registry: registry.name },
      );
    }
    await noteLook(parts.storage, registry.name, failure);
  }
}
