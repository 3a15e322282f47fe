/** A quoted, possibly qualified identifier. */
export const quote = (...parts: readonly string[]): string =>
  parts.map((part) => `\`${part.replaceAll('\0', '').replaceAll('`', '``')}\``).join('.');
