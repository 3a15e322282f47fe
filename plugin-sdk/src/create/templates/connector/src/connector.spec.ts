import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectorConformance } from '@datawave/plugin-sdk/testing';
import { createSamplePluginConnector } from './connector.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-plugin-'));
const write = (name: string, records: readonly object[]): void =>
  writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''));

const PEOPLE = [
  { id: 1, name: 'Ada', email: 'ada@example.com' },
  { id: 2, name: 'Grace', email: null },
  { id: 3, name: 'Edith', email: 'edith@example.com', tags: ['new'] },
];
write('people.jsonl', PEOPLE);
write(
  'orders.jsonl',
  Array.from({ length: 20 }, (_, id) => ({ id, total: id * 1.5 })),
);

after(() => rmSync(folder, { recursive: true, force: true }));

connectorConformance(createSamplePluginConnector({ roots: [folder], version: '0.1.0' }), {
  config: () => ({ path: folder }),
  target: () => `sample-plugin:${folder}`,
  assets: [
    { path: ['people'], columns: ['id', 'name', 'email', 'tags'], rows: 3 },
    { path: ['orders'], columns: ['id', 'total'], rows: 20 },
  ],
  unreachable: () => [{ path: join(folder, 'missing') }, { path: '/' }],
  write: {
    path: ['people'],
    write: (time) => write('people.jsonl', [...PEOPLE, { id: 4 + time, name: 'x'.repeat(time + 1) }]),
  },
});
