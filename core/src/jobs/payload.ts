import {
  DataWaveError,
  type FieldError,
  type JobDefinition,
  type JsonSchema,
  pointerSegment,
} from '@datawave/plugin-sdk';
import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { BoundedAjv, type BoundedCheck, guardedCheck } from '../validation/strangers/bounded-ajv.ts';

// JSON that PostgreSQL refuses in jsonb: NUL, and halves of a surrogate pair.
const refusedByDatabase = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Checks payloads against the definitions' schemas; compiles each schema once. */
export class PayloadCheck {
  readonly #ajv: Ajv2020;
  readonly #bounded: BoundedAjv;
  readonly #validators = new WeakMap<JsonSchema, BoundedCheck>();

  constructor() {
    const options: Options = {
      ...{ allErrors: true, strict: false },
      ...{ validateSchema: true, addUsedSchema: false },
    };
    this.#ajv = new Ajv2020(options);
    addFormats.default(this.#ajv);
    this.#bounded = new BoundedAjv(options, (ajv) => void addFormats.default(ajv));
  }

  /** @throws DataWaveError DW_JOB_DEFINITION when the schema itself cannot be used */
  validator(job: Pick<JobDefinition<unknown, never>, 'name' | 'payload'>): BoundedCheck {
    const known = this.#validators.get(job.payload);
    if (known !== undefined) return known;
    try {
      const compiled = guardedCheck(this.#bounded, job.payload) ?? checkOf(this.#ajv.compile(job.payload));
      this.#validators.set(job.payload, compiled);
      return compiled;
    } catch (cause) {
      throw new DataWaveError({
        code: 'DW_JOB_DEFINITION',
        message: `The payload schema of job ${job.name} is not a usable JSON Schema.`,
        hint: 'Write it in draft 2020-12, closed by additionalProperties: false.',
        cause,
      });
    }
  }

  /** @throws DataWaveError DW_JOB_PAYLOAD with a pointer for each fault; values are never quoted */
  check(job: Pick<JobDefinition<unknown, never>, 'name' | 'payload'>, payload: unknown): void {
    const faults = this.validator(job)(payload);
    if (faults.length === 0) return;
    const errors = faults.map((error): FieldError => {
      const extra: unknown = error.params['additionalProperty'];
      const pointer =
        typeof extra === 'string' ? `${error.instancePath}/${pointerSegment(extra)}` : error.instancePath;
      return { pointer, message: error.message ?? 'is not valid' };
    });
    throw badPayload(job.name, errors);
  }

  /** As {@link check}, answering the payload as JSON text for its row. */
  encode(job: Pick<JobDefinition<unknown, never>, 'name' | 'payload'>, payload: unknown): string {
    this.check(job, payload);
    const text = encodeJson(payload);
    if (text === undefined) {
      throw badPayload(job.name, [{ pointer: '', message: 'cannot be stored as JSON' }]);
    }
    return text;
  }
}

const checkOf =
  (validate: ValidateFunction): BoundedCheck =>
  (value) =>
    validate(value) ? [] : (validate.errors ?? []);

/** JSON text that the database takes, `null` for nothing; undefined when the value cannot be written as such. */
export function encodeJson(value: unknown): string | undefined {
  if (value === undefined) return 'null';
  try {
    const text: string | undefined = JSON.stringify(value);
    return text === undefined || refusedByDatabase.test(text) ? undefined : text;
  } catch {
    // Cyclic, or a bigint somewhere.
    return undefined;
  }
}

function badPayload(name: string, errors: readonly FieldError[]): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_PAYLOAD',
    message: `The payload of job ${name} does not fit its schema: ${errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ')}.`,
    hint: 'Payloads carry ids and small settings, as the definition of the job says.',
    status: 400,
    errors,
  });
}
