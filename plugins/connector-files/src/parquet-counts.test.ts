import { DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import type { ParquetDatabase, TextRow } from './duckdb.ts';
import { leavesOf } from './parquet-columns.ts';
import { countAll, distinctBehind } from './parquet-counts.ts';

const MEMORY = new Error('out of memory');

/** A database that answers what it is told, in order. */
function telling(answers: { readonly rows: TextRow[][]; readonly streams: (TextRow[] | Error)[] }): {
  readonly database: ParquetDatabase;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const database: ParquetDatabase = {
    table: 't',
    numberedTable: 'n',
    metadata: 'm',
    groups: 'g',
    async rows() {
      return answers.rows.shift() ?? [];
    },
    async *stream(text) {
      asked.push(text);
      const answer = answers.streams.shift() ?? [];
      if (answer instanceof Error) throw answer;
      yield answer;
    },
    ranOutOfMemory: (error) => error === MEMORY,
    close: () => undefined,
  };
  return { database, asked };
}

const described = (rows: number) => ({
  leaves: leavesOf([{ name: 'a', type: 'VARCHAR' }]),
  columns: [],
  rows,
});
const { signal } = new AbortController();

describe('the distinct values behind some draws', () => {
  it('are as many as rows where every draw was another one', () => {
    expect(distinctBehind(1000, 1000, 50_000)).to.equal(50_000);
  });

  it('are those seen where each was seen many times', () => {
    expect(distinctBehind(65_536, 250, 10_000_000)).to.be.closeTo(250, 1);
  });

  it('are found back in between', () => {
    const seen = (distinct: number, drawn: number): number => distinct * (1 - Math.exp(-drawn / distinct));
    for (const distinct of [10_000, 80_000, 1_000_000])
      expect(distinctBehind(65_536, Math.round(seen(distinct, 65_536)), 10_000_000)).to.be.closeTo(
        distinct,
        distinct * 0.01,
      );
  });

  it('are none of nothing', () => {
    expect(distinctBehind(0, 0, 10)).to.equal(0);
  });
});

describe('counting a Parquet file', () => {
  it('counts small files without an estimate', async () => {
    const { database, asked } = telling({
      rows: [],
      streams: [
        [
          ['x', '2'],
          [null, '1'],
        ],
      ],
    });
    expect(await countAll(database, described(3), DEFAULT_SAMPLE, signal)).to.deep.equal([
      { values: ['x'], counts: [2], nullCount: 1, distinctCount: 1, truncated: false },
    ]);
    expect(asked[0]).not.to.include('hash');
  });

  it('asks for a share of the values where they are many, and says how many there are in all', async () => {
    const kept = Array.from({ length: 15_000 }, (_, at): TextRow => [`value ${at}`, '1']);
    const { database, asked } = telling({ rows: [[['65536', '65536']]], streams: [kept] });
    const [column] = await countAll(database, described(1_000_000), DEFAULT_SAMPLE, signal);
    expect(asked[0]).to.include(`< ${Math.floor(0.015 * 4_294_967_296)}`);
    expect(column?.values).to.have.length(10_000);
    expect(column?.distinctCount).to.equal(1_000_000);
  });

  it('asks for a smaller share where memory does not suffice', async () => {
    const { database, asked } = telling({ rows: [[['4000000']]], streams: [MEMORY, [['x', '2']]] });
    await countAll(database, described(100_000), DEFAULT_SAMPLE, signal);
    expect(asked).to.have.length(2);
    expect(asked[1]).to.include(`< ${Math.floor(0.003_75 * 4_294_967_296)}`);
  });

  it('says so when memory never suffices', async () => {
    const { database, asked } = telling({ rows: [], streams: [MEMORY, MEMORY, MEMORY, MEMORY, MEMORY] });
    const error = await countAll(database, described(100_000), DEFAULT_SAMPLE, signal).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.equal(MEMORY);
    expect(asked).to.have.length(4);
  });
});
