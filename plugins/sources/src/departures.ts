import type {
  ExecutionScope,
  ExtensionCollection,
  Source,
  SourceDeparture,
  SourceDependent,
  Transaction,
} from '@datawave/plugin-sdk';

/** Everybody who keeps something about sources. */
export class Departures {
  readonly #dependents: ExtensionCollection<SourceDependent>;

  constructor(dependents: ExtensionCollection<SourceDependent>) {
    this.#dependents = dependents;
  }

  /** What of all of them goes with a source and what stays. */
  async ask(scope: ExecutionScope, source: Source, own: SourceDeparture): Promise<SourceDeparture> {
    const answers = await Promise.all(this.#inOrder().map((dependent) => dependent.departure(scope, source)));
    return {
      goes: [own, ...answers].flatMap(({ goes }) => goes),
      stays: [own, ...answers].flatMap(({ stays }) => stays),
    };
  }

  /** Tells each that the source goes, one after the other, in the transaction that deletes it. */
  async tell(tx: Transaction, scope: ExecutionScope, source: Source): Promise<void> {
    for (const dependent of this.#inOrder()) await dependent.removed(tx, scope, source);
  }

  /** Always in the same order, so that two deletions wait for each other and do not meet. */
  #inOrder(): readonly SourceDependent[] {
    return [...this.#dependents.list()].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ value }) => value);
  }
}
