import { type Caller, field, idOf } from './caller.ts';

/** Scans a source from end to end, and answers the id of the scan. */
export async function scanOf(call: Caller, sourceId: string): Promise<string> {
  const id = idOf(await call('POST', '/scans', { sourceId, mode: 'full' }));
  for (;;) {
    const run = await call('GET', `/scans/${id}`);
    if (/^(completed|partial)/.test(String(field(run, 'state')))) return id;
    if (/^(failed|cancelled)/.test(String(field(run, 'state'))))
      throw new Error(`The scan has come to nothing: ${JSON.stringify(field(run, 'error'))}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
