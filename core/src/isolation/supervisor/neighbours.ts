import { notOffered } from '../isolation-errors.ts';

/**
 * Whose hooks, extension points and events an isolated plugin may follow: its own, and those of the plugins that its manifest names. Whoever
 * decides on an installation reads there whom it listens to.
 */
export class Neighbours {
  readonly #plugin: string;
  readonly #named: ReadonlySet<string>;

  /** @param named - ids of the plugins under `requires` and `optional` */
  constructor(plugin: string, named: ReadonlySet<string>) {
    this.#plugin = plugin;
    this.#named = named;
  }

  /** @param what - completes "may not use ..." @throws DataWaveError DW_ISOLATION_REFUSED */
  require(owner: string, what: string): void {
    if (owner === this.#plugin || this.#named.has(owner)) return;
    throw notOffered(
      this.#plugin,
      what,
      `Name "${owner.slice(0, 80)}" under "requires" or "optional" in the manifest.`,
    );
  }

  /** Others act upon what a hook says: only its owner says it. @throws DataWaveError DW_ISOLATION_REFUSED */
  requireOwnHook(hook: string): void {
    if (ownerOf(hook) === this.#plugin) return;
    throw notOffered(
      this.#plugin,
      `the hook "${hook}" to tell others`,
      'Tap it to hear of it, or declare a hook of your own under "hooks".',
    );
  }

  /**
   * Types of events that it may hear: those that it asks for, or all of its neighbours'.
   * @throws DataWaveError DW_ISOLATION_REFUSED
   */
  events(types: readonly string[] | undefined): readonly string[] {
    if (types === undefined)
      return [this.#plugin, ...this.#named].map((id) => `${id.replaceAll('-', '_')}.*`);
    for (const type of types)
      this.require(
        (type.split('.')[0] ?? '').replaceAll('_', '-'),
        `events of the type "${type.slice(0, 80)}"`,
      );
    return types;
  }
}

/** Of a hook or an extension point. */
export const ownerOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('.')));
