import type { FieldError } from '@datawave/plugin-sdk';
import { checkValue } from '@datawave/plugin-sdk';
import type { KernelSettings } from './config.generated.ts';
import schema from './config.schema.json' with { type: 'json' };

/** Settings with their defaults filled in, or everything that is wrong with them. */
export type CheckedSettings =
  | { readonly value: KernelSettings; readonly problems: readonly [] }
  | { readonly value: null; readonly problems: readonly FieldError[] };

/** Checks the kernel's settings against their schema. */
export function checkSettings(settings: unknown): CheckedSettings {
  const { value, errors } = checkValue(schema, settings);
  if (errors.length > 0) return { value: null, problems: errors };
  // The schema that has just been checked is the one that the type is generated from.
  return { value: value as KernelSettings, problems: [] };
}
