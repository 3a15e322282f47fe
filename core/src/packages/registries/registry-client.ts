import { createPublicKey, type KeyObject } from 'node:crypto';
import type { EgressAnswer, EgressService, PluginManifest } from '@datawave/plugin-sdk';
import type {
  PluginListing,
  PluginListingDetail,
  RegistryTrust,
  TrustFetch,
} from '@datawave/plugin-sdk/packaging';
import { oneLine } from '@datawave/plugin-sdk/packaging';
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import { isObject } from '../../validation/is-object.ts';
import { registryDenied, registryFailed, registryLies } from '../package-errors.ts';
import { readListing, readListingDetail } from './read-listing.ts';

/** A registry as the configuration names it. */
export interface RegistrySettings {
  readonly name: string;
  /** With a slash at the end. */
  readonly url: string;
  readonly scopes: readonly string[];
  readonly priority: number;
  /** Whether nothing is taken from here whose provenance does not hold. */
  readonly requireProvenance: boolean;
}

/** A version that a registry offers, by what it says of it: the bytes are looked at when they have arrived. */
export interface OfferedVersion {
  readonly name: string;
  readonly version: string;
  readonly manifest: PluginManifest;
  readonly tarball: string;
  /** `sha512-…`; null where the registry gives none. */
  readonly integrity: string | null;
  readonly deprecated: string | null;
  /** Whether the registry says to have attestations of it. */
  readonly isAttested: boolean;
}

/** A package as a registry lists it. */
export interface Packument {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: ReadonlyMap<string, OfferedVersion>;
}

/** What one asks a registry for. */
export interface ListingQuery {
  readonly q?: string;
  readonly kind?: string;
  readonly publisher?: string;
  readonly verified?: string;
  readonly permission?: string;
  readonly limit?: number;
}

const JSON_BYTES = 32 * 1024 * 1024;
const KEY_BYTES = 16 * 1024;
/** Of all attestations of a version; one is some 20 kB. */
const ATTESTATION_BYTES = 2 * 1024 * 1024;
const LISTING_BYTES = 4 * 1024 * 1024;
const ASK_MS = 15_000;
const DOWNLOAD_MS = 120_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 3;

/** What a client needs to reach its registry. */
export interface RegistryParts {
  readonly egress: Pick<EgressService, 'fetch'>;
  /** What the registry knows us by. */
  readonly token: () => Promise<string | null>;
  /** Opens the registry's trust, with what fetches its metadata; null where no root is configured. */
  readonly openTrust: ((fetch: TrustFetch) => Promise<RegistryTrust>) | null;
  /** Sigstore's trusted root, by which provenance is verified; null where none is configured. */
  readonly trustedRoot: (() => Promise<unknown>) | null;
  readonly signal?: AbortSignal;
}

/** One npm registry. Every request goes through the egress service, with a limit and a deadline. */
export class RegistryClient {
  readonly settings: RegistrySettings;
  readonly #parts: RegistryParts;
  readonly #packuments = new Map<string, Promise<Packument | null>>();
  #trust: Promise<RegistryTrust | null> | null = null;

  constructor(settings: RegistrySettings, parts: RegistryParts) {
    this.settings = settings;
    this.#parts = parts;
  }

  get name(): string {
    return this.settings.name;
  }

  /** What the registry has of a package; null when it does not know it. Asked once. */
  packument(name: string): Promise<Packument | null> {
    let asked = this.#packuments.get(name);
    if (asked === undefined) {
      asked = this.#readPackument(name);
      this.#packuments.set(name, asked);
    }
    return asked;
  }

  /** The registry's trust, brought up to date; null where none is configured. */
  trust(): Promise<RegistryTrust | null> {
    this.#trust ??= this.#openTrust();
    return this.#trust;
  }

  /** Plugins that it lists; null when it is a plain npm registry. */
  async listings(query: ListingQuery): Promise<readonly PluginListing[] | null> {
    const parameters = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const answer = await this.#ask(`-/datawave/plugins?${new URLSearchParams(parameters)}`, LISTING_BYTES);
    if (answer === null) return null;
    const page = this.#parse(answer);
    if (!isObject(page) || !Array.isArray(page['items']))
      throw registryLies(this.name, 'its listing has no items');
    // Another's answer: what is no listing is left out, and the rest is shown as text.
    return page['items'].flatMap((item) => readListing(item) ?? []);
  }

  /** A plugin with all that the registry knows of it; null when it does not list it. */
  async detail(name: string): Promise<PluginListingDetail | null> {
    const path = `-/datawave/plugins/${encodeURIComponent(name)}`;
    const answer = await this.#ask(path, LISTING_BYTES);
    if (answer === null) return null;
    const detail = readListingDetail(this.#parse(answer));
    if (detail?.name !== name)
      throw registryLies(this.name, `it answers something else when asked for ${name}`);
    return detail;
  }

  /** @throws DataWaveError DW_PACKAGES_REGISTRY_FAILED, or of the egress service */
  async download({ name, version, tarball }: OfferedVersion, maxBytes: number): Promise<Uint8Array> {
    const url = URL.parse(tarball);
    const { origin } = new URL(this.settings.url);
    if (url === null || url.origin !== origin)
      throw registryLies(this.name, `the package of ${name}@${version} would lie at another address`);
    const answer = await this.#ask(url.href, maxBytes, DOWNLOAD_MS, 'application/octet-stream');
    if (answer === null) throw registryLies(this.name, `it lists ${name}@${version} and does not have it`);
    return answer;
  }

  /** A file of the registry's signed index; null where it has none of that name. */
  metadata(file: string, maxBytes: number): Promise<Uint8Array | null> {
    return this.#ask(`-/datawave/trust/${file}`, maxBytes);
  }

  /** What sigstore attests of a version, as it came; null where it has nothing. */
  attestations(name: string, version: string): Promise<Uint8Array | null> {
    return this.#ask(`-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`, ATTESTATION_BYTES);
  }

  /** Sigstore's trusted root; null where none is configured. */
  async trustedRoot(): Promise<unknown> {
    return (await this.#parts.trustedRoot?.()) ?? null;
  }

  /** Public keys of publishers by their ids; without those that the registry does not have. The id is the hash, and is checked by whoever uses them. */
  async publisherKeys(keyids: readonly string[]): Promise<readonly KeyObject[]> {
    const keys: KeyObject[] = [];
    for (const keyid of keyids) {
      const answer = await this.#ask(`-/datawave/keys/${keyid}`, KEY_BYTES);
      if (answer === null) continue;
      const document = this.#parse(answer);
      const pem = isObject(document) ? document['publicKey'] : undefined;
      if (typeof pem !== 'string' || !pem.includes('BEGIN PUBLIC KEY'))
        throw registryLies(this.name, 'what it gives as the key of a publisher is none');
      try {
        keys.push(createPublicKey(pem));
      } catch (error) {
        throw registryLies(this.name, 'what it gives as the key of a publisher is none', error);
      }
    }
    return keys;
  }

  async #readPackument(name: string): Promise<Packument | null> {
    const answer = await this.#ask(name.replace('/', '%2f'), JSON_BYTES);
    if (answer === null) return null;
    const document = this.#parse(answer);
    if (!isObject(document) || document['name'] !== name || !isObject(document['versions']))
      throw registryLies(this.name, `it answers something else when asked for ${name}`);
    const tags = isObject(document['dist-tags']) ? document['dist-tags'] : {};
    return {
      name,
      tags: Object.fromEntries(
        Object.entries(tags).flatMap(([tag, version]) =>
          typeof version === 'string' ? [[tag, version]] : [],
        ),
      ),
      versions: new Map(
        Object.entries(document['versions']).flatMap(([version, listed]) => {
          const offered = readVersion(name, version, listed);
          return offered === null ? [] : [[version, offered]];
        }),
      ),
    };
  }

  async #openTrust(): Promise<RegistryTrust | null> {
    const { openTrust } = this.#parts;
    if (openTrust === null) return null;
    const trust = await openTrust((file, { maxBytes }) => this.metadata(file, maxBytes));
    await trust.refresh();
    return trust;
  }

  /** The body of a successful answer; null for 404. */
  async #ask(
    path: string,
    maxBytes: number,
    timeoutMs = ASK_MS,
    accept = 'application/json',
  ): Promise<Uint8Array | null> {
    const answer = await this.#fetch(new URL(path, this.settings.url), maxBytes, timeoutMs, accept);
    if (answer.status === 200) return answer.body;
    if (answer.status === 404 || answer.status === 410) return null;
    if (answer.status === 401 || answer.status === 403) throw registryDenied(this.name, answer.status);
    throw registryFailed(this.name, `it answered ${answer.status}`);
  }

  /** Follows redirects itself, because each address is to be looked at: whether it is the registry's, and may have the token. */
  async #fetch(first: URL, maxBytes: number, timeoutMs: number, accept: string): Promise<EgressAnswer> {
    const { egress, signal } = this.#parts;
    const base = new URL(this.settings.url);
    const token = await this.#parts.token();
    const until = performance.now() + timeoutMs;
    let url = first;
    for (let count = 0; ; count += 1) {
      const isToldToken = token !== null && isWithin(url, base);
      const answer = await egress.fetch(url, {
        purpose: `registry ${this.name}`,
        // Its address stands in the configuration; where it leads to elsewhere does not.
        loopback: url.origin === base.origin ? 'allow' : 'refuse',
        headers: { accept, ...(isToldToken ? { authorization: `Bearer ${token}` } : {}) },
        timeoutMs: Math.max(1, Math.round(until - performance.now())),
        maxBytes,
        maxRedirects: 0,
        ...(signal === undefined ? {} : { signal }),
      });
      const { location } = answer.headers;
      if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
      const next = URL.parse(location, url.href);
      if (count >= MOST_REDIRECTS) throw registryFailed(this.name, 'it leads from one address to the next');
      if (next === null || !(next.protocol === 'https:' || next.protocol === url.protocol))
        throw registryLies(this.name, 'it leads from HTTPS to somewhere else');
      url = next;
    }
  }

  #parse(body: Uint8Array): unknown {
    try {
      return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
    } catch (error) {
      throw registryLies(this.name, 'it does not answer JSON', error);
    }
  }
}

/** Whether an address is one of the registry: others may live at the same origin, and the token is not theirs. */
export function isWithin(url: URL, base: URL): boolean {
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return false;
  // What a server takes for a way up when it has unpacked it leads out as well.
  let path = url.pathname;
  try {
    path = decodeURIComponent(decodeURIComponent(path));
  } catch {
    return false;
  }
  return !path.split(/[/\\]/).includes('..');
}

/** The newest of the versions that fit a range. */
export const fits = (version: string, range: string): boolean => satisfies(version, range);

function readVersion(name: string, version: string, listed: unknown): OfferedVersion | null {
  if (valid(version) !== version || !isObject(listed) || !isObject(listed['dist'])) return null;
  const { dist, datawave, deprecated } = listed;
  if (listed['name'] !== name || listed['version'] !== version || !isObject(datawave)) return null;
  const { tarball, integrity, attestations } = dist;
  if (typeof tarball !== 'string' || typeof datawave['id'] !== 'string') return null;
  if (typeof datawave['apiVersion'] !== 'string') return null;
  return {
    ...{ name, version, tarball },
    // Read for what it requires only; that of the package itself is checked when it has arrived, and must be the same.
    manifest: datawave as unknown as PluginManifest,
    integrity: typeof integrity === 'string' ? integrity : null,
    deprecated:
      typeof deprecated === 'string' && deprecated !== '' ? oneLine(deprecated.slice(0, 1000)) : null,
    isAttested: isObject(attestations),
  };
}
