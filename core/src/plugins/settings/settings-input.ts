import { randomUUID } from 'node:crypto';
import { type FieldError, type JsonSchema, pointerSegment } from '@datawave/plugin-sdk';
import { validateSettings } from '../../validation/validate-settings.ts';
import { REFERENCE_PREFIX } from '../secret-settings.ts';
import { movedSecrets } from './secret-destinations.ts';
import { secretPlaces, textPlaces, withReplaced } from './secret-places.ts';
import { overlay } from './stored-settings.ts';

/** What stands in an answer where a secret is set. Sent back, it keeps the secret that stands at the pointer after it. */
export const KEPT = `${REFERENCE_PREFIX}kept#`;

/** What somebody wants a plugin to be set to, ready to be tried and stored. */
export interface CheckedInput {
  /** What is stored: secrets as references. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Values of the references that are new, by name in the vault. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly errors: readonly FieldError[];
  /** Secrets that are kept and would be sent elsewhere than before. */
  readonly moved: readonly FieldError[];
}

/** The places of the new secret values and references in them. */
interface SecretChoice {
  readonly stored: Map<string, unknown>;
  readonly plain: Map<string, unknown>;
  readonly secrets: Map<string, string>;
  /** Where a secret is now that is kept, by its new place. */
  readonly kept: Map<string, string>;
  readonly errors: FieldError[];
}

const hasPrefix = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(REFERENCE_PREFIX);

/**
 * Checks settings that came from outside. Secrets that are kept are found in what the plugin runs with now; new ones are put aside.
 * Pointers of errors begin below the settings.
 */
export async function checkInput(
  plugin: string,
  schema: JsonSchema,
  input: Readonly<Record<string, unknown>>,
  now: {
    readonly file: Readonly<Record<string, unknown>>;
    readonly stored: Readonly<Record<string, unknown>>;
  },
): Promise<CheckedInput> {
  const current = overlay(now.file, now.stored);
  const choice = chooseSecrets(plugin, schema, input, current);
  choice.errors.push(...foreignReferences(schema, input, current));
  const plain = withReplaced(input, choice.plain);
  const next = overlay(now.file, plain as Record<string, unknown>);
  const { value, errors } = await validateSettings(schema, next);
  // A place that has a fault already is not told twice.
  const told = new Set(choice.errors.map(({ pointer }) => pointer));
  return {
    values: withReplaced(input, choice.stored) as Readonly<Record<string, unknown>>,
    secrets: choice.secrets,
    errors: [...choice.errors, ...errors.filter(({ pointer }) => !told.has(pointer))],
    moved: await findMoved(schema, { input, value, choice }, { file: now.file, current }),
  };
}

/** What stays of secrets: those that are kept, and those of the file under names that nobody sent. */
async function findMoved(
  schema: JsonSchema,
  wish: { readonly input: object; readonly value: unknown; readonly choice: SecretChoice },
  now: { readonly file: unknown; readonly current: unknown },
): Promise<readonly FieldError[]> {
  const [file, current] = await Promise.all(
    [now.file, now.current].map(async (settings) => (await validateSettings(schema, settings)).value),
  );
  const used = secretTexts(schema, now.current);
  const kept = [...wish.choice.kept].map(([pointer, from]) => ({
    ...{ pointer, from: [{ settings: current, pointer: from }] },
  }));
  const names = Object.keys(wish.input).map((name) => `/${pointerSegment(name)}`);
  const isSent = (pointer: string): boolean =>
    names.some((name) => pointer === name || pointer.startsWith(`${name}/`));
  // In a setting that is no secret to the schema a reference of the file may be sent as it is.
  const named = textPlaces(wish.input)
    .filter(({ pointer, value }) => hasPrefix(value) && used.get(pointer) === value)
    .map(({ pointer }) => ({ pointer, from: [{ settings: current, pointer }] }));
  const ofFile = [...secretTexts(schema, now.file)]
    .filter(([pointer]) => !isSent(pointer))
    .map(([pointer, value]) => ({
      pointer,
      // Those of the file go where the file says, or where they go already.
      from: [
        { settings: file, pointer },
        ...(used.get(pointer) === value ? [{ settings: current, pointer }] : []),
      ],
    }));
  return movedSecrets(schema, wish.value, [...kept, ...named, ...ofFile]);
}

/** What is secret by the schema, and what is by being a reference to a secret; by pointer. */
const secretTexts = (schema: JsonSchema, settings: unknown): ReadonlyMap<string, unknown> =>
  new Map(
    [
      ...secretPlaces(schema, settings),
      ...textPlaces(settings).filter(({ value }) => hasPrefix(value)),
    ].flatMap(({ pointer, value }) => (value === null || value === '' ? [] : [[pointer, value] as const])),
  );

function chooseSecrets(
  plugin: string,
  schema: JsonSchema,
  input: Readonly<Record<string, unknown>>,
  current: Readonly<Record<string, unknown>>,
): SecretChoice {
  const present = new Map(secretPlaces(schema, current).map((place) => [place.pointer, place]));
  const choice: SecretChoice = {
    stored: new Map(),
    plain: new Map(),
    secrets: new Map(),
    kept: new Map(),
    errors: [],
  };
  const putAside = (pointer: string, value: string): void => {
    const name = `plugins/${plugin}/${randomUUID()}`;
    choice.secrets.set(name, value);
    choice.stored.set(pointer, REFERENCE_PREFIX + name);
  };
  for (const { pointer, kind, value } of secretPlaces(schema, input)) {
    if (value === null) continue;
    // It could only be stored where it can be read.
    if (typeof value !== 'string') {
      choice.errors.push({
        pointer,
        message: 'is a secret, of which only texts can be stored; write it into the configuration file',
      });
      continue;
    }
    if (value.startsWith(KEPT)) {
      const kept = present.get(value.slice(KEPT.length));
      // A secret does not wander into a place of another kind, where it would be used for something else.
      if (kept === undefined || kept.kind !== kind || typeof kept.value !== 'string') {
        choice.errors.push({ pointer, message: 'there is no secret here that could be kept; write it anew' });
        continue;
      }
      choice.kept.set(pointer, kept.pointer);
      choice.plain.set(pointer, kept.value);
      if (hasPrefix(kept.value)) choice.stored.set(pointer, kept.value);
      else putAside(pointer, kept.value);
    } else if (hasPrefix(value)) {
      choice.errors.push({
        pointer,
        message:
          'names a secret of the vault, which only the configuration file may; write the secret itself',
      });
    } else {
      putAside(pointer, value);
    }
  }
  return choice;
}

/** A name of a secret in a setting that is none would put the secret where it can be read. */
function foreignReferences(
  schema: JsonSchema,
  input: Readonly<Record<string, unknown>>,
  current: Readonly<Record<string, unknown>>,
): readonly FieldError[] {
  const secret = new Set(secretPlaces(schema, input).map(({ pointer }) => pointer));
  const known = new Map(textPlaces(current).map(({ pointer, value }) => [pointer, value]));
  return textPlaces(input)
    .filter(({ pointer, value }) => hasPrefix(value) && !secret.has(pointer) && known.get(pointer) !== value)
    .map(({ pointer }) => ({
      pointer,
      message: 'names a secret of the vault in a setting that is not kept secret',
    }));
}

/** Names in the vault of the secrets that were stored with settings of a plugin. */
export function ownSecrets(plugin: string, settings: unknown): ReadonlySet<string> {
  const prefix = `${REFERENCE_PREFIX}plugins/${plugin}/`;
  return new Set(
    textPlaces(settings).flatMap(({ value }) =>
      typeof value === 'string' && value.startsWith(prefix) ? [value.slice(REFERENCE_PREFIX.length)] : [],
    ),
  );
}
