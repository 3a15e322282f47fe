import { DataWaveError, type Disposer, type Extension, type ExtensionCollection } from '@datawave/plugin-sdk';

export interface ExtensionRegistryOptions {
  /** Place of a plugin in the graph: contributions are listed in this order. */
  rankOf(plugin: string): number;
  /** A listener threw; the others were told all the same. */
  onListenerFault(point: string, error: unknown): void;
}

interface Contribution extends Extension<unknown> {
  readonly sequence: number;
}

interface Point {
  readonly byKey: Map<string, Contribution>;
  readonly listeners: Set<() => void>;
  sorted: readonly Contribution[] | null;
}

/** All extension points by id. Collections are live: what a stopped plugin contributed is gone at once. */
export class ExtensionRegistry {
  readonly #options: ExtensionRegistryOptions;
  readonly #points = new Map<string, Point>();
  #sequence = 0;

  constructor(options: ExtensionRegistryOptions) {
    this.#options = options;
  }

  /** @throws DataWaveError DW_EXTENSION_DUPLICATE when the key is taken */
  contribute(plugin: string, point: string, key: string, value: unknown): Disposer {
    const entry = this.#point(point);
    const taken = entry.byKey.get(key);
    if (taken !== undefined) {
      throw new DataWaveError({
        code: 'DW_EXTENSION_DUPLICATE',
        message: `Plugin "${plugin}" contributes "${key}" to "${point}", but plugin "${taken.plugin}" has already done so.`,
        hint: `Disable one of "${plugin}" and "${taken.plugin}", or give the contribution another key.`,
        where: `plugin ${plugin}, extension point ${point}`,
      });
    }
    const contribution: Contribution = { key, value, plugin, sequence: this.#sequence++ };
    entry.byKey.set(key, contribution);
    this.#changed(point, entry);
    return () => {
      if (entry.byKey.get(key) !== contribution) return;
      entry.byKey.delete(key);
      this.#changed(point, entry);
    };
  }

  /**
   * The live view of a point. It carries unknown values: the point's id ties them to the type of its ref.
   * @param track told of every listener, so that it goes with whoever listens
   */
  collection(
    point: string,
    track: (label: string, dispose: Disposer) => Disposer,
  ): ExtensionCollection<unknown> {
    const entry = this.#point(point);
    return {
      get: (key) => entry.byKey.get(key),
      list: () => this.#sorted(entry),
      onChange: (listener) => {
        // A wrapper, so that the same function may listen twice.
        const own = (): void => listener();
        entry.listeners.add(own);
        return track(`listener of ${point}`, () => void entry.listeners.delete(own));
      },
    };
  }

  /** Everything that has been contributed, by point in the order of their first use. */
  contributions(): readonly { readonly point: string; readonly key: string; readonly plugin: string }[] {
    return [...this.#points].flatMap(([point, entry]) =>
      this.#sorted(entry).map(({ key, plugin }) => ({ point, key, plugin })),
    );
  }

  #point(id: string): Point {
    const found = this.#points.get(id);
    if (found !== undefined) return found;
    const point: Point = { byKey: new Map(), listeners: new Set(), sorted: null };
    this.#points.set(id, point);
    return point;
  }

  #sorted(point: Point): readonly Contribution[] {
    point.sorted ??= [...point.byKey.values()].sort(
      (a, b) => this.#options.rankOf(a.plugin) - this.#options.rankOf(b.plugin) || a.sequence - b.sequence,
    );
    return point.sorted;
  }

  #changed(id: string, point: Point): void {
    point.sorted = null;
    for (const listener of [...point.listeners]) {
      try {
        listener();
      } catch (error) {
        this.#options.onListenerFault(id, error);
      }
    }
  }
}
