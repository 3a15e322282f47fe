import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonSchema } from '@datawave/plugin-sdk';
import { secretPlaces, withReplaced } from './secret-places.ts';

const FILE = 'as in the configuration file';

/** What of stored settings is another, for the trail. Of a secret it says no more than that it is one, or another one. */
export function changedSettings(
  schema: JsonSchema,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): { readonly before: Json; readonly after: Json } {
  const known = new Map(secretPlaces(schema, before).map(({ pointer, value }) => [pointer, value]));
  const hide = (settings: unknown): unknown =>
    withReplaced(
      settings,
      new Map(
        secretPlaces(schema, settings).map(({ pointer, value }) => [
          pointer,
          known.has(pointer) && known.get(pointer) !== value ? '(another secret)' : '(a secret)',
        ]),
      ),
    );
  const shown = { before: hide(before), after: hide(after) };
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const pick = (from: unknown, has: Readonly<Record<string, unknown>>): Json =>
    Object.fromEntries(
      changed.map((name) => [name, Object.hasOwn(has, name) ? at(from, name) : FILE]),
    ) as Json;
  return { before: pick(shown.before, before), after: pick(shown.after, after) };
}

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
