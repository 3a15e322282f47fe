import type {
  ExecutionScope,
  ExtensionCollection,
  Source,
  SourceDeparture,
  SourceDependent,
  Transaction,
} from '@datawave/plugin-sdk';

/** Somebody who keeps something about sources, by the id of the plugin. */
export interface NamedDependent {
  readonly key: string;
  readonly dependent: SourceDependent;
}

/** Everybody who keeps something about sources. */
export class Departures {
  readonly #dependents: ExtensionCollection<SourceDependent>;

  constructor(dependents: ExtensionCollection<SourceDependent>) {
    this.#dependents = dependents;
  }

  /** What of all of them goes with a source and what stays. */
  async ask(scope: ExecutionScope, source: Source, own: SourceDeparture): Promise<SourceDeparture> {
    const answers = await Promise.all(
      this.present().map(({ dependent }) => dependent.departure(scope, source)),
    );
    return {
      goes: [own, ...answers].flatMap(({ goes }) => goes),
      stays: [own, ...answers].flatMap(({ stays }) => stays),
    };
  }

  /** Has all end at once what must not go on, one after the other, in the transaction that deletes a source. */
  async leave(tx: Transaction, scope: ExecutionScope, source: Source): Promise<void> {
    for (const { dependent } of this.present()) await dependent.leaving?.(tx, scope, source);
  }

  /** Those that are there now, always in the same order, so that two deletions wait for each other and do not meet. */
  present(): readonly NamedDependent[] {
    return [...this.#dependents.list()]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, value }) => ({ key, dependent: value }));
  }

  /** Calls back when somebody comes or goes. */
  onChange(listener: () => void): () => void {
    const stop = this.#dependents.onChange(listener);
    return () => void stop();
  }
}
