import { SDK_API_VERSION } from '@datawave/plugin-sdk';
import compare from 'semver/functions/compare.js';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { badRange, cannotResolve, downgrade, packageUnknown, registryChanged } from '../package-errors.ts';
import type { Registries } from '../registries/registries.ts';
import type { OfferedVersion, Packument, RegistryClient } from '../registries/registry-client.ts';
import type { InstalledPlugin } from './plan.ts';

/** What somebody asks to install or update. */
export interface Wish {
  /** npm name. */
  readonly name: string;
  /** Range of versions or a dist-tag; the newest that fits unless given. */
  readonly range: string | null;
}

/** A version that is to be installed. */
export interface Chosen {
  readonly offered: OfferedVersion;
  readonly registry: RegistryClient;
  /** `asked`, or which plugin requires it. */
  readonly why: string;
}

export interface ResolveOptions {
  readonly wishes: readonly Wish[];
  readonly installed: readonly InstalledPlugin[];
  readonly registries: Registries;
  /** Name of the registry that is asked for; null for whichever has it. */
  readonly registry: string | null;
  readonly allowDowngrade: boolean;
}

interface Goal {
  readonly by: { readonly name: string } | { readonly id: string };
  readonly range: string | null;
  readonly why: string;
}

/** So many versions are tried at most before the search is given up. */
const MOST_TRIES = 2000;

/**
 * Finds versions that fit the SDK, each other and what is installed: the newest of what was asked for, and of what that requires.
 * @throws DataWaveError DW_PACKAGES_UNKNOWN, DW_PACKAGES_NO_VERSION with the reason, DW_PACKAGES_DOWNGRADE, DW_PACKAGES_REGISTRY_CHANGED
 */
export async function resolve(options: ResolveOptions): Promise<readonly Chosen[]> {
  const goals = options.wishes.map(({ name, range }): Goal => ({ by: { name }, range, why: 'asked' }));
  const search = new Search(options);
  const found = await search.solve(goals, new Map());
  if (found !== null) return [...found.values()];
  throw cannotResolve(search.reason);
}

class Search {
  /** Why the first way that was tried led nowhere: that of the newest versions. */
  reason = 'nothing fits';
  readonly #options: ResolveOptions;
  #hasReason = false;
  #tries = 0;

  constructor(options: ResolveOptions) {
    this.#options = options;
  }

  async solve(
    goals: readonly Goal[],
    chosen: ReadonlyMap<string, Chosen>,
  ): Promise<ReadonlyMap<string, Chosen> | null> {
    const [goal, ...rest] = goals;
    if (goal === undefined) return this.#keepsOthers(chosen) ? chosen : null;
    const present = this.#present(goal, chosen);
    if (present !== null && goal.why !== 'asked') {
      if (goal.range === null || satisfies(present.version, goal.range, { includePrerelease: true }))
        return this.solve(rest, chosen);
      if (present.chosen || present.origin !== 'lock') {
        const where = present.chosen ? 'would be installed' : 'is installed with the platform';
        return this.#fail(
          `${goal.why} requires "${present.id}" ${goal.range ?? ''}, but ${present.version} ${where}`,
        );
      }
    }
    const name =
      'name' in goal.by ? goal.by.name : (present?.name ?? (await this.#nameOf(goal.by.id, goal.why)));
    if (name === null)
      return this.#fail(
        `${goal.why} requires "${'id' in goal.by ? goal.by.id : ''}" ${goal.range ?? ''}, which no registry lists`,
      );
    const { registry, packument } = await this.#find(name);
    for (const offered of this.#candidates(packument, goal)) {
      this.#tries += 1;
      if (this.#tries > MOST_TRIES) return this.#fail(`more than ${MOST_TRIES} versions were tried`);
      const requires = Object.entries(offered.manifest.requires ?? {}).map(
        ([id, range]): Goal => ({ by: { id }, range, why: `${name}@${offered.version}` }),
      );
      const next = new Map(chosen).set(name, { offered, registry, why: goal.why });
      const found = await this.solve([...rest, ...requires], next);
      if (found !== null) return found;
    }
    return this.#fail(`no version of ${name} fits ${goal.range ?? 'this platform'}`);
  }

  /** What is chosen or installed already for a goal. */
  #present(
    { by }: Goal,
    chosen: ReadonlyMap<string, Chosen>,
  ): {
    id: string;
    name: string;
    version: string;
    chosen: boolean;
    origin: InstalledPlugin['origin'];
  } | null {
    for (const { offered } of chosen.values())
      if ('id' in by ? offered.manifest.id === by.id : offered.name === by.name)
        return {
          id: offered.manifest.id,
          name: offered.name,
          version: offered.version,
          chosen: true,
          origin: 'lock',
        };
    const installed = this.#options.installed.find((one) =>
      'id' in by ? one.id === by.id : one.name === by.name,
    );
    if (installed === undefined) return null;
    const { id, name, version, origin } = installed;
    return { id, name, version, chosen: false, origin };
  }

  async #find(name: string): Promise<{ registry: RegistryClient; packument: Packument }> {
    const { registries, registry, installed } = this.#options;
    const former = installed.find((one) => one.name === name && one.origin === 'lock')?.registry ?? null;
    // An update comes from where the plugin came from, whoever else has one of its name.
    const found = await registries.find(name, registry ?? former);
    if (found === null) throw packageUnknown(name, registry ?? former);
    if (former !== null && found.registry.name !== former && registry === null)
      throw registryChanged(name, former, found.registry.name);
    return found;
  }

  /** The plugin with an id, by what the registries list. */
  async #nameOf(id: string, why: string): Promise<string | null> {
    const { items } = await this.#options.registries.search({ q: id, limit: 50 });
    const names = [...new Set(items.filter((item) => item.id === id).map(({ name }) => name))];
    if (names.length < 2) return names[0] ?? null;
    this.#note(
      `${why} requires "${id}", and there are several of that id: ${names.join(', ')}; install one of them first`,
    );
    return null;
  }

  /** Versions that fit a goal and this platform, the best first. */
  #candidates(packument: Packument, { range, why }: Goal): readonly OfferedVersion[] {
    const { tags, versions, name } = packument;
    const tagged = range === null ? undefined : tags[range];
    const wanted = tagged ?? range;
    if (wanted !== null && validRange(wanted) === null) throw badRange(name, wanted);
    const fitting = [...versions.values()]
      .filter(({ version }) => wanted === null || satisfies(version, wanted))
      .filter(({ version }) => wanted !== null || !version.includes('-'))
      .sort((a, b) => compare(b.version, a.version));
    if (fitting.length === 0)
      this.#note(
        `${name} has no version that fits ${wanted ?? 'and is no prerelease'}; it has ${newest(versions)}`,
      );
    const usable = fitting.filter(({ manifest, version }) => {
      if (
        validRange(manifest.apiVersion) !== null &&
        satisfies(SDK_API_VERSION, manifest.apiVersion, { includePrerelease: true })
      )
        return true;
      this.#note(
        `${name}@${version} is made for version ${manifest.apiVersion} of the SDK, and this platform offers ${SDK_API_VERSION}`,
      );
      return false;
    });
    const former = this.#options.installed.find((one) => one.name === name && one.origin === 'lock');
    const { allowDowngrade } = this.#options;
    const forward = usable.filter(
      ({ version }) => former === undefined || allowDowngrade || compare(version, former.version) >= 0,
    );
    if (forward.length === 0 && usable[0] !== undefined && former !== undefined && why === 'asked')
      throw downgrade(name, former.version, usable[0].version);
    // What its publisher advises against comes last; the one called the latest first, where nothing else was asked for.
    const rank = (one: OfferedVersion): number =>
      one.deprecated !== null ? 2 : wanted === null && one.version !== tags['latest'] ? 1 : 0;
    return forward.toSorted((a, b) => rank(a) - rank(b));
  }

  /** Whether all that stays installed still fits. */
  #keepsOthers(chosen: ReadonlyMap<string, Chosen>): boolean {
    const byId = new Map([...chosen.values()].map(({ offered }) => [offered.manifest.id, offered]));
    for (const other of this.#options.installed) {
      if (chosen.has(other.name)) continue;
      for (const [id, range] of Object.entries(other.manifest.requires ?? {})) {
        const now = byId.get(id);
        if (now === undefined || satisfies(now.version, range, { includePrerelease: true })) continue;
        this.#note(
          `"${other.id}" ${other.version}, which is installed, requires "${id}" ${range}, and ${now.version} would come`,
        );
        return false;
      }
    }
    return true;
  }

  #fail(reason: string): null {
    this.#note(reason);
    return null;
  }

  #note(reason: string): void {
    if (this.#hasReason) return;
    this.#hasReason = true;
    this.reason = reason;
  }
}

const newest = (versions: ReadonlyMap<string, unknown>): string =>
  [...versions.keys()]
    .sort((a, b) => compare(b, a))
    .slice(0, 5)
    .join(', ') || 'none';
