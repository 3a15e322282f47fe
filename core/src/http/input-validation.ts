import { createRequire } from 'node:module';
import { DataWaveError, type FieldError, type JsonSchema, pointerSegment } from '@datawave/plugin-sdk';
import type { ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import { BoundedAjv, type BoundedCheck, guardedCheck } from '../validation/strangers/bounded-ajv.ts';
import { HttpError } from './problem.ts';

/** Checks a value in place: coerces and fills in defaults where the validator was made to. Answers what is wrong. */
export type InputCheck = (value: unknown) => readonly FieldError[];

/** Faults that are told of one part of a request: a body of a megabyte may have a hundred thousand. */
const MOST_FAULTS = 100;
/** Characters of a pointer that are told: the keys in it are the caller's. */
const LONGEST_POINTER = 500;
const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Makes checks from JSON Schemas. */
export interface InputValidation {
  /** Text from a URL: numbers and booleans are read from it, a single value may stand for a list. */
  forText(schema: JsonSchema, part: 'params' | 'query', where: string): InputCheck;
  forBody(schema: JsonSchema, where: string): InputCheck;
  /** Compiles one check that is still waiting; false when there is none. A schema that cannot be used is reported through `onFault`. */
  warm(onFault: (error: unknown) => void): boolean;
}

/**
 * ajv takes 46 ms to import and half a millisecond for each schema: both happen with the first request to a route,
 * or when the server has nothing else to do, see {@link InputValidation.warm}.
 */
export function createInputValidation(): InputValidation {
  const load = once(() => {
    const require = createRequire(import.meta.url);
    const { Ajv2020 }: typeof import('ajv/dist/2020.js') = require('ajv/dist/2020.js');
    const addFormats: typeof import('ajv-formats').default = require('ajv-formats');
    const shared = {
      allErrors: true,
      strict: true,
      strictRequired: false,
      strictTypes: false,
      allowUnionTypes: true,
      useDefaults: true,
      messages: true,
      ownProperties: true,
    } as const;
    const prepare = (ajv: InstanceType<typeof Ajv2020>): void => {
      addFormats(ajv);
      for (const name of ['date', 'date-time'] as const) ajv.addFormat(name, momentOf(addFormats.get(name)));
    };
    const make = (options: Options): ((schema: JsonSchema) => BoundedCheck) => {
      const own = new Ajv2020(options);
      prepare(own);
      const bounded = new BoundedAjv(options, prepare);
      return (schema) => guardedCheck(bounded, schema) ?? checkOf(own.compile({ ...schema }));
    };
    return { text: make({ ...shared, coerceTypes: 'array' }), body: make(shared) };
  });
  const waiting = new Set<() => BoundedCheck>();
  const check = (kind: 'text' | 'body', schema: JsonSchema, part: string, where: string): InputCheck => {
    const compile = once((): BoundedCheck => {
      try {
        return load()[kind](schema);
      } catch (cause) {
        throw new DataWaveError({
          code: 'DW_HTTP_SCHEMA_INVALID',
          message: `The ${part} schema of ${where} is not a usable JSON Schema: ${cause instanceof Error ? cause.message : String(cause)}.`,
          hint: 'Mend the schema in the plugin; draft 2020-12, no unknown keywords.',
          where,
          cause,
        });
      }
    });
    waiting.add(compile);
    const numbers = kind === 'text' ? numericProperties(schema) : [];
    return (value) => {
      const notNumbers = misspeltNumbers(value, numbers, `/${part}`);
      if (notNumbers.length > 0) return notNumbers;
      return fieldErrors(compile()(value), `/${part}`);
    };
  };
  return {
    forText: (schema, part, where) => check('text', schema, part, where),
    forBody: (schema, where) => check('body', schema, 'body', where),
    warm(onFault) {
      const [compile] = waiting;
      if (compile === undefined) return false;
      waiting.delete(compile);
      try {
        compile();
      } catch (error) {
        onFault(error);
      }
      return true;
    },
  };
}

const checkOf =
  (validate: ValidateFunction): BoundedCheck =>
  (value) =>
    validate(value) ? [] : (validate.errors ?? []);

/** No database keeps the year 0, nor what in UTC is later than four digits can tell. */
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** What a Date can be made of, and be kept: ajv takes leap seconds, too, and whoever counts with one would fail. */
function momentOf(format: unknown): (text: string) => boolean {
  // As a function or a pattern by itself, or with how two of it are compared.
  const check: unknown = typeof format === 'function' ? format : Reflect.get(Object(format), 'validate');
  return (text) => {
    const at = Date.parse(text);
    const isMoment = at >= FIRST_MOMENT && at <= LAST_MOMENT;
    return isMoment && (typeof check !== 'function' || Reflect.apply(check, undefined, [text]) === true);
  };
}

/** Names of the properties that can only be numbers. */
function numericProperties(schema: JsonSchema): readonly string[] {
  const { properties } = schema;
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).flatMap(([name, property]) =>
    ['integer', 'number'].includes(String(Reflect.get(Object(property), 'type'))) ? [name] : [],
  );
}

/** ajv reads a blank as 0, hexadecimal digits as digits and 1e400 as infinity: none of them is a number that somebody wrote. */
function misspeltNumbers(value: unknown, names: readonly string[], base: string): readonly FieldError[] {
  const faults: FieldError[] = [];
  for (const name of names) {
    const text: unknown = Reflect.get(Object(value), name);
    if (typeof text !== 'string' || (DECIMAL.test(text) && Number.isFinite(Number(text)))) continue;
    faults.push({ pointer: `${base}/${pointerSegment(name)}`, message: 'must be a decimal number' });
  }
  return faults;
}

/** Throws the errors of bad input as one problem. */
export function requireValid(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const [first] = errors;
  throw new HttpError({
    code: 'DW_HTTP_INPUT_INVALID',
    message:
      errors.length === 1 && first
        ? `${first.pointer} ${first.message}.`
        : `The request has ${errors.length < MOST_FAULTS ? errors.length : `${MOST_FAULTS} or more`} faults.`,
    hint: 'Mend what is listed under errors; /docs shows what the route takes.',
    status: 400,
    errors,
  });
}

/** Words ajv's errors, the first of them where there are many; the value itself is never quoted. */
function fieldErrors(errors: readonly ErrorObject[], base: string): readonly FieldError[] {
  const fields = new Map<string, FieldError>();
  for (const error of errors) {
    if (fields.size === MOST_FAULTS) break;
    // These only say that one of their branches failed; the branches' own errors follow.
    if (error.keyword === 'if' || (error.keyword === 'anyOf' && errors.length > 1)) continue;
    const { pointer: whole, message } = fieldError(error, base);
    const pointer =
      whole.length <= LONGEST_POINTER ? whole : `${whole.slice(0, LONGEST_POINTER).toWellFormed()}…`;
    fields.set(`${pointer} ${message}`, { pointer, message });
  }
  return [...fields.values()];
}

function fieldError(error: ErrorObject, base: string): FieldError {
  const at = `${base}${error.instancePath}`;
  const param = (name: string): string => String(Reflect.get(error.params, name));
  switch (error.keyword) {
    case 'required':
      return { pointer: `${at}/${pointerSegment(param('missingProperty'))}`, message: 'is missing' };
    case 'additionalProperties':
      return {
        pointer: `${at}/${pointerSegment(param('additionalProperty'))}`,
        message: 'is not known here',
      };
    case 'unevaluatedProperties':
      return {
        pointer: `${at}/${pointerSegment(param('unevaluatedProperty'))}`,
        message: 'is not known here',
      };
    case 'enum': {
      const allowed: unknown = Reflect.get(error.params, 'allowedValues');
      return {
        pointer: at,
        message: `must be one of ${Array.isArray(allowed) ? allowed.map((value) => JSON.stringify(value)).join(', ') : 'the listed values'}`,
      };
    }
    // In ajv's words, such as: must NOT have duplicate items (items ## 1 and 0 are identical).
    default:
      return { pointer: at, message: error.message ?? 'is not valid' };
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
