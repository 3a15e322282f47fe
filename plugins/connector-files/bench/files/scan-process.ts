import { readFileSync } from 'node:fs';
import { DEFAULT_SAMPLE, type Logger } from '@datawave/plugin-sdk';
import { createFilesConnector } from '../../src/files-connector.ts';

/** Reads one file as told and prints how long it took and the most memory that it held: run as a process of its own. */
const [path = '', what = 'sample'] = process.argv.slice(2);
const quiet = (): void => undefined;
const log: Logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
const refused = (): never => {
  throw new Error('a scan of files makes no connection');
};

const { signal } = new AbortController();
const start = performance.now();
const connector = createFilesConnector({ roots: () => ['/'], version: '0.0.0' });
const session = await connector.open(
  { path },
  { egress: { connect: refused, connectLocal: refused, fetch: refused }, log },
  signal,
);
let rows = 0;
for await (const found of session.discover({ include: [], exclude: [], signal })) {
  if ('problem' in found) throw new Error(found.problem.message);
  if (what === 'read')
    for await (const batch of session.read(found.asset, { batchRows: 1000, signal })) rows += batch.rows;
  else
    rows += (
      await session.sample(
        found.asset,
        { ...DEFAULT_SAMPLE, rows: what === 'full' ? 'full' : DEFAULT_SAMPLE.rows, timeoutMs: 600_000 },
        signal,
      )
    ).sampledRows;
}
await session.close();
const peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
console.log(JSON.stringify({ rows, ms: performance.now() - start, peakMb: peakKb / 1024 }));
