import type { Json } from '@datawave/plugin-sdk';

/** One place at which two states differ. */
export interface Difference {
  /** JSON pointer (RFC 6901); empty for the whole. */
  readonly pointer: string;
  /** Left out where there was nothing, or is nothing. */
  readonly before?: Json;
  readonly after?: Json;
}

const MOST = 500;

const isMap = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Where two states differ, by pointer, at most 500 places. Lists are compared as a whole: which item became which nobody has said. */
export function differencesOf(before: Json, after: Json): readonly Difference[] {
  const found: Difference[] = [];
  const walk = (pointer: string, was: Json | undefined, is: Json | undefined): void => {
    if (found.length >= MOST || isSame(was, is)) return;
    if (isMap(was) && isMap(is)) {
      for (const name of new Set([...Object.keys(was), ...Object.keys(is)]))
        walk(
          `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
          Object.hasOwn(was, name) ? was[name] : undefined,
          Object.hasOwn(is, name) ? is[name] : undefined,
        );
      return;
    }
    found.push({
      pointer,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    });
  };
  const empty = (state: Json): Json => (state === null ? {} : state);
  // What was only made, or only went, is shown field by field too.
  if (isMap(empty(before)) && isMap(empty(after))) walk('', empty(before), empty(after));
  else walk('', before ?? undefined, after ?? undefined);
  return found.sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
}
