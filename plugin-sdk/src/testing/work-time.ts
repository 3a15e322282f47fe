/** Processor milliseconds that {@link yardstick} takes on the machine for which budgets are written. */
const USUAL_YARD_MS = 30;
const ROUNDS = 5;

/**
 * How long some work keeps this thread busy, in milliseconds of a usual machine: processor time, so that it does not
 * matter what else the machine does, divided by how much slower than usual the machine is, and the best of a few
 * rounds. Ends as soon as a round is within the budget.
 */
export async function workTime(work: () => Promise<unknown>, budgetMs: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS && best > budgetMs; round += 1) {
    const slowness = Math.max(1, (await busyTime(yardstick)) / USUAL_YARD_MS);
    best = Math.min(best, (await busyTime(work)) / slowness);
  }
  return best;
}

async function busyTime(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** Some of what classifiers do: patterns over short texts, and looking them up. */
function yardstick(): number {
  const seen = new Map<string, number>();
  for (let index = 0; index < 150_000; index += 1) {
    const text = `value ${(index * 7_919) % 4_001} of ${index % 13}`;
    const match = /(\d+) of (\d+)$/.exec(text);
    const key = (match?.[1] ?? '').normalize('NFKC').toLowerCase();
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return seen.size;
}
