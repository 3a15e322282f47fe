import type { LiveContribution, PluginPackage } from '@datawave/plugin-sdk';
import { PLUGINS_TOPIC, SESSION_TOPIC } from './kernel-topics.ts';

/** Event types whose topics are remembered; there are some hundred, and what follows is looked up each time. */
const MOST_REMEMBERED = 2_000;

/** Which topics an event of some type belongs to. */
export interface TopicsOfType {
  /** Told where the event happened. */
  readonly here: readonly string[];
  /** Told in every workspace. */
  readonly everywhere: readonly string[];
  /** Told, where it happened, to whom the event is about; to all where it is about nobody. */
  readonly personal: readonly string[];
}

/** The topics that running plugins tell of. */
export class LiveTopics {
  readonly #contributions: readonly LiveContribution[];
  readonly #permissions: ReadonlyMap<string, string>;
  readonly #ofType = new Map<string, TopicsOfType>();

  constructor(packages: readonly PluginPackage[]) {
    this.#contributions = packages.flatMap(({ manifest }) => manifest.contributes?.live ?? []);
    this.#permissions = new Map([
      ...this.#contributions.map(({ topic, permission }) => [topic, permission] as const),
      [PLUGINS_TOPIC, 'signed-in'],
      [SESSION_TOPIC, 'signed-in'],
    ]);
  }

  get all(): readonly string[] {
    return [...this.#permissions.keys()];
  }

  /** What a caller must hold to be told; undefined for a topic that there is not. */
  permissionFor(topic: string): string | undefined {
    return this.#permissions.get(topic);
  }

  of(type: string): TopicsOfType {
    const known = this.#ofType.get(type);
    if (known !== undefined) return known;
    const fed = this.#contributions.filter(({ events }) => events.some((wanted) => names(wanted, type)));
    const topicsOf = (holds: (one: LiveContribution) => boolean): readonly string[] => [
      ...new Set(fed.filter(holds).map(({ topic }) => topic)),
    ];
    const topics = {
      here: topicsOf(({ reach, personal }) => reach !== 'platform' && personal !== true),
      everywhere: topicsOf(({ reach, personal }) => reach === 'platform' && personal !== true),
      personal: topicsOf(({ personal }) => personal === true),
    };
    if (this.#ofType.size < MOST_REMEMBERED) this.#ofType.set(type, topics);
    return topics;
  }
}

const names = (wanted: string, type: string): boolean =>
  wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
