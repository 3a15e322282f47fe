/** Runs work over items with so many at once at most; results in the items' order. The first failure stops the rest from starting. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  let hasFailed = false;
  const run = async (): Promise<void> => {
    while (next < items.length && !hasFailed) {
      const index = next++;
      const item = items[index];
      if (item === undefined) continue;
      try {
        results.set(index, await work(item, index));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
