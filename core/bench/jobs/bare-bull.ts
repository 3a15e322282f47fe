import Bull from 'bull';

let runs = 0;

/** Bull by itself, doing what ephemeral jobs do: as many in hand, removed when done. Answers jobs a second. */
export async function runBareBull(
  redisUrl: string,
  count: number,
  batch: number,
  how: 'add' | 'addBulk',
): Promise<number> {
  runs += 1;
  const queue = new Bull<{ n: number }>(`bare${runs}`, redisUrl, { prefix: 'bare' });
  const opts = { removeOnComplete: true, removeOnFail: true };
  let done = 0;
  void queue.process(200, async (job) => {
    done += 1;
    return job.data.n + 1;
  });
  const send = async (jobs: number): Promise<void> => {
    for (let at = 0; at < jobs; at += batch) {
      const data = Array.from({ length: batch }, (_, n) => ({ n: at + n }));
      if (how === 'add') await Promise.all(data.map((one) => queue.add(one, opts)));
      else await queue.addBulk(data.map((one) => ({ data: one, opts })));
    }
  };
  const finished = async (jobs: number): Promise<void> => {
    while (done < jobs) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await send(1_000);
  await finished(1_000);
  done = 0;
  const before = performance.now();
  await send(count);
  await finished(count);
  const rate = Math.round((count * 1_000) / (performance.now() - before));
  await queue.close();
  return rate;
}
