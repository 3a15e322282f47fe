import {
  type CheckedValue,
  checkValue,
  DataWaveError,
  type FieldError,
  isPlainSchema,
  type JsonSchema,
  pointerSegment,
  unknownKeyMessage,
} from '@datawave/plugin-sdk';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import { isObject } from './is-object.ts';
import { BoundedAjv, type BoundedCheck, guardedCheck } from './strangers/bounded-ajv.ts';

/**
 * Validates settings against a closed JSON Schema and fills in its defaults. A schema of plain keywords is checked
 * directly; one that combines or refers to others is compiled by ajv, which is imported only then.
 * @throws DataWaveError DW_PLUGIN_CONFIG_SCHEMA_INVALID when the schema itself is not one
 */
export async function validateSettings(schema: JsonSchema, settings: unknown): Promise<CheckedValue> {
  if (isPlainSchema(schema)) return checkValue(schema, settings);
  const value = structuredClone(settings);
  const check = await compile(schema);
  return { value, errors: check(value).map((error) => toFieldError(error)) };
}

async function compile(schema: JsonSchema): Promise<BoundedCheck> {
  const { ajv, bounded } = await createAjv();
  try {
    const guarded = guardedCheck(bounded, schema);
    if (guarded !== null) return guarded;
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? [] : (validate.errors ?? []));
  } catch (error) {
    throw new DataWaveError({
      code: 'DW_PLUGIN_CONFIG_SCHEMA_INVALID',
      message: `The settings schema cannot be compiled: ${error instanceof Error ? error.message : String(error)}.`,
      hint: 'Mend the JSON Schema (draft 2020-12) that the manifest names under "config".',
      cause: error,
    });
  }
}

async function createAjv(): Promise<{ readonly ajv: Ajv2020; readonly bounded: BoundedAjv }> {
  const [{ Ajv2020: Constructor }, formats] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
  ]);
  const options = { allErrors: true, useDefaults: true, strict: false, verbose: true };
  const ajv = new Constructor(options);
  formats.default.default(ajv);
  return { ajv, bounded: new BoundedAjv(options, (own) => void formats.default.default(own)) };
}

function toFieldError(error: ErrorObject): FieldError {
  const pointer = error.instancePath;
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const key = String(params.additionalProperty ?? params.unevaluatedProperty);
    const known =
      isObject(error.parentSchema) && isObject(error.parentSchema.properties)
        ? Object.keys(error.parentSchema.properties)
        : [];
    return { pointer: `${pointer}/${pointerSegment(key)}`, message: unknownKeyMessage(key, known) };
  }
  if (error.keyword === 'required') {
    const key = String(params.missingProperty);
    return { pointer: `${pointer}/${pointerSegment(key)}`, message: `"${key}" is missing` };
  }
  if (error.keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return {
      pointer,
      message: `must be one of ${params.allowedValues.map((item) => JSON.stringify(item)).join(', ')}`,
    };
  }
  return { pointer, message: error.message ?? 'is not valid' };
}
