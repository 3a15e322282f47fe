/** A pseudo-random generator: the same values at each run. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const FIRST =
  'Ada Grace Alan Edsger Barbara Donald Frances Jean José Zoë Björn Mary Ahmed Mei Olga Ivan'.split(' ');
const LAST =
  'Lovelace Hopper Turing Dijkstra Liskov Knuth Allen Bartik García Müller Smith Jones O’Neill Wang'.split(
    ' ',
  );
const WORDS =
  'the order was sent to our store and came back after two days because nobody could sign for it please call again'.split(
    ' ',
  );

/** Distinct-like values of ordinary columns in equal parts: names, mail addresses, ids, amounts, dates, digests, text. */
export function mixedValues(count: number): readonly string[] {
  const draw = draws(7);
  const pick = (list: readonly string[]): string => list[draw(list.length)] ?? '';
  const hex = (length: number): string => Array.from({ length }, () => draw(16).toString(16)).join('');
  const two = (below: number): string => String(1 + draw(below)).padStart(2, '0');
  const makers: readonly (() => string)[] = [
    () => `${pick(FIRST)} ${pick(LAST)}`,
    () => `${pick(FIRST)}.${pick(LAST)}${draw(1000)}@example.com`.toLowerCase(),
    () => String(draw(10_000_000)),
    () => `ORD-${100_000 + draw(900_000)}`,
    () => (draw(1_000_000) / 100).toFixed(2),
    () => `20${two(24)}-${two(12)}-${two(28)}`,
    () => `20${two(24)}-${two(12)}-${two(28)}T${two(23)}:${two(59)}:${two(59)}Z`,
    () => hex(32),
    () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    () => pick(['active', 'closed', 'pending', 'DE', 'US', 'yes', 'true', 'M', 'EUR']),
    () => `+49 30 ${1_000_000 + draw(9_000_000)}`,
    () => Array.from({ length: 5 + draw(15) }, () => pick(WORDS)).join(' '),
  ];
  // Values that come from a source are flat strings of their own.
  const made = Array.from({ length: count }, (_, index) => makers[index % makers.length]?.() ?? '');
  return JSON.parse(JSON.stringify(made));
}
