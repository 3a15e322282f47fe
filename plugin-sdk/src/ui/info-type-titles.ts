import { INFO_TYPES } from '../governance/info-types.ts';
import { t } from './i18n/translate.ts';

/** An info type and what people call it. @public */
export interface TitledInfoType {
  readonly id: string;
  readonly title: string;
}

const PUBLISHED: ReadonlyMap<string, string> = new Map(INFO_TYPES.map((type) => [type.id, type.title]));

/**
 * What people read instead of `EMAIL_ADDRESS`. Besides the published info types it knows those that it was told of:
 * types that classifiers bring and those that people write rules for. Fires `change` when it learnt one.
 *
 * The shell has one and lends it as {@link ShellContext.infoTypes}; elements ask {@link DataWaveElement.infoTypeTitle},
 * which also shows them anew.
 * @public
 */
export class InfoTypeTitles extends EventTarget {
  readonly #learnt = new Map<string, string>();

  /** The title of a type. One that nobody has named is written out: `ACME_BADGE` becomes `Acme badge`. */
  titleOf(id: string): string {
    const known = PUBLISHED.get(id) ?? this.#learnt.get(id);
    if (known !== undefined) return t(known);
    const words = id.toLowerCase().replaceAll('_', ' ');
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  /** What it was told of. */
  get learnt(): readonly TitledInfoType[] {
    return [...this.#learnt].map(([id, title]) => ({ id, title }));
  }

  /** Makes titles known. The shell does so for all that the catalog knows; whoever makes a type tells it here. */
  learn(types: Iterable<TitledInfoType>): void {
    let isNew = false;
    for (const { id, title } of types) {
      if (PUBLISHED.has(id) || this.#learnt.get(id) === title) continue;
      this.#learnt.set(id, title);
      isNew = true;
    }
    if (isNew) this.dispatchEvent(new Event('change'));
  }
}
