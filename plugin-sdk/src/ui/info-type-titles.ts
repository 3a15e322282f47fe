import { INFO_TYPES } from '../governance/info-types.ts';

const published: ReadonlyMap<string, string> = new Map(INFO_TYPES.map((type) => [type.id, type.title]));

/** Titles beyond the published ones: of types that classifiers bring and of those that people write rules for. Fires `change`. */
class LearntTitles extends EventTarget {
  readonly #titles = new Map<string, string>();

  get(id: string): string | undefined {
    return this.#titles.get(id);
  }

  learn(types: Iterable<{ readonly id: string; readonly title: string }>): void {
    let isNew = false;
    for (const { id, title } of types) {
      if (published.has(id) || this.#titles.get(id) === title) continue;
      this.#titles.set(id, title);
      isNew = true;
    }
    if (isNew) this.dispatchEvent(new Event('change'));
  }
}

// One for the browser window, as the window has one shell: the words are the same wherever they are read.
const learnt = new LearntTitles();

/** Told when titles were learnt that were not known before. */
export const infoTypeTitles: EventTarget = learnt;

/**
 * Makes titles known that no published info type has, so that {@link infoTypeTitle} says them; elements show them at
 * once. The shell does so for all that the catalog knows; whoever makes a type tells it here.
 * @public
 */
export function learnInfoTypeTitles(types: Iterable<{ readonly id: string; readonly title: string }>): void {
  learnt.learn(types);
}

/** What people read instead of `EMAIL_ADDRESS`. One that nobody has named is written out: `ACME_BADGE` becomes `Acme badge`. @public */
export function infoTypeTitle(id: string): string {
  const known = published.get(id) ?? learnt.get(id);
  if (known !== undefined) return known;
  const words = id.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
