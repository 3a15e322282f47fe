/** A value that somebody else has changed since a form was filled. @public */
export interface ContestedField {
  readonly name: string;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** Whether it was changed in the form as well. */
  readonly isMineToo: boolean;
}

/** Whose value is taken. @public */
export type ConflictChoice = 'mine' | 'theirs';

/** Text that is equal exactly where values are, whatever the order of their keys. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  ) ?? 'undefined';

const isSame = (one: unknown, other: unknown): boolean => written(one) === written(other);

/** What somebody else has changed, in the order of `names`; what both have changed to the same is nobody's matter. */
export function contestedFields(
  names: readonly string[],
  base: object,
  mine: object,
  theirs: object,
): readonly ContestedField[] {
  const of = (values: object, name: string): unknown => Reflect.get(values, name);
  return names
    .filter((name) => !isSame(of(base, name), of(theirs, name)) && !isSame(of(mine, name), of(theirs, name)))
    .map((name) => ({
      name,
      mine: of(mine, name),
      theirs: of(theirs, name),
      isMineToo: !isSame(of(base, name), of(mine, name)),
    }));
}

/** What stands in the form, with theirs where theirs was chosen. */
export function mergedValues<T extends object>(
  mine: T,
  theirs: T,
  choices: ReadonlyMap<string, ConflictChoice>,
): T {
  const taken = [...choices].filter(([, choice]) => choice === 'theirs').map(([name]) => name);
  return { ...mine, ...Object.fromEntries(taken.map((name) => [name, Reflect.get(theirs, name)])) };
}
