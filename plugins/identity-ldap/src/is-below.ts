/** Whether an entry is another one or lies below it, by their distinguished names (RFC 4514). */
export function isBelow(dn: string, base: string): boolean {
  const parts = partsOf(dn);
  const wanted = partsOf(base);
  return parts.length >= wanted.length && parts.slice(parts.length - wanted.length).join() === wanted.join();
}

/**
 * The parts of a name, each written in one way only: case and spaces around signs mean nothing, and it is the same whether something is
 * escaped by itself or by number. A comma that belongs to a value stays escaped, so that it parts nothing: whoever may name an entry
 * could else have it lie where they may make none.
 */
function partsOf(dn: string): readonly string[] {
  const plain = dn.replace(/(?:\\[0-9a-f]{2})+|\\./gis, (escaped) =>
    (/^\\[0-9a-f]{2}/i.test(escaped)
      ? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8')
      : escaped.slice(1)
    ).replace(/[,+\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)}`),
  );
  return plain.split(',').map((part) =>
    part
      .replace(/\s*([=+])\s*/g, '$1')
      .trim()
      .toLowerCase(),
  );
}
