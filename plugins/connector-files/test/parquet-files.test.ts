import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { parquet, ScratchFiles } from './scratch-files.ts';

describe('Parquet files', () => {
  const scratch = new ScratchFiles();
  const { folder } = scratch;
  const look = scratch.look.bind(scratch);
  after(() => rmSync(folder, { recursive: true }));

  it('counts a column of Parquet inside DuckDB, few values or many', async () => {
    const path = join(folder, 'many.parquet');
    await parquet(path, 'SELECT range AS id, range % 5 AS few FROM range(300000)');
    const { sample } = await look(path, {}, { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1000 });
    expect(sample.columns[1]).to.deep.include({ distinctCount: 5, nullCount: 0 });
    expect(sample.columns[1]?.counts).to.deep.equal([60_000, 60_000, 60_000, 60_000, 60_000]);
    expect(sample.columns[0]?.values).to.have.length.within(900, 1000);
    expect(sample.columns[0]?.distinctCount).to.be.within(240_000, 360_000);
    expect((await look(path)).sample).to.deep.include({ sampledRows: 1000, rowCount: 300_000 });
  });

  it('reads a row group whose columns do not fit into memory together, one by one', async function () {
    this.timeout(120_000);
    const path = join(folder, 'row-group.parquet');
    const text = (factor: number): string => `repeat(md5((range * ${factor})::VARCHAR), 10)`;
    await parquet(
      path,
      `SELECT range AS id, ${text(1)} AS a, ${text(7)} AS b FROM range(300000)`,
      ', ROW_GROUP_SIZE 1000000',
    );
    const { sample } = await look(path);
    expect(sample.sampledRows).to.equal(1000);
    expect(new Set(sample.columns[1]?.values.map((value) => value.length))).to.deep.equal(new Set([320]));
    rmSync(path);
  });

  it('counts values of every type as DuckDB does, whatever is held as text', async () => {
    const path = join(folder, 'typed.parquet');
    await parquet(
      path,
      `SELECT (range % 7)::DECIMAL(9,2) / 4 AS amount, TIMESTAMP '2024-01-01' + INTERVAL (range % 3) HOUR AS at,
        CASE WHEN range % 5 = 0 THEN NULL ELSE 'größer ' || (range % 40000) END AS text,
        (range % 2)::BOOLEAN AS yes, [range % 2] AS list, {'inner': range % 4} AS deep,
        CASE WHEN range < 300 THEN repeat('long ', 3000) || (range % 2) END AS long, uuid() IS NULL AS no
        FROM range(240000)`,
    );
    const { sample } = await look(path, {}, { ...DEFAULT_SAMPLE, rows: 'full' });
    const counted = Object.fromEntries(
      sample.asset.columns.map(({ name }, at) => [name, sample.columns[at]]),
    );
    expect(new Set(counted['amount']?.values)).to.deep.equal(
      new Set(['0.0', '0.25', '0.5', '0.75', '1.0', '1.25', '1.5']),
    );
    expect(counted['at']?.values.toSorted()).to.deep.equal([
      '2024-01-01T00:00:00',
      '2024-01-01T01:00:00',
      '2024-01-01T02:00:00',
    ]);
    expect(counted['text']).to.include({ nullCount: 48_000 });
    expect(counted['text']?.distinctCount).to.be.within(28_000, 36_000);
    expect(counted['text']?.counts).to.include(6).and.not.include(12);
    expect(counted['yes']?.counts).to.deep.equal([120_000, 120_000]);
    expect(counted['list']?.values.toSorted()).to.deep.equal(['[0]', '[1]']);
    expect(counted['deep.inner']?.distinctCount).to.equal(4);
    expect(counted['long']).to.include({ truncated: true });
    expect(counted['long']?.values).to.have.length(1);
    expect(counted['long']?.counts).to.deep.equal([300]);
  });
});
