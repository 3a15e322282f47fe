/** How somebody wants the cards of the start page: names of cards in their order, and those that are not shown. */
export interface CardChoice {
  readonly order: readonly string[];
  readonly hidden: readonly string[];
}

/** As the plugins have them. */
export const PLAIN_CHOICE: CardChoice = { order: [], hidden: [] };

const PREFIX = 'dw.overview:';

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string').slice(0, 200) : [];

/** What a person chose on this browser; the plain choice where nothing is known or it cannot be read. */
export function readChoice(storage: Storage | null, owner: string | null): CardChoice {
  if (storage === null || owner === null) return PLAIN_CHOICE;
  try {
    const stored: unknown = JSON.parse(storage.getItem(PREFIX + owner) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return PLAIN_CHOICE;
    return { order: strings(Reflect.get(stored, 'order')), hidden: strings(Reflect.get(stored, 'hidden')) };
  } catch {
    return PLAIN_CHOICE;
  }
}

/** Keeps a choice; where the browser keeps nothing it lasts as long as the page. */
export function keepChoice(storage: Storage | null, owner: string | null, choice: CardChoice): void {
  if (storage === null || owner === null) return;
  try {
    if (choice.order.length + choice.hidden.length === 0) storage.removeItem(PREFIX + owner);
    else storage.setItem(PREFIX + owner, JSON.stringify(choice));
  } catch {
    // Full or forbidden.
  }
}

/** Cards in the order chosen; one that the choice does not know keeps its place among its neighbours. */
export function inOrder<Card>(
  cards: readonly Card[],
  nameOf: (card: Card) => string,
  { order }: Pick<CardChoice, 'order'>,
): readonly Card[] {
  const known = new Map(order.map((name, place) => [name, place]));
  const chosen = cards
    .filter((card) => known.has(nameOf(card)))
    .sort((one, other) => (known.get(nameOf(one)) ?? 0) - (known.get(nameOf(other)) ?? 0));
  const arranged: Card[] = [];
  for (const card of cards) arranged.push(known.has(nameOf(card)) ? (chosen.shift() ?? card) : card);
  return arranged;
}

/** The names with one of them moved a place up (-1) or down (1); the same where it is at the end. */
export function moved(names: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = names.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= names.length) return names;
  return names.with(from, names[to] ?? name).with(to, name);
}
