/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other. */
function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const above = rows[i - 1] ?? [];
      const isSame = from[i - 1] === to[j - 1];
      let cost = Math.min((above[j] ?? i) + 1, (row[j - 1] ?? j) + 1, (above[j - 1] ?? i) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, (rows[i - 2]?.[j - 2] ?? i) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[from.length]?.[to.length] ?? Math.max(from.length, to.length);
}

/** The known word that was probably meant, or undefined when none is near enough to be worth naming. @public */
export function nearestKey(word: string, known: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined;
  const lower = word.toLowerCase();
  const farthest = Math.max(2, Math.floor(word.length / 3));
  for (const candidate of known) {
    // A word that was cut short is near to what it begins.
    const isBeginning = lower.length > 2 && candidate.toLowerCase().startsWith(lower);
    // As many edits as their lengths differ by are needed anyway; what comes from outside may be long, and the comparison takes its time.
    if (!isBeginning && Math.abs(lower.length - candidate.length) > farthest) continue;
    const distance = isBeginning
      ? Math.min(1, candidate.length - lower.length)
      : editDistance(lower, candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  if (best === undefined || best.distance > farthest) return undefined;
  return best.word;
}
