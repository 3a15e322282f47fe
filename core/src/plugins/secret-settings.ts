const PREFIX = 'secret://';

/** Whether any setting names a secret of the vault. */
export function usesSecrets(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith(PREFIX);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(usesSecrets);
}

/** The settings with each `secret://NAME` replaced by what the vault holds under that name. */
export async function resolveSecrets(
  value: unknown,
  reveal: (name: string) => Promise<string>,
): Promise<unknown> {
  if (typeof value === 'string') return value.startsWith(PREFIX) ? reveal(value.slice(PREFIX.length)) : value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveSecrets(item, reveal)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await resolveSecrets(item, reveal)] as const),
  );
  return Object.fromEntries(entries);
}
