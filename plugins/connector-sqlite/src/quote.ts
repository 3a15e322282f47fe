/** A quoted identifier. SQLite names cannot hold NUL. */
export const quote = (name: string): string => `"${name.replaceAll('\0', '').replaceAll('"', '""')}"`;
