/** What a package.json says, as far as the registry looks at it. It was read from the tarball; every field may be anything. */
export type PackageJson = Readonly<Record<string, unknown>>;

/** A text of it, or an empty one. */
export function textOf(json: PackageJson, field: string): string {
  const value = json[field];
  return typeof value === 'string' ? value : '';
}

/** An object of it, or an empty one. */
export function objectOf(json: PackageJson, field: string): Readonly<Record<string, unknown>> {
  const value = json[field];
  return isRecord(value) ? value : {};
}

/** The texts among a list of it. */
export function textsOf(json: PackageJson, field: string): readonly string[] {
  const value = json[field];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
