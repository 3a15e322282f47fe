import { appendFileSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Asset,
  type AssetSlice,
  type ConnectorSession,
  DEFAULT_SAMPLE,
  type ReadPlan,
  type TableSample,
} from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { createFilesConnector } from '../src/files-connector.ts';

const folder = mkdtempSync(join(tmpdir(), 'datawave-slices-'));
const connector = createFilesConnector({ roots: () => [folder], version: '0.1.0' });
const never = new AbortController().signal;
const FULL = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1_000_000 } as const;

async function withFile<T>(
  name: string,
  content: string | Uint8Array | null,
  work: (session: ConnectorSession, asset: Asset, path: string) => Promise<T>,
  settings = {},
): Promise<T> {
  const path = join(folder, name);
  if (content !== null) writeFileSync(path, content);
  const session = await connector.open({ path, ...settings }, directEnvironment, never);
  try {
    for await (const item of session.discover({ include: [], exclude: [], signal: never }))
      if ('asset' in item) return await work(session, item.asset, path);
    throw new Error('nothing there');
  } finally {
    await session.close();
  }
}

async function planOf(session: ConnectorSession, asset: Asset, sliceBytes: number): Promise<ReadPlan> {
  const plan = await session.plan?.(asset, { sample: FULL, sliceBytes }, never);
  if (plan === undefined) throw new Error('files are planned');
  return plan;
}

async function read(
  session: ConnectorSession,
  asset: Asset,
  slices: readonly AssetSlice[],
): Promise<readonly TableSample[]> {
  const parts: TableSample[] = [];
  for (const slice of slices) parts.push(await session.sample(asset, { ...FULL, slice }, never));
  return parts;
}

/** Values of a column with their counts, over all parts. */
function valuesOf(parts: readonly TableSample[], column: number): readonly string[] {
  return parts
    .flatMap(({ columns }) => {
      const { values = [], counts = [], nullCount = 0 } = columns[column] ?? {};
      return [
        ...values.flatMap((value, at) => Array.from({ length: counts[at] ?? 0 }, () => `=${value}`)),
        ...Array.from({ length: nullCount }, () => 'null'),
      ];
    })
    .toSorted();
}

describe('files in slices', () => {
  after(() => rmSync(folder, { recursive: true }));

  const cell = fc.oneof(
    fc.constantFrom('', 'x', '"', '""', ',', '\n', '\r\n', 'a,b', '"x",\n', '\n1,"', "it's", 'ü€'),
    fc.string({ maxLength: 12 }).filter((text) => !text.includes('\0')),
  );
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('hold every row of a CSV file once, whatever stands inside quotes', async function () {
    this.timeout(60_000);
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, fc.boolean()), { minLength: 20, maxLength: 120 }),
        fc.integer({ min: 2, max: 9 }),
        async (rows, count) => {
          const lines = rows.map(
            ([a, b, isQuoted], at) => `${at},${quoted(a)},${isQuoted || /[",\r\n]/.test(b) ? quoted(b) : b}`,
          );
          const text = `id,a,b\n${lines.join('\n')}\n`;
          const settings = { delimiter: ',', quote: '"', header: 'present', encoding: 'utf-8' };
          await withFile(
            'any.csv',
            text,
            async (session, asset) => {
              const { slices, method } = await planOf(session, asset, Math.ceil(text.length / count));
              const whole = await session.sample(asset, FULL, never);
              expect(whole.rowCount).to.equal(rows.length);
              if (slices.length === 0) expect(method).to.include('every row');
              else cut += 1;
              const parts = slices.length === 0 ? [whole] : await read(session, asset, slices);
              for (const column of [0, 1, 2])
                expect(valuesOf(parts, column)).to.deep.equal(valuesOf([whole], column));
            },
            settings,
          );
        },
      ),
      { numRuns: 60, seed: 7 },
    );
    expect(cut).to.be.greaterThan(30);
  });

  it('are not made where nothing tells where a record begins, and the plan says so', async () => {
    const rows = Array.from({ length: 2000 }, (_, at) => `${at};${at % 7}`).join('\n');
    await withFile('packed.csv.gz', gzipSync(`id;n\n${rows}`), async (session, asset) => {
      const { slices, method } = await planOf(session, asset, 100);
      expect([slices.length, method]).to.deep.equal([0, 'every row, in one go: it is compressed as a whole']);
    });
    const ragged = Array.from({ length: 2000 }, (_, at) => 'x;'.repeat(at % 5)).join('\n');
    await withFile('ragged.csv', `a;b\n${ragged}`, async (session, asset) => {
      const { slices, method } = await planOf(session, asset, 1000);
      expect(slices).to.deep.equal([]);
      expect(method).to.include('cannot be told for certain');
    });
    await withFile(
      'array.json',
      JSON.stringify(Array.from({ length: 500 }, (_, at) => ({ at }))),
      async (session, asset) => {
        expect((await planOf(session, asset, 500)).slices).to.deep.equal([]);
      },
    );
  });

  it('refuse to be read when one ends in the middle of a row', async () => {
    // One cell holds text that is a table of the same width, larger than what is looked at.
    const inner = '1,2\n'.repeat(400_000);
    await withFile('nested.csv', `a,b\n1,"${inner}"\n${'3,4\n'.repeat(100)}`, async (session, asset) => {
      const { slices } = await planOf(session, asset, 600_000);
      expect(slices.length).to.be.greaterThan(1);
      const error: unknown = await read(session, asset, slices).catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'DW_SOURCE_CHANGED');
    });
  });

  it('hold rows that are appended while a file is read in the last one, and no other file', async () => {
    const line = (at: number): string => `{"id":${at},"x":"y"}\n`;
    const text = Array.from({ length: 3000 }, (_, at) => line(at)).join('');
    await withFile('growing.ndjson', text, async (session, asset, path) => {
      const { slices } = await planOf(session, asset, Math.ceil(text.length / 4));
      expect(slices).to.have.length(4);
      const first = await read(session, asset, slices.slice(0, 2));
      appendFileSync(path, line(3000) + line(3001));
      const parts = [...first, ...(await read(session, asset, slices.slice(2)))];
      expect(new Set(valuesOf(parts, 0)).size).to.equal(3002);
      expect(valuesOf(parts, 0)).to.have.length(3002);
      // Both are there at once: what is made after the other is gone may get its number in the file system.
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
      const error: unknown = await read(session, asset, slices).catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'DW_SOURCE_CHANGED');
    });
  });

  it('are known again from what was stored, and no other bounds are taken', async () => {
    const text = `id,x\n${Array.from({ length: 500 }, (_, at) => `${at},y`).join('\n')}\n`;
    await withFile('kept.csv', text, async (session, asset) => {
      const { slices } = await planOf(session, asset, 1000);
      const kept: readonly AssetSlice[] = JSON.parse(JSON.stringify(slices));
      expect(valuesOf(await read(session, asset, kept), 0)).to.have.length(500);
      for (const bounds of [{}, { from: -1, to: 5 }, { from: 'x', to: null }, { from: 0, to: 10 ** 9 }]) {
        const slice = {
          ...(kept[0] ?? expect.fail()),
          bounds: { ...bounds, file: kept[0]?.bounds['file'] ?? '' },
        };
        const error: unknown = await session
          .sample(asset, { ...FULL, slice }, never)
          .catch((reason: unknown) => reason);
        if (JSON.stringify(bounds) !== '{}') expect(error).to.have.property('code', 'DW_SOURCE_CHANGED');
      }
    });
  });

  it('come with a mark of when the file was written, once a later change could not go unnoticed', async () => {
    const long = new Date(Date.now() - 60_000);
    const fresh = await withFile('marked.csv', 'a,b\n1,2\n', async (_session, asset) => asset.changeMarker);
    expect(fresh).to.equal(null);
    utimesSync(join(folder, 'marked.csv'), long, long);
    // Only the time of the file's own entry is as young as the test.
    const entry = await withFile('marked.csv', null, async (_session, asset) => asset.changeMarker);
    expect(entry).to.equal(null);
    // A file that has lain there since the project was installed.
    const own = join(import.meta.dirname, '..');
    const settled = createFilesConnector({ roots: () => [own], version: '0.1.0' });
    const session = await settled.open({ path: join(own, 'package.json') }, directEnvironment, never);
    const markers = [];
    for (const _ of [1, 2])
      for await (const item of session.discover({ include: [], exclude: [], signal: never }))
        if ('asset' in item) markers.push(item.asset.changeMarker);
    await session.close();
    expect(markers[0]?.kind).to.equal('modified-at');
    expect(markers[1]).to.deep.equal(markers[0]);
  });

  it('draw rows evenly from all of a file, or as many of each value', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `${at},${at % 500 === 0 ? 'rare' : 'common'}`);
    await withFile('strata.csv', `id,kind\n${lines.join('\n')}\n`, async (session, asset) => {
      const options = { ...DEFAULT_SAMPLE, rows: 40, strategy: 'stratified' } as const;
      const even = await session.sample(asset, options, never);
      const quarters = (even.columns[0]?.values ?? []).map((id) => Math.floor(Number(id) / 5000));
      for (const quarter of [0, 1, 2, 3])
        expect(quarters.filter((one) => one === quarter)).to.have.length.within(7, 13);
      const { columns } = await session.sample(asset, { ...options, rows: 400, stratifyBy: 'kind' }, never);
      const rare = columns[1]?.counts[columns[1].values.indexOf('rare')] ?? 0;
      expect(rare).to.be.within(8, 40);
      const missing: unknown = await session
        .sample(asset, { ...options, stratifyBy: 'nothing' }, never)
        .catch((reason: unknown) => reason);
      expect(missing).to.have.property('code', 'DW_SOURCE_QUERY');
    });
  });
});
