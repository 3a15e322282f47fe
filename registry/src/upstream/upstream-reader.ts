import { createHash } from 'node:crypto';
import { DataWaveError, type EgressService } from '@datawave/plugin-sdk';
import semver from 'semver';
import type { Config } from '../config.generated.ts';
import { isRecord } from '../publish/package-json.ts';

/** A version that another registry has. */
export interface UpstreamVersion {
  readonly version: string;
  readonly tarball: string;
  readonly integrity: string;
  readonly deprecated: string | null;
  readonly tags: readonly string[];
  /** Whether something is attested of it. */
  readonly isAttested: boolean;
}

export type UpstreamConfig = Config['upstreams'][number];

/** Bytes of a packument: some have thousands of versions. */
const LARGEST_PACKUMENT = 64 * 1024 * 1024;

/** Bytes of what is attested of a version: a bundle of its publication, and one of its build. */
const LARGEST_ATTESTATIONS = 2 * 1024 * 1024;

const failed = (upstream: UpstreamConfig, message: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_UPSTREAM_ANSWER',
    message: `${upstream.id}: ${message}`,
    hint: 'Look whether its address in the settings is right and whether it answers npm.',
    status: 502,
  });

/** Reads another npm registry through the egress policy. What it says is believed only as far as hashes prove it. */
export class UpstreamReader {
  readonly #egress: EgressService;
  readonly #maxTarballBytes: number;

  constructor(egress: EgressService, maxTarballBytes: number) {
    this.#egress = egress;
    this.#maxTarballBytes = maxTarballBytes;
  }

  /** The newest versions that claim to be plugins, the oldest first. */
  async versions(
    upstream: UpstreamConfig,
    name: string,
    signal: AbortSignal,
  ): Promise<readonly UpstreamVersion[]> {
    const url = `${baseOf(upstream)}/${name.replace('/', '%2f')}`;
    const answer = await this.#egress.fetch(url, {
      purpose: 'registry-upstream',
      headers: { accept: 'application/json' },
      loopback: 'allow',
      maxBytes: LARGEST_PACKUMENT,
      timeoutMs: 60_000,
      signal,
    });
    if (answer.status !== 200) throw failed(upstream, `${name} was answered with status ${answer.status}.`);
    const packument = parse(answer.body);
    const versions = packument?.['versions'];
    if (packument?.['name'] !== name || !isRecord(versions))
      throw failed(upstream, `what it answered is no packument of ${name}.`);
    const tags = isRecord(packument['dist-tags']) ? Object.entries(packument['dist-tags']) : [];
    const numbers = Object.keys(versions).filter((version) => semver.valid(version) === version);
    return semver
      .rsort(numbers)
      .flatMap((version): UpstreamVersion[] => {
        const entry = versions[version];
        const dist = isRecord(entry) ? entry['dist'] : undefined;
        if (!isRecord(entry) || !isRecord(entry['datawave']) || !isRecord(dist)) return [];
        const { tarball, integrity } = dist;
        if (typeof tarball !== 'string' || typeof integrity !== 'string') return [];
        const { deprecated } = entry;
        return [
          {
            ...{ version, tarball, integrity },
            deprecated:
              typeof deprecated === 'string' && deprecated !== '' ? deprecated.slice(0, 1000) : null,
            tags: tags.filter(([, target]) => target === version).map(([tag]) => tag),
            isAttested: isRecord(dist['attestations']),
          },
        ];
      })
      .slice(0, upstream.versions ?? 10)
      .reverse();
  }

  /** The bytes of a version, which have the hash that its registry gives. */
  async tarball(upstream: UpstreamConfig, wanted: UpstreamVersion, signal: AbortSignal): Promise<Uint8Array> {
    const answer = await this.#egress.fetch(wanted.tarball, {
      purpose: 'registry-upstream',
      loopback: 'allow',
      maxBytes: this.#maxTarballBytes,
      timeoutMs: 120_000,
      signal,
    });
    if (answer.status !== 200)
      throw failed(upstream, `the tarball of ${wanted.version} was answered with status ${answer.status}.`);
    const hash = `sha512-${createHash('sha512').update(answer.body).digest('base64')}`;
    if (!wanted.integrity.split(/\s+/).includes(hash))
      throw failed(
        upstream,
        `the tarball of ${wanted.version} has not the hash that its registry gives for it.`,
      );
    return answer.body;
  }

  /**
   * What is attested of a version, as its registry answers; null where there is nothing. It is asked at its own address, whatever address
   * stands in the packument, as npm does.
   */
  async attestations(
    upstream: UpstreamConfig,
    name: string,
    wanted: UpstreamVersion,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    if (!wanted.isAttested) return null;
    const spec = `${name.replace('/', '%2f')}@${encodeURIComponent(wanted.version)}`;
    const answer = await this.#egress.fetch(`${baseOf(upstream)}/-/npm/v1/attestations/${spec}`, {
      purpose: 'registry-upstream',
      headers: { accept: 'application/json' },
      loopback: 'allow',
      maxBytes: LARGEST_ATTESTATIONS,
      timeoutMs: 60_000,
      signal,
    });
    // A mirror that copies what is said of a version may not have what proves it.
    if (answer.status === 404) return null;
    if (answer.status !== 200)
      throw failed(
        upstream,
        `what is attested of ${wanted.version} was answered with status ${answer.status}.`,
      );
    return answer.body;
  }
}

const baseOf = ({ url }: UpstreamConfig): string => url.replace(/\/+$/, '');

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
