import { createRequire } from 'node:module';
import { type JsonSchema, type SchemaGuard, schemaGuard } from '@datawave/plugin-sdk';
import type { Ajv2020, ErrorObject, Options } from 'ajv/dist/2020.js';
import { isObject } from '../is-object.ts';

/** What is wrong with a value; nothing when it is valid. */
export type BoundedCheck = (value: unknown) => readonly ErrorObject[];

/** Compiles schemas that have a guard. Each plugin's stand by themselves: what ajv keeps of them goes with the plugin. */
export class BoundedAjv {
  readonly #options: Options;
  readonly #prepare: (ajv: Ajv2020) => void;
  readonly #byOwner = new WeakMap<object, Ajv2020>();

  /** @param prepare - adds what other checks of the caller know, such as formats */
  constructor(options: Options, prepare: (ajv: Ajv2020) => void) {
    this.#options = options;
    this.#prepare = prepare;
  }

  /** @throws DataWaveError of the guard from the check; Error of ajv when the schema is none */
  compile(schema: JsonSchema, guard: SchemaGuard): BoundedCheck {
    let ajv = this.#byOwner.get(guard.owner);
    if (ajv === undefined) {
      ajv = this.#make(guard);
      this.#byOwner.set(guard.owner, ajv);
    }
    const copy = { ...schema };
    const validate = ajv.compile(copy);
    ajv.removeSchema(copy);
    return (value) => {
      guard.begin(value);
      return validate(value) ? [] : (validate.errors ?? []);
    };
  }

  #make({ pattern }: SchemaGuard): Ajv2020 {
    const { Ajv2020: Ajv }: typeof import('ajv/dist/2020.js') = createRequire(import.meta.url)(
      'ajv/dist/2020.js',
    );
    // By its text ajv tells one pattern from another.
    const regExp = (source: string) => ({ ...pattern(source), toString: () => source });
    const ajv = new Ajv({
      ...this.#options,
      // A value with a hundred thousand faults costs no more than one with none.
      allErrors: false,
      addUsedSchema: false,
      // It takes longer than what it saves, and for large schemas many times as long.
      code: { optimize: false, regExp: Object.assign(regExp, { code: 'pattern of a plugin' }) as never },
    });
    this.#prepare(ajv);
    return ajv.removeKeyword('uniqueItems').addKeyword({
      keyword: 'uniqueItems',
      type: 'array',
      schemaType: 'boolean',
      error: { message: 'must NOT have duplicate items' },
      validate: (isAsked: boolean, items: readonly unknown[]) =>
        !isAsked || new Set(items.map((item) => canonical(item))).size === items.length,
    });
  }
}

/** The guard of a schema, if it has one, with the checks that go with it. */
export const guardedCheck = (bounded: BoundedAjv, schema: JsonSchema): BoundedCheck | null => {
  const guard = schemaGuard(schema);
  return guard === null ? null : bounded.compile(schema, guard);
};

/** The same text for the same value, so that a list is not compared each with each. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    isObject(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  ) ?? '';
