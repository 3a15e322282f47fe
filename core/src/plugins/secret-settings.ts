import { DataWaveError, type JsonSchema } from '@datawave/plugin-sdk';
import { secretPlaces, textPlaces } from './settings/secret-places.ts';

/** How a setting names a secret of the vault. */
export const REFERENCE_PREFIX = 'secret://';

/** Whether any setting names a secret of the vault. */
export function usesSecrets(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith(REFERENCE_PREFIX);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(usesSecrets);
}

/** The settings with each `secret://NAME` replaced by what the vault holds under that name. */
export async function resolveSecrets(
  value: unknown,
  reveal: (name: string) => Promise<string>,
): Promise<unknown> {
  if (typeof value === 'string')
    return value.startsWith(REFERENCE_PREFIX) ? reveal(value.slice(REFERENCE_PREFIX.length)) : value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveSecrets(item, reveal)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await resolveSecrets(item, reveal)] as const),
  );
  return Object.fromEntries(entries);
}

/** Shorter ones are no secrets, and would be found in everything. */
const SHORTEST = 4;

/** The secrets among settings: what the schema marks, and what was put in place of a name. */
export function secretsWithin(
  schema: JsonSchema | undefined,
  named: unknown,
  filled: unknown,
): readonly string[] {
  const references = textPlaces(named).filter(({ value }) => usesSecrets(value));
  const revealed = new Set(references.map(({ pointer }) => pointer));
  const values = [
    ...textPlaces(filled).filter(({ pointer }) => revealed.has(pointer)),
    ...(schema === undefined ? [] : secretPlaces(schema, filled)),
  ].flatMap(({ value }) => (typeof value === 'string' && value.length >= SHORTEST ? [value] : []));
  return [...new Set(values)].sort((one, other) => other.length - one.length);
}

/** The error, or another that says the same without the secrets in it. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  const clean = (text: string): string =>
    secrets.reduce(
      (left, secret) => (secret.length < SHORTEST ? left : left.replaceAll(secret, '***')),
      text,
    );
  const told = error instanceof Error ? errorTexts(error).join('\n') : String(error);
  if (clean(told) === told) return error;
  if (!DataWaveError.is(error)) return new Error(clean(error instanceof Error ? error.message : told));
  const { code, message, hint, where, status } = error;
  return new DataWaveError({
    code,
    message: clean(message),
    status,
    ...(hint === undefined ? {} : { hint: clean(hint) }),
    ...(where === undefined ? {} : { where }),
  });
}

/** All that would be written of an error, its causes too. */
function errorTexts(error: Error): readonly string[] {
  const own = [error.message, error.stack ?? '', DataWaveError.is(error) ? (error.hint ?? '') : ''];
  return error.cause instanceof Error && error.cause !== error ? [...own, ...errorTexts(error.cause)] : own;
}
