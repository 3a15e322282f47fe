import type { JsonSchema } from './json-schema.ts';

/**
 * JSON Schema of an object that holds the properties named and nothing else: an unknown one is refused instead of passed over.
 *
 * @param required - names of the properties that must be there
 * @example
 * ```ts
 * body: closedSchema({ sourceId: uuidSchema, reason: { type: 'string', maxLength: 200 } }, ['sourceId'])
 * ```
 * @public
 */
export const closedSchema = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema => ({ type: 'object', additionalProperties: false, required, properties });

/** JSON Schema of an id as the platform gives them. @public */
export const uuidSchema = { type: 'string', format: 'uuid' } as const;
