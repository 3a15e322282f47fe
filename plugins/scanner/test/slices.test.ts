import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Asset,
  type AssetScan,
  DEFAULT_SAMPLE,
  type ScannerService,
  type ScanOptions,
  type ScanSource,
  scannerService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import pg from 'pg';
import { type RunningPostgres, requireServer, sharedServers } from '../../../core/test/servers/index.ts';
import { sharedData } from '../../../core/test/shared-data.ts';

const ROOT = join(import.meta.dirname, '../../..');
const signal = new AbortController().signal;
const options: ScanOptions = {
  sample: { ...DEFAULT_SAMPLE, rows: 'full' },
  minConfidence: 0.5,
  sketchKey: Buffer.from('the key of a workspace'),
};

/** What is said of a column, in short. */
const said = (scan: AssetScan): readonly (readonly [string, readonly string[]])[] =>
  scan.columns.map(({ name, classifications }) => [
    name,
    classifications
      .filter(({ question }) => question === 'type')
      .slice(0, 1)
      .map(({ infoType }) => infoType),
  ]);

describe('scans in slices, with everything that is shipped', function () {
  this.timeout(120_000);
  let test: TestKernel;
  let scanner: ScannerService;
  let folder = '';

  before(async () => {
    const config = readFileSync(join(ROOT, 'config/scan.yaml'), 'utf8');
    const names = [...config.matchAll(/^\s*"@datawave\/plugin-([a-z-]+)"/gm)].map((match) => match[1] ?? '');
    folder = await mkdtemp(join(tmpdir(), 'datawave-slices-'));
    const reading = ['connector-files', 'connector-sqlite'];
    test = await createTestKernel({
      plugins: names.map((name) => {
        const directory = join(ROOT, 'plugins', name);
        return reading.includes(name) ? { directory, config: { roots: ['/'] } } : directory;
      }),
      http: 'never',
    });
    scanner = test.service(scannerService);
  });
  after(async () => {
    await test?.stop();
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  async function assetsOf(source: ScanSource): Promise<readonly Asset[]> {
    const assets: Asset[] = [];
    let cursor: string | undefined;
    do {
      const page = await scanner.discover(source, cursor === undefined ? {} : { cursor }, signal);
      assets.push(...page.assets);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return assets;
  }

  /** The scan of an asset in about so many slices, put together; null where it is not cut. */
  async function sliced(
    source: ScanSource,
    asset: Asset,
    count: number,
    asked: ScanOptions = options,
  ): Promise<AssetScan | null> {
    const sliceBytes = Math.max(1, Math.ceil((asset.sizeBytes ?? 0) / count));
    const { slices } = await scanner.plan(source, asset, { sample: asked.sample, sliceBytes }, signal);
    if (slices.length < 2) return null;
    const scans: AssetScan[] = [];
    for (const slice of slices)
      scans.push(
        await scanner.scanAsset(source, asset, { ...asked, sample: { ...asked.sample, slice } }, signal),
      );
    // As they are stored between.
    return await scanner.merge(JSON.parse(JSON.stringify(scans)), asked);
  }

  async function compare(source: ScanSource): Promise<number> {
    let cut = 0;
    const different: unknown[] = [];
    for (const asset of await assetsOf(source)) {
      const merged = await sliced(source, asset, 3);
      if (merged === null) continue;
      cut += 1;
      const whole = await scanner.scanAsset(source, asset, options, signal);
      expect([merged.urn, merged.rowCount]).to.deep.equal([whole.urn, whole.rowCount]);
      expect(merged.columns.map(({ profile }) => profile.nullCount)).to.deep.equal(
        whole.columns.map(({ profile }) => profile.nullCount),
      );
      said(merged).forEach(([name, types], at) => {
        const expected = said(whole)[at]?.[1];
        if (types.join() !== expected?.join()) different.push([asset.path.join('.'), name, types, expected]);
      });
    }
    expect(different).to.deep.equal([]);
    return cut;
  }

  it('say of the columns of Chinook what reading it whole says', async function () {
    const path = sharedData(this, 'chinook/chinook.sqlite');
    expect(await compare({ connector: 'sqlite', config: { path }, source: ['chinook'] })).to.be.greaterThan(
      5,
    );
  });

  describe('on PostgreSQL', () => {
    let server: RunningPostgres;
    before(async function () {
      requireServer(this, 'postgres');
      server = await sharedServers.postgres();
    });

    it('say of the columns of Northwind what reading it whole says', async function () {
      const script = readFileSync(sharedData(this, 'northwind/northwind.postgresql.sql'), 'utf8');
      const client = new pg.Client({ connectionString: await server.createDatabase('northwind_slices') });
      await client.connect();
      await client.query(script);
      await client.query('ANALYZE');
      const { host, port, user = '', database = '' } = client;
      await client.end();
      const config = { host, port, username: user, password: server.password, database };
      expect(await compare({ connector: 'postgres', config, source: ['northwind'] })).to.be.greaterThan(0);
    });
  });

  function people(name: string, planted: string): ScanSource {
    const rows = Array.from({ length: 4000 }, (_, at) => {
      const note = at === 3100 ? planted : `order ${at} was sent in box ${at % 17}`;
      return `${at},person${at}@example.org,${note}`;
    });
    const path = join(folder, name);
    writeFileSync(path, `id,email,note\n${rows.join('\n')}\n`);
    return { connector: 'files', config: { path }, source: [name] };
  }

  it('find a value that is planted in one slice only, with how many of all values it is', async () => {
    const source = people('planted.csv', 'call back under ada.lovelace@example.com');
    const [asset] = await assetsOf(source);
    if (asset === undefined) throw new Error('an asset');
    const merged = await sliced(source, asset, 8);
    const found = merged?.columns[2]?.classifications.find(({ infoType }) => infoType === 'EMAIL_ADDRESS');
    expect(found?.question).to.equal('contains');
    expect(found?.matched).to.equal(1);
    expect(found?.sampled).to.equal(4000);
    expect(merged?.columns[1]?.classifications[0]?.infoType).to.equal('EMAIL_ADDRESS');
    expect(JSON.stringify(merged)).not.to.include('lovelace');
    expect(merged?.readBytes).to.equal(asset.sizeBytes);
  });

  it('read the wanted columns alone, ask the wanted classifiers alone, and report from the thresholds of types on', async () => {
    const source = people('some.csv', 'nothing');
    const [asset] = await assetsOf(source);
    if (asset === undefined) throw new Error('an asset');
    const ask = (more: Partial<ScanOptions>): Promise<AssetScan> =>
      scanner.scanAsset(source, asset, { ...options, sample: DEFAULT_SAMPLE, ...more }, signal);
    const types = (scan: AssetScan | null): readonly string[] =>
      scan?.columns[1]?.classifications.map(({ infoType }) => infoType) ?? [];
    expect(types(await ask({}))).to.deep.equal(['EMAIL_ADDRESS']);
    expect(types(await ask({ classifiers: ['network'] }))).not.to.include('EMAIL_ADDRESS');
    expect(types(await ask({ thresholds: { EMAIL_ADDRESS: 1.01 } }))).not.to.include('EMAIL_ADDRESS');
    expect(types(await ask({ minConfidence: 1.01, thresholds: { EMAIL_ADDRESS: 0.5 } }))).to.deep.equal([
      'EMAIL_ADDRESS',
    ]);
    expect(
      types(await sliced(source, asset, 4, { ...options, thresholds: { EMAIL_ADDRESS: 1.01 } })),
    ).not.to.include('EMAIL_ADDRESS');
    const some = await ask({ columns: ['note'] });
    expect(some.columns.map(({ name, unread }) => [name, unread === undefined])).to.deep.equal([
      ['id', false],
      ['email', false],
      ['note', true],
    ]);
    expect(types(some)).to.deep.equal([]);
    const sample = { ...DEFAULT_SAMPLE, strategy: 'stratified', stratifyBy: 'email' } as const;
    const drawn = await ask({ columns: ['note'], sample });
    expect(drawn.columns.map(({ unread }) => unread === undefined)).to.deep.equal([false, false, true]);
    expect(drawn.sampleMethod).to.include('of email');
  });
});
