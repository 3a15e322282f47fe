import { isDeepStrictEqual } from 'node:util';
import type { FieldError, JsonSchema } from '@datawave/plugin-sdk';
import { type Place, secretPlaces, textPlaces, visitPlaces } from './secret-places.ts';

/**
 * How a schema says that a setting decides where the secrets beside it are sent, or how they are protected on the way: with true. With
 * false it says of an address that no secret goes there, and of a secret that it is sent nowhere.
 */
const MARK = 'x-destination';
/** Texts of these formats are destinations without a mark. */
const FORMATS = new Set(['uri', 'iri', 'hostname', 'idn-hostname', 'ipv4', 'ipv6']);
/** As are texts that look like one, so that a schema which marks nothing gives no secret away either. */
const ADDRESS = /^(?!secret:)[a-z][a-z0-9+.-]*:\/\//i;

/** Settings with a place in them. */
export interface Origin {
  readonly settings: unknown;
  /** Of the secret. */
  readonly pointer: string;
}

/** A secret that stays as it is while settings change. */
export interface StayingSecret {
  readonly pointer: string;
  /** Where it stood, one after the other: it may stay where it is sent to the same places as in one of them. */
  readonly from: readonly Origin[];
}

/**
 * Finds secrets that would be sent elsewhere than those meant who wrote them: whoever may change settings could have them delivered to a
 * server of his own. A setting concerns the secrets of its own entry in a list, and of all that is within.
 * @param next - the settings as they would be, as all others with defaults filled in
 */
export function movedSecrets(
  schema: JsonSchema,
  next: unknown,
  staying: readonly StayingSecret[],
): readonly FieldError[] {
  const found = new Map<unknown, readonly Place[]>();
  const destinationsOf = ({ settings, pointer }: Origin): ReadonlyMap<string, unknown> => {
    const places = found.get(settings) ?? destinations(schema, settings);
    found.set(settings, places);
    return new Map(
      places.flatMap((place) => {
        const owner = ownerOf(place);
        return owner === '' || pointer.startsWith(`${owner}/`)
          ? [[place.pointer.slice(owner.length), place.value] as const]
          : [];
      }),
    );
  };
  const nowhere = sentNowhere(schema, next);
  return staying.flatMap(({ pointer, from }) => {
    if (isWithin(pointer, nowhere)) return [];
    const after = destinationsOf({ settings: next, pointer });
    const moved = from.map((origin) => differing(destinationsOf(origin), after));
    const [first = []] = moved;
    if (moved.some((names) => names.length === 0)) return [];
    return [
      {
        pointer,
        message: `must be given again, because ${first.join(', ')} changed: it would be sent elsewhere`,
      },
    ];
  });
}

/** Every value that decides where secrets are sent; one that is marked as a whole. */
function destinations(schema: JsonSchema, settings: unknown): readonly Place[] {
  const marked = new Map<string, Place>();
  const settled: string[] = secretPlaces(schema, settings).map(({ pointer }) => pointer);
  visitPlaces(schema, settings, (given, place) => {
    const mark = given[MARK];
    const isMeant = mark === true || (mark !== false && FORMATS.has(String(given['format'])));
    if (given['writeOnly'] === true || (mark !== false && !isMeant)) return 'go on';
    settled.push(place.pointer);
    if (isMeant) marked.set(place.pointer, place);
    return 'enough';
  });
  const unmarked = textPlaces(settings).filter(
    ({ pointer, value }) => ADDRESS.test(String(value)) && !isWithin(pointer, settled),
  );
  return [...marked.values(), ...unmarked];
}

/** Secrets that leave the process in no case, such as a key that signs. */
function sentNowhere(schema: JsonSchema, settings: unknown): readonly string[] {
  const found: string[] = [];
  visitPlaces(schema, settings, (given, { pointer }) => {
    if (given['writeOnly'] === true && given[MARK] === false) found.push(pointer);
    return 'go on';
  });
  return found;
}

const isWithin = (pointer: string, places: readonly string[]): boolean =>
  places.some((at) => pointer === at || pointer.startsWith(`${at}/`));

/** Pointer of the entry of a list that a destination is one of; empty where it is in none, and so concerns every secret. */
function ownerOf({ pointer, kind }: Place): string {
  const kinds = kind.split('/');
  // A list of addresses is one of whatever has the list.
  let end = kinds.length;
  while (end > 1 && kinds[end - 1] === '*') end -= 1;
  const at = kinds.lastIndexOf('*', end - 2);
  return pointer
    .split('/')
    .slice(0, at + 1)
    .join('/');
}

/** Names of the settings that are not the same. */
const differing = (
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] => [
  ...new Set(
    [...new Set([...before.keys(), ...after.keys()])]
      .filter((place) => !isDeepStrictEqual(before.get(place), after.get(place)))
      .map((place) =>
        place
          .slice(1)
          .replace(/(?:\/\d+)+$/, '')
          .replaceAll('/', '.'),
      ),
  ),
];
