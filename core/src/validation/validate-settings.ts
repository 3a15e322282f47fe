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

/**
 * Validates settings against a closed JSON Schema and fills in its defaults. A schema of plain keywords is checked
 * directly; one that combines or refers to others is compiled by ajv, which is imported only then.
 * @throws DataWaveError DW_PLUGIN_CONFIG_SCHEMA_INVALID when the schema itself is not one
 */
export async function validateSettings(schema: JsonSchema, settings: unknown): Promise<CheckedValue> {
  if (isPlainSchema(schema)) return checkValue(schema, settings);
  const ajv = await createAjv();
  const value = structuredClone(settings);
  try {
    const validate = ajv.compile(schema);
    if (validate(value)) return { value, errors: [] };
    return { value, errors: (validate.errors ?? []).map((error) => toFieldError(error)) };
  } catch (error) {
    throw new DataWaveError({
      code: 'DW_PLUGIN_CONFIG_SCHEMA_INVALID',
      message: `The settings schema cannot be compiled: ${error instanceof Error ? error.message : String(error)}.`,
      hint: 'Mend the JSON Schema (draft 2020-12) that the manifest names under "config".',
      cause: error,
    });
  }
}

async function createAjv(): Promise<Ajv2020> {
  const [{ Ajv2020: Constructor }, formats] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
  ]);
  const ajv = new Constructor({ allErrors: true, useDefaults: true, strict: false, verbose: true });
  formats.default.default(ajv);
  return ajv;
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
