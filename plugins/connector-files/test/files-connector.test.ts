import { appendFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  type Asset,
  type AssetProblem,
  type ConnectionConfig,
  DEFAULT_SAMPLE,
  type TableSample,
} from '@datawave/plugin-sdk';
import { connectorConformance } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { everything, never, parquet, ScratchFiles } from './scratch-files.ts';

const scratch = new ScratchFiles();
const { folder, connector } = scratch;
const file = scratch.file.bind(scratch);
const open = scratch.open.bind(scratch);
const look = scratch.look.bind(scratch);
const outside = mkdtempSync(join(tmpdir(), 'datawave-outside-'));

async function contents(
  config: ConnectionConfig,
): Promise<{ readonly assets: readonly Asset[]; readonly problems: readonly AssetProblem[] }> {
  await using session = await open(config);
  const found = await Array.fromAsync(session.discover(everything));
  return {
    assets: found.flatMap((item) => ('asset' in item ? [item.asset] : [])),
    problems: found.flatMap((item) => ('problem' in item ? [item.problem] : [])),
  };
}

const names = (asset: Asset): readonly string[] => asset.columns.map((column) => column.name);
const values = (sample: TableSample, column: number): readonly string[] =>
  sample.columns[column]?.values ?? [];

describe('files', () => {
  before(async () => {
    file(
      'shop/customers.csv',
      'id,name,email\n1,"Lee, Ann",ann@example.org\n2,Bob,\n3,"Cy ""C"" Ray",c@example.org\n',
    );
    file('shop/2024/orders.tsv', 'id\tat\n1\t2024-01-31 10:00:00\n');
    file('shop/people.json', '[{"id": 1, "home": {"city": "Oslo"}}, {"id": 2, "home": null}]');
    file('shop/log.ndjson.gz', gzipSync('{"a":"x"}\n{"a":"y","b":1.50}\n'));
    file('shop/rates.csv.zst', zstdCompressSync(Buffer.from('day;rate\n2024-01-01;1,5\n')));
    file('shop/readme.txt', 'not data');
    file('shop/.hidden.csv', 'a\n1\n');
    await parquet(
      join(folder, 'shop', 'it[1].parquet'),
      "SELECT range AS id, 'x' || range AS name, {'a': range, 'b c': {'d': 'y'}} AS s, [1, 2] AS list, '\\xAA'::BLOB AS photo, TIMESTAMP '2024-01-31 10:00:00' AS at FROM range(9)",
    );
  });
  before(async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, at) =>
        `${at},"said ""no"", ${'x'.repeat(at % 90)}\nand left, at ${at % 24}",${at % 3 === 0 ? '' : `town ${at % 40}`}`,
    );
    file('shop/large/quoted.csv', `id,note,city\n${lines.join('\n')}\n`);
    const records = Array.from({ length: 3000 }, (_, at) =>
      JSON.stringify({
        id: at,
        text: `line\n${'ü'.repeat(at % 70)}`,
        tag: at % 5 === 0 ? null : `t${at % 5}`,
      }),
    );
    file('shop/large/log.ndjson', records.join('\n'));
    await parquet(
      join(folder, 'shop', 'large', 'groups.parquet'),
      "SELECT range AS id, CASE WHEN range % 4 = 0 THEN NULL ELSE 'n' || range % 700 END AS name FROM range(20000)",
      ', ROW_GROUP_SIZE 2048',
    );
    file('shop/large/written.csv', 'a,b\n1,0\n');
  });
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(outside, { recursive: true });
  });

  connectorConformance(connector, {
    config: () => ({ path: join(folder, 'shop') }),
    target: () => join(folder, 'shop'),
    assets: [
      { path: ['customers.csv'], columns: ['id', 'name', 'email'], rows: 3 },
      { path: ['2024', 'orders.tsv'], columns: ['id', 'at'], rows: 1 },
      { path: ['people.json'], columns: ['id', 'home.city'], rows: 2 },
      { path: ['log.ndjson.gz'], columns: ['a', 'b'], rows: 2 },
      { path: ['rates.csv.zst'], columns: ['day', 'rate'], rows: 1 },
      { path: ['it[1].parquet'], columns: ['id', 'name', 's.a', 's.b c.d', 'list', 'photo', 'at'], rows: 9 },
    ],
    sliced: [
      { path: ['large', 'quoted.csv'], columns: ['id', 'note', 'city'], rows: 3000 },
      { path: ['large', 'log.ndjson'], columns: ['id', 'text', 'tag'], rows: 3000 },
      { path: ['large', 'groups.parquet'], columns: ['id', 'name'], rows: 20_000 },
    ],
    write: {
      path: ['large', 'written.csv'],
      write: (time) => {
        file('shop/large/written.csv', `a,b\n1,${time}\n`);
      },
    },
    unreachable: () => [
      { path: join(folder, 'missing.csv') },
      { path: '/etc/passwd' },
      {},
      { path: folder, encoding: 'klingon' },
    ],
  });

  it('finds what lies in a folder or what a glob names, and nothing else', async () => {
    const found = async (path: string): Promise<readonly string[]> =>
      (await contents({ path: join(folder, path) })).assets.map((asset) => asset.path.join('/'));
    expect(await found('shop')).to.deep.equal([
      '2024/orders.tsv',
      'customers.csv',
      'it[1].parquet',
      'large/groups.parquet',
      'large/log.ndjson',
      'large/quoted.csv',
      'large/written.csv',
      'log.ndjson.gz',
      'people.json',
      'rates.csv.zst',
    ]);
    expect(await found('shop/*.csv')).to.deep.equal(['customers.csv']);
    expect(await found('shop/**/*.{tsv,json}')).to.deep.equal(['2024/orders.tsv', 'people.json']);
    expect(await found('shop/customers.csv')).to.deep.equal(['customers.csv']);
  });

  it('stays below its roots whatever links and paths say, and follows no circle', async () => {
    file('links/a.csv', 'x\n1\n');
    writeFileSync(join(outside, 'b.csv'), 'secret\n1\n');
    symlinkSync('.', join(folder, 'links', 'circle'));
    symlinkSync(join(outside, 'b.csv'), join(folder, 'links', 'b.csv'));
    const { assets, problems } = await contents({ path: join(folder, 'links') });
    expect(assets.map((asset) => asset.path)).to.deep.equal([['a.csv']]);
    expect(problems).to.have.length(1);
    await using session = await open({ path: join(folder, 'links') });
    const [asset] = assets;
    if (asset === undefined) throw new Error('nothing found');
    for (const path of [['..', '..', 'etc', 'passwd'], ['b.csv'], ['/etc/passwd'], ['links/../../x']]) {
      const error: unknown = await session
        .sample({ ...asset, path }, DEFAULT_SAMPLE, never)
        .catch((reason: unknown) => reason);
      expect(error).to.have.property('code').that.is.oneOf(['DW_SOURCE_ASSET_MISSING', 'DW_SOURCE_CONFIG']);
    }
  });

  it('reads text in the encodings that people use', async () => {
    const text = 'name;city\r\nMüller;Zürich\r\nGrün;Köln\r\n';
    const encodings: readonly (readonly [string, Uint8Array])[] = [
      ['utf-8', Buffer.from(text)],
      ['utf-8 with mark', Buffer.from(`\ufeff${text}`)],
      ['windows-1252', Buffer.from(text, 'latin1')],
      ['utf-16le with mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
      ['utf-16le', Buffer.from(text, 'utf16le')],
      ['utf-16be with mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ];
    for (const [encoding, bytes] of encodings) {
      const { asset, sample } = await look(file('text.csv', bytes));
      expect([names(asset), values(sample, 0), values(sample, 1)], encoding).to.deep.equal([
        ['name', 'city'],
        ['Müller', 'Grün'],
        ['Zürich', 'Köln'],
      ]);
    }
  });

  it('replaces bytes that stand for no character and says so', async () => {
    const bytes = Buffer.concat([
      Buffer.from('name\n'),
      Buffer.from('Müller\n'.repeat(200)),
      Buffer.from([0xff, 0xfe, 10]),
    ]);
    const { sample } = await look(file('damaged.csv', bytes));
    expect(values(sample, 0)).to.deep.equal(['Müller', '\ufffd\ufffd']);
    expect(sample.warnings.join()).to.include('UTF-8');
  });

  it('reads ragged rows, duplicate names, files without a header and empty files', async () => {
    const ragged = await look(file('ragged.csv', 'a,a,b\n1,2,3\n4\n5,6,7,8\n9,10,11\n'));
    expect(names(ragged.asset)).to.deep.equal(['a', 'a (2)', 'b']);
    expect(ragged.sample).to.deep.include({ sampledRows: 4, rowCount: 4 });
    expect(ragged.sample.warnings).to.have.length(2);
    expect(names((await look(file('bare.csv', '1,x@y.z\n2,u@v.w\n'))).asset)).to.deep.equal([
      'column_1',
      'column_2',
    ]);
    expect(names((await look(file('forced.csv', '1,x@y.z\n'), { header: 'present' })).asset)).to.deep.equal([
      '1',
      'x@y.z',
    ]);
    expect((await look(file('empty.csv', ''))).asset).to.deep.include({ columns: [], rowEstimate: 0 });
    expect((await look(file('header-only.csv', 'id,name\n'))).sample).to.deep.include({ rowCount: 0 });
  });

  it('reads 2,000 columns and names with everything in them', async () => {
    const header = Array.from({ length: 2000 }, (_, at) => (at === 0 ? '"we""ird; \n name"' : `c${at}`)).join(
      ',',
    );
    const { asset, sample } = await look(
      file('wide.csv', `${header}\n${Array.from({ length: 2000 }, (_, at) => at).join(',')}\n`),
    );
    expect(names(asset).slice(0, 2)).to.deep.equal(['we"ird; \n name', 'c1']);
    expect(sample.columns).to.have.length(2000);
  });

  it('cuts a cell of 100 MB without holding it', async () => {
    const path = file('long.csv', 'id,x\n1,');
    for (let part = 0; part < 100; part += 1) appendFileSync(path, 'x'.repeat(1_000_000));
    appendFileSync(path, '\n2,short\n');
    const { sample } = await look(path);
    expect(sample.columns[1]?.values.map((value) => value.length)).to.deep.equal([4096, 5]);
    expect(sample.columns[1]?.truncated).to.equal(true);
  });

  it('spreads the sample of a big file over all of it, the same for the same seed', async () => {
    const rows = Array.from(
      { length: 400_000 },
      (_, at) => `${at},"two\nlines, ${at}",user${at}@example.org`,
    );
    const { asset, sample } = await look(file('big.csv', `id,note,email\n${rows.join('\n')}\n`));
    expect(sample).to.deep.include({ sampledRows: 1000, rowCount: null });
    expect(asset.rowEstimate).to.be.within(360_000, 440_000);
    const ids = values(sample, 0).map(Number);
    for (const quarter of [0, 1, 2, 3])
      expect(ids.filter((id) => Math.floor(id / 100_000) === quarter).length).to.be.within(200, 300);
    expect(values(sample, 2).every((email) => /^user\d+@example\.org$/.test(email))).to.equal(true);
    expect((await look(join(folder, 'big.csv'))).sample.columns).to.deep.equal(sample.columns);
    const lines = await look(
      file(
        'big.ndjson',
        rows
          .map((_, at) => JSON.stringify({ id: at, email: `user${at}@example.org`, pad: 'x'.repeat(10) }))
          .join('\n'),
      ),
    );
    expect(lines.sample.sampledRows).to.equal(1000);
    expect(Math.max(...values(lines.sample, 0).map(Number))).to.be.greaterThan(380_000);
  });

  it('reports files that are damaged, and reads the rest', async () => {
    file('bad/cut.csv.gz', gzipSync('a,b\n'.repeat(10_000)).subarray(0, 60));
    file('bad/no.parquet', 'PAR1 but nothing more');
    file('bad/no.json', '{"a": ');
    file('bad/good.csv', 'a\n1\n');
    await using session = await open({ path: join(folder, 'bad') });
    const outcomes: string[] = [];
    for await (const item of session.discover(everything)) {
      if ('problem' in item) outcomes.push(`${item.problem.path[0]} ${item.problem.code}`);
      else
        outcomes.push(
          `${item.asset.path[0]} ${await session.sample(item.asset, DEFAULT_SAMPLE, never).then(
            () => 'read',
            (error: { code: string }) => error.code,
          )}`,
        );
    }
    expect(outcomes).to.deep.equal([
      'cut.csv.gz DW_SOURCE_QUERY',
      'good.csv read',
      'no.json DW_SOURCE_QUERY',
      'no.parquet DW_SOURCE_QUERY',
    ]);
  });

  it('notices that a file was replaced or written to while it was read', async () => {
    for (const change of ['replace', 'append'] as const) {
      const path = file('moving.csv', `id\n${Array.from({ length: 200_000 }, (_, at) => at).join('\n')}\n`);
      await using session = await open({ path });
      for await (const item of session.discover(everything)) {
        if (!('asset' in item)) throw new Error(item.problem.message);
        let error: unknown;
        try {
          for await (const batch of session.read(item.asset, { batchRows: 1000, signal: never })) {
            if (batch.columns[0]?.[0] !== '0') continue;
            if (change === 'append') appendFileSync(path, '1\n');
            else renameSync(file('other.csv', 'id\n1\n'), path);
          }
        } catch (reason) {
          error = reason;
        }
        expect(error, change).to.have.property('code', 'DW_SOURCE_CHANGED');
      }
    }
  });

  it('claims targets by name and by content, and leaves databases alone', async () => {
    const claims = async (target: string): Promise<boolean> =>
      (await connector.resolveTarget(target, folder)) !== null;
    file('export', 'a,b\n1,2\n');
    file('base.dat', 'SQLite format 3\0\u0010\0');
    expect(await claims('export')).to.equal(true);
    expect(await claims('missing.csv')).to.equal(true);
    expect(await claims('shop/*.csv')).to.equal(true);
    expect(await claims('base.dat')).to.equal(false);
    expect(await claims('missing.db')).to.equal(false);
    expect(await claims('postgres://localhost/x')).to.equal(false);
  });
});
