import { createHash } from 'node:crypto';
import {
  DataWaveError,
  defineJob,
  type ExecutionScope,
  type Logger,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { parseName } from '../npm/npm-names.ts';
import { type ReadAttestation, readAnsweredProvenance } from '../publish/provenance.ts';
import type { Publishing } from '../publish/publishing.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import type { UpstreamConfig, UpstreamReader, UpstreamVersion } from './upstream-reader.ts';

/** Looks at the other registries: lists what is new there. */
export const syncUpstreams = defineJob<Record<string, never>>({
  name: 'registry.sync-upstreams',
  payload: { type: 'object', additionalProperties: false, properties: {} },
  attempts: 1,
  timeoutMs: 30 * 60_000,
});

/** Lists versions of other registries here, after the same checks as what is published here. */
export class UpstreamSync {
  readonly #storage: StorageService;
  readonly #plugins: PluginStore;
  readonly #publishing: Publishing;
  readonly #reader: UpstreamReader;
  readonly #config: Config;
  /** Sigstore's, by which provenance is verified; null where there is none. */
  readonly #trustedRoot: unknown;
  readonly #log: Logger;

  constructor(parts: {
    readonly storage: StorageService;
    readonly plugins: PluginStore;
    readonly publishing: Publishing;
    readonly reader: UpstreamReader;
    readonly config: Config;
    readonly trustedRoot: unknown;
    readonly log: Logger;
  }) {
    this.#storage = parts.storage;
    this.#plugins = parts.plugins;
    this.#publishing = parts.publishing;
    this.#reader = parts.reader;
    this.#config = parts.config;
    this.#trustedRoot = parts.trustedRoot;
    this.#log = parts.log;
  }

  /** One name that fails is no reason to leave the others; each fault is logged, and what was listed stays. */
  async run(scope: ExecutionScope): Promise<void> {
    for (const upstream of this.#config.upstreams)
      for (const name of upstream.packages) {
        try {
          await this.#syncOne(scope, upstream, name);
        } catch (error) {
          if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
          this.#log.warn('A plugin of another registry could not be looked at.', {
            upstream: upstream.id,
            name,
            code: error.code,
            reason: error.message,
          });
        }
      }
  }

  async #syncOne(scope: ExecutionScope, upstream: UpstreamConfig, name: string): Promise<void> {
    if (parseName(name) === null) return;
    for (const wanted of await this.#reader.versions(upstream, name, scope.signal)) {
      const { isTaken } = await this.#storage.transaction(scope, (tx) =>
        this.#plugins.numbers(tx, name, wanted.version),
      );
      if (isTaken) continue;
      const isReferred = upstream.mode === 'refer';
      try {
        const bytes = await this.#reader.tarball(upstream, wanted, scope.signal);
        const attestation = await this.#attested(scope, upstream, name, wanted, bytes);
        await this.#publishing.publish(
          scope,
          { name, version: wanted.version, tags: wanted.tags, bytes, attestation },
          { id: upstream.id, referredTo: isReferred ? wanted.tarball : null, deprecated: wanted.deprecated },
        );
      } catch (error) {
        if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
        this.#log.warn('A version of another registry is not listed.', {
          upstream: upstream.id,
          name,
          version: wanted.version,
          code: error.code,
          reason: error.message,
        });
      }
    }
  }

  /** Where it was built, by what its registry has of it. What does not hold keeps the version out, as it does of what is published here. */
  async #attested(
    scope: ExecutionScope,
    upstream: UpstreamConfig,
    name: string,
    wanted: UpstreamVersion,
    bytes: Uint8Array,
  ): Promise<ReadAttestation | null> {
    const answer = await this.#reader.attestations(upstream, name, wanted, scope.signal);
    if (answer === null) return null;
    const sha512 = createHash('sha512').update(bytes).digest('hex');
    return readAnsweredProvenance(answer, {
      ...{ name, version: wanted.version, sha512 },
      trustedRoot: this.#trustedRoot,
    });
  }
}
