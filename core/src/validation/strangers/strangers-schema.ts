import { DataWaveError, type JsonSchema, SCHEMA_GUARD, type SchemaGuard } from '@datawave/plugin-sdk';
import { isObject } from '../is-object.ts';
import { LinearPatterns, TooManySteps } from './linear-patterns.ts';
import { innerSchemas, SchemaFault, weightOf } from './schema-weight.ts';
import { PatternFault } from './translate-pattern.ts';

/** Several times what the largest schema of ours has; one of these takes up to a fifth of a second to compile. */
const DEEPEST = 64;
const MOST_VALUES = 3_000;
const MOST_CHARACTERS = 64 * 1024;
/** Comparisons of one value of the input, and of a whole input. */
const MOST_WEIGHT = 20_000;
const MOST_COMPARISONS = 20_000_000;
/** So many characters of a text cost as much as a value. */
const CHARACTERS = 16;
/** Values in all schemas of one plugin: compiling takes longer than checking. */
const MOST_IN_ALL = 30_000;

/** What names or refers by other than a place within the schema, or makes the check something else. */
const REFUSED: ReadonlySet<string> = new Set([
  ...['$id', 'id', '$anchor', '$dynamicAnchor', '$dynamicRef', '$recursiveAnchor', '$recursiveRef'],
  ...['$vocabulary', '$async'],
]);

/**
 * JSON Schemas of a plugin that is not trusted, made such that checking any value against them ends soon: patterns run in linear time,
 * no schema leads back to itself, and a value that would take too many comparisons is refused before.
 */
export class StrangersSchemas {
  readonly #plugin: string;
  readonly #patterns = new LinearPatterns();
  /** The same text is the same schema. */
  readonly #kept = new Map<string, JsonSchema>();
  #values = 0;

  constructor(plugin: string) {
    this.#plugin = plugin;
  }

  /**
   * A copy that is checked only so, wherever it is used. The same text answers the same copy.
   * @param where - what it is the schema of, for the error: `the body of POST /notes`
   * @throws DataWaveError DW_ISOLATION_SCHEMA naming the place and what to do
   */
  take(schema: unknown, where: string): JsonSchema {
    try {
      if (!isObject(schema)) throw new SchemaFault('#', 'it is no object');
      const values = sizeOf(schema);
      const text = JSON.stringify(schema);
      const known = this.#kept.get(text);
      if (known !== undefined) return known;
      this.#values += values;
      if (this.#values > MOST_IN_ALL)
        throw new SchemaFault('#', `the plugin has more than ${MOST_IN_ALL} values in its schemas`);
      const copy: Record<string, unknown> = JSON.parse(text);
      // It names the whole: nothing else may be meant by it.
      delete copy['$id'];
      mark(copy, this.#guard(copy));
      this.#kept.set(text, copy);
      return copy;
    } catch (error) {
      if (error instanceof SchemaFault) throw this.#refused(where, error.pointer, error.message, error);
      throw error;
    }
  }

  #guard(schema: Readonly<Record<string, unknown>>): SchemaGuard {
    const weight = this.#check(schema);
    if (weight > MOST_WEIGHT)
      throw new SchemaFault(
        '#',
        `a value takes up to ${weight} comparisons, ${MOST_WEIGHT} are the most; write fewer alternatives`,
      );
    const patterns = this.#patterns;
    const tooMuch = (): DataWaveError => this.#tooMuch();
    return {
      owner: this,
      begin(value) {
        patterns.begin();
        if (comparisons(value, weight) > MOST_COMPARISONS) throw tooMuch();
      },
      pattern(source) {
        const { test } = patterns.get(source);
        return {
          test(text) {
            try {
              return test(text);
            } catch (error) {
              throw error instanceof TooManySteps ? tooMuch() : error;
            }
          },
        };
      },
    };
  }

  /** Looks at every schema within. Answers how many comparisons a value can take. */
  #check(root: Readonly<Record<string, unknown>>): number {
    const schemas = new Map<string, Readonly<Record<string, unknown>>>();
    const visit = (schema: Readonly<Record<string, unknown>>, pointer: string): void => {
      schemas.set(pointer, schema);
      for (const [keyword, value] of Object.entries(schema)) {
        if (REFUSED.has(keyword) && typeof value !== 'object')
          throw new SchemaFault(`${pointer}/${keyword}`, 'it is not taken here; refer by "#/$defs/NAME"');
        if (keyword === 'pattern') this.#pattern(value, `${pointer}/pattern`);
        if (keyword === 'patternProperties' && isObject(value))
          for (const source of Object.keys(value))
            this.#pattern(source, `${pointer}/patternProperties/${source}`);
        for (const [at, inner] of innerSchemas(keyword, value)) visit(inner, `${pointer}/${at}`);
      }
    };
    visit(root, '#');
    return weightOf(schemas);
  }

  #pattern(source: unknown, pointer: string): void {
    if (typeof source !== 'string') throw new SchemaFault(pointer, 'a pattern is a text');
    try {
      this.#patterns.add(source);
    } catch (error) {
      if (error instanceof PatternFault)
        throw new SchemaFault(pointer, `its pattern cannot be run in linear time: ${error.message}`);
      throw error;
    }
  }

  #refused(where: string, pointer: string, reason: string, cause?: unknown): DataWaveError {
    return new DataWaveError({
      code: 'DW_ISOLATION_SCHEMA',
      message: `The schema of ${where} of the plugin "${this.#plugin}" is not taken, at ${pointer.slice(0, 300)}: ${reason}.`,
      hint: 'Mend the schema in the plugin. What it cannot say the plugin can check itself, in its own process.',
      where: `plugin ${this.#plugin}`,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #tooMuch(): DataWaveError {
    return new DataWaveError({
      code: 'DW_ISOLATION_SCHEMA_STEPS',
      message: `This is too much to be checked against a schema of the plugin "${this.#plugin}".`,
      hint: 'Send less at once.',
      status: 413,
    });
  }
}

/** Values in a schema. Ends where there are too many. @throws SchemaFault */
function sizeOf(schema: object): number {
  let values = 0;
  let characters = 0;
  const count = (text: string): void => {
    characters += text.length;
    if (characters > MOST_CHARACTERS)
      throw new SchemaFault('#', `it holds more than ${MOST_CHARACTERS} characters`);
  };
  const visit = (value: unknown, pointer: string, depth: number): void => {
    if (depth > DEEPEST) throw new SchemaFault(pointer, `it is nested more than ${DEEPEST} deep`);
    if (++values > MOST_VALUES) throw new SchemaFault('#', `it holds more than ${MOST_VALUES} values`);
    if (typeof value === 'string') count(value);
    else if (typeof value === 'function' || typeof value === 'bigint')
      throw new SchemaFault(pointer, `a ${typeof value} is no JSON`);
    else if (Array.isArray(value))
      for (const [at, item] of value.entries()) visit(item, `${pointer}/${at}`, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      if (!isPlain(value)) throw new SchemaFault(pointer, 'it is no JSON');
      for (const [key, item] of Object.entries(value)) {
        count(key);
        visit(item, `${pointer}/${key}`, depth + 1);
      }
    }
  };
  visit(schema, '#', 0);
  return values;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** On every schema within: parts of it are used by themselves. */
function mark(schema: Record<string, unknown>, guard: SchemaGuard): void {
  Reflect.set(schema, SCHEMA_GUARD, guard);
  for (const [keyword, value] of Object.entries(schema))
    for (const [, inner] of innerSchemas(keyword, value)) mark(inner as Record<string, unknown>, guard);
}

/** At most so many comparisons; ends where it is too many. */
function comparisons(value: unknown, weight: number): number {
  let cost = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && cost <= MOST_COMPARISONS) {
    const item = open.pop();
    cost += weight;
    if (typeof item === 'string') cost += Math.floor(item.length / CHARACTERS) * weight;
    else if (ArrayBuffer.isView(item)) cost += Math.floor(item.byteLength / CHARACTERS) * weight;
    else if (typeof item === 'object' && item !== null) for (const one of Object.values(item)) open.push(one);
  }
  return cost;
}
