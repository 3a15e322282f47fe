import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connectorPoint, DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { createTestKernel, directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { silentLog } from '../../test/storage.ts';
import { findEntry } from '../plugins/entry.ts';
import { readPackage } from '../plugins/manifest.ts';
import { spawnChild } from './spawn-child.ts';
import { IsolatedPlugin } from './supervisor/isolated-plugin.ts';

const PLUGINS = join(import.meta.dirname, '../../../plugins');
const SQLITE = join(PLUGINS, 'connector-sqlite');

/** Our SQLite connector in another process; without a wall, because behind one there is no SQLite. */
function isolated(folder: string) {
  const { package: source } = readPackage(SQLITE, 'connector-sqlite');
  const entry = findEntry(SQLITE);
  if (source === null || entry === null) throw new Error('the connector is not valid');
  const wall = {
    spawn: (program: string, args: readonly string[]) =>
      fork(program, args, { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }),
  };
  const plugin = new IsolatedPlugin({
    package: source,
    spawn: () => spawnChild(wall, 'connector-sqlite', entry, join(folder, 'compiled')),
    log: silentLog,
    health: {
      degraded: () => undefined,
      recovered: () => undefined,
      fault: () => undefined,
      givenUp: () => undefined,
    },
    scrub: (text) => text,
  });
  const { manifest, version, configSchema } = source;
  return {
    manifest,
    version,
    ...(configSchema ? { configSchema } : {}),
    plugin: () => plugin.load(),
    config: { roots: [folder] },
  };
}

/** All that a session of the connector says of the database. */
async function readAll(folder: string, isIsolated: boolean): Promise<unknown> {
  await using kernel = await createTestKernel({
    plugins: [
      ...['scanner', 'classification', 'assessment'].map((name) => join(PLUGINS, name)),
      isIsolated ? isolated(folder) : { directory: SQLITE, config: { roots: [folder] } },
    ],
  });
  const connector = kernel.kernel.extensions(connectorPoint).get('sqlite')?.value;
  if (connector === undefined) throw new Error(JSON.stringify(kernel.kernel.plugins()));
  const { signal } = new AbortController();
  const path = join(folder, 'people.db');
  const target = await connector.resolveTarget(path, folder);
  const refused: unknown = await connector
    .open({ path: join(folder, 'none.db') }, directEnvironment, signal)
    .catch((error: unknown) => Reflect.get(Object(error), 'code'));
  const session = await connector.open({ path }, directEnvironment, signal);
  const found: unknown[] = [connector.info, target, refused];
  for await (const one of session.discover({ include: [], exclude: [], signal })) {
    found.push(one);
    if (!('asset' in one)) continue;
    found.push(await session.sample(one.asset, { ...DEFAULT_SAMPLE, rows: 100 }, signal));
    found.push(await session.plan?.(one.asset, { sample: DEFAULT_SAMPLE, sliceBytes: 1000 }, signal));
    for await (const batch of session.read(one.asset, { batchRows: 128, signal })) found.push(batch);
  }
  await session.close();
  return found;
}

describe('our SQLite connector in a process of its own', () => {
  it('says of a database what it says in process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'datawave-same-connector-'));
    try {
      const database = new DatabaseSync(join(folder, 'people.db'));
      database.exec(`CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, born DATE, photo BLOB);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        INSERT INTO person SELECT i, CASE i % 7 WHEN 0 THEN NULL ELSE 'Zoë ' || i END, '1990-01-0' || (i % 9 + 1), x'00ff' FROM n;
        CREATE VIEW named AS SELECT name FROM person WHERE name IS NOT NULL`);
      database.close();
      const expected = await readAll(folder, false);
      expect(expected).to.have.length.above(10);
      // Whether a file has a mark depends on how long ago it was written.
      const unmarked = (key: string, value: unknown): unknown => (key === 'changeMarker' ? null : value);
      expect(JSON.stringify(await readAll(folder, true), unmarked)).to.equal(
        JSON.stringify(expected, unmarked),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
