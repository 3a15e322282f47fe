import { deepStrictEqual, fail, ok, rejects, strictEqual } from 'node:assert/strict';
import { DataWaveError } from '../errors.ts';
import type { Asset } from '../governance/asset.ts';
import type {
  ConnectionConfig,
  Connector,
  ConnectorEnvironment,
  ConnectorSession,
} from '../governance/connector.ts';
import {
  type ColumnSample,
  DEFAULT_SAMPLE,
  type SampleOptions,
  type TableSample,
} from '../governance/sample.ts';
import { conformanceSuite } from './conformance-suite.ts';
import { type ConnectorFixture, directEnvironment } from './connector-fixture.ts';
import { scanConformance } from './connector-scans-kit.ts';

const OPEN_CODES = [
  'DW_SOURCE_AUTHENTICATION',
  'DW_SOURCE_UNREACHABLE',
  'DW_SOURCE_TLS',
  'DW_SOURCE_DRIVER',
  'DW_SOURCE_NOT_FOUND',
  'DW_SOURCE_CONFIG',
  'DW_SOURCE_PERMISSION',
];
const ASSET_CODES = [
  'DW_SOURCE_PERMISSION',
  'DW_SOURCE_ASSET_MISSING',
  'DW_SOURCE_CHANGED',
  'DW_SOURCE_TIMEOUT',
  'DW_SOURCE_QUERY',
  'DW_SOURCE_UNREACHABLE',
];
const HOSTILE = `x"; DROP TABLE y; --\n'\`)\u0000\u{1f4a5}${'z'.repeat(80)}`;
const SECRET_NAME = /password|secret|token|private|clientKey/i;

/** Far less than a slow asset takes when nobody calls it off, and far more than a busy machine needs. */
const LONGEST_STOP_MS = 15_000;

const never = (): AbortSignal => new AbortController().signal;
const nameOf = (asset: { readonly path: readonly string[] }): string => asset.path.join('.');

/** A copy as another process would get it. */
function sent<T>(value: T, what: string): T {
  const copy = structuredClone(value);
  deepStrictEqual(copy, value, `${what} must survive being sent to another process`);
  return copy;
}

function isDataWaveError(error: unknown, codes: readonly string[], secrets: readonly string[]): boolean {
  if (!DataWaveError.is(error)) return fail(`expected a DataWaveError, got ${String(error)}`);
  ok(codes.includes(error.code), `${error.code} is none of ${codes.join(', ')}`);
  ok(
    error.message.length > 10 && (error.hint ?? '').length > 5,
    'an error says what went wrong and how to mend it',
  );
  const shown = `${error.message} ${error.hint ?? ''} ${error.where ?? ''} ${error.stack ?? ''} ${JSON.stringify(error.errors)}`;
  for (const secret of secrets) ok(!shown.includes(secret), 'a secret stands in an error');
  return true;
}

async function discovered(
  session: ConnectorSession,
  filter: { readonly include?: readonly string[]; readonly exclude?: readonly string[] } = {},
): Promise<readonly Asset[]> {
  const assets: Asset[] = [];
  for await (const found of session.discover({
    include: filter.include ?? [],
    exclude: filter.exclude ?? [],
    signal: never(),
  })) {
    sent(found, 'what discovery yields');
    if ('asset' in found) assets.push(found.asset);
  }
  return assets;
}

const countsOf = (column: ColumnSample): readonly (readonly [string, number])[] =>
  column.values
    .map((value, at) => [value, column.counts[at] ?? 0] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

function checkSample(sample: TableSample, asset: Asset, options: SampleOptions): void {
  sent(sample, 'a sample');
  strictEqual(sample.columns.length, asset.columns.length, 'a sample has one entry a column');
  ok(
    options.rows === 'full' || sample.sampledRows <= options.rows,
    'no more rows are sampled than were asked for',
  );
  ok(sample.method.length > 0, 'a sample says how it was drawn');
  for (const column of sample.columns) {
    strictEqual(column.values.length, column.counts.length);
    ok(column.values.length <= options.maxDistinct, 'no more distinct values are kept than were asked for');
    ok(column.distinctCount >= column.values.length, 'the distinct values kept are among those counted');
    strictEqual(new Set(column.values).size, column.values.length, 'values are distinct');
    ok(
      column.values.every((value) => typeof value === 'string' && value.length <= options.maxValueLength),
      'values are texts within the limit',
    );
    ok(
      column.counts.every((count) => Number.isInteger(count) && count > 0),
      'counts are positive',
    );
    const counted = column.counts.reduce((sum, count) => sum + count, 0) + column.nullCount;
    ok(counted <= sample.sampledRows, 'no more values are counted than rows were sampled');
    if (column.distinctCount === column.values.length)
      strictEqual(counted, sample.sampledRows, 'every sampled row is counted');
  }
}

/**
 * Registers mocha tests that hold a connector to its contract.
 *
 * @example
 * ```ts
 * connectorConformance(createMyConnector(), {
 *   config: () => ({ path: 'fixtures/shop.dat' }),
 *   assets: [{ path: ['customers'], columns: ['id', 'email'], rows: 3 }],
 * });
 * ```
 * @public
 */
export function connectorConformance(connector: Connector, fixture: ConnectorFixture): void {
  const environment: ConnectorEnvironment = { ...directEnvironment, ...fixture.environment };
  const secrets = (): readonly string[] => fixture.secrets?.() ?? [];

  const mark = { kit: 'connector', version: 1, subject: connector.info.kind };
  conformanceSuite(mark, `the ${connector.info.kind} connector keeps its contract`, () => {
    let config: ConnectionConfig;
    let session: ConnectorSession;
    let assets: readonly Asset[];
    const assetOf = (expected: { readonly path: readonly string[] }): Asset => {
      const found = assets.find((asset) => nameOf(asset) === nameOf(expected));
      return found === undefined ? fail(`${nameOf(expected)} was not discovered`) : sent(found, 'an asset');
    };
    const [first] = fixture.assets;
    if (first === undefined) throw new TypeError('the fixture must name an asset');

    before(async () => {
      config = await fixture.config();
      session = await connector.open(sent(config, 'settings'), environment, never());
      assets = await discovered(session);
    });
    after(async () => {
      await session?.close();
    });

    it('describes itself as data', () => {
      const { info } = connector;
      sent(info, 'the description');
      ok(
        /^[a-z][a-z0-9-]*$/.test(info.kind) &&
          /^\d+\.\d+\.\d+/.test(info.version) &&
          info.title !== '' &&
          info.description !== '',
      );
      ok(
        info.schemes.every((scheme) => /^[a-z][a-z0-9+.-]*$/.test(scheme)),
        'schemes stand without a colon',
      );
      ok(
        info.fileExtensions.every((extension) => extension.startsWith('.')),
        'file extensions begin with a dot',
      );
    });

    it('offers a closed schema whose settings have titles and whose secrets are write-only', () => {
      const schema = connector.info.connectionSchema;
      strictEqual(schema['type'], 'object');
      strictEqual(schema['additionalProperties'], false);
      for (const [name, setting] of Object.entries(schema['properties'] ?? {})) {
        ok(
          typeof setting === 'object' && setting !== null && 'title' in setting,
          `the setting ${name} has a title`,
        );
        if (SECRET_NAME.test(name))
          strictEqual('writeOnly' in setting && setting.writeOnly, true, `the setting ${name} is write-only`);
      }
    });

    it('leaves targets of others alone', async () => {
      strictEqual(await connector.resolveTarget('nobody-knows-this://host/path', process.cwd()), null);
    });

    if (fixture.target !== undefined) {
      it('turns a target into a connection and shows it without its secrets', async () => {
        const resolved = await connector.resolveTarget((await fixture.target?.()) ?? '', process.cwd());
        if (resolved === null) return fail('the target is not its own');
        sent(resolved, 'a resolved target');
        ok(resolved.source.length > 0 && resolved.source.every((segment) => segment !== ''));
        for (const secret of secrets())
          ok(
            !resolved.display.includes(secret) && !resolved.source.join().includes(secret),
            'a secret is shown',
          );
        const other = await connector.open(resolved.config, environment, never());
        await other.close();
      });
    }

    it('tests its connection', async () => {
      const test = sent(await session.test(never()), 'the test');
      ok(test.server !== '' && test.latencyMs >= 0);
    });

    it('discovers what is there, with unique paths and columns in order', () => {
      strictEqual(new Set(assets.map((asset) => JSON.stringify(asset.path))).size, assets.length);
      for (const expected of fixture.assets)
        deepStrictEqual(
          assetOf(expected).columns.map((column) => column.name),
          expected.columns,
        );
      for (const asset of assets) {
        const names = asset.columns.map((column) => column.name);
        deepStrictEqual(
          asset.columns.map((column) => column.ordinal),
          names.map((_, at) => at),
        );
        strictEqual(new Set(names).size, names.length);
        const keyed = [
          ...asset.primaryKey,
          ...asset.uniqueKeys.flat(),
          ...asset.foreignKeys.flatMap((key) => key.columns),
        ];
        ok(
          keyed.every((name) => names.includes(name)),
          `keys of ${nameOf(asset)} name its columns`,
        );
      }
    });

    it('gives an unchanged asset the same fingerprint', async () => {
      const again = new Map((await discovered(session)).map((asset) => [nameOf(asset), asset.fingerprint]));
      deepStrictEqual(new Map(assets.map((asset) => [nameOf(asset), asset.fingerprint])), again);
    });

    it('discovers only what include and exclude admit', async () => {
      deepStrictEqual((await discovered(session, { include: [nameOf(first)] })).map(nameOf), [nameOf(first)]);
      ok(!(await discovered(session, { exclude: [nameOf(first)] })).map(nameOf).includes(nameOf(first)));
      deepStrictEqual(await discovered(session, { exclude: ['*'] }), []);
    });

    it('samples every asset within the limits', async () => {
      for (const expected of fixture.assets) {
        const asset = assetOf(expected);
        checkSample(await session.sample(asset, DEFAULT_SAMPLE, never()), asset, DEFAULT_SAMPLE);
        const narrow = { ...DEFAULT_SAMPLE, rows: 2, maxValueLength: 3, maxDistinct: 1 };
        checkSample(await session.sample(asset, narrow, never()), asset, narrow);
      }
    });

    it('draws the same sample for the same seed', async () => {
      const asset = assetOf(first);
      const options = { ...DEFAULT_SAMPLE, rows: 5, seed: 42 };
      const [one, two] = [
        await session.sample(asset, options, never()),
        await session.sample(asset, options, never()),
      ];
      deepStrictEqual(one.columns.map(countsOf), two.columns.map(countsOf));
    });

    it('reads in full what it samples in full', async () => {
      for (const expected of fixture.assets) {
        const asset = assetOf(expected);
        const options = { ...DEFAULT_SAMPLE, rows: 'full' as const, maxDistinct: 1_000_000 };
        const sample = await session.sample(asset, options, never());
        checkSample(sample, asset, options);
        const counts = asset.columns.map(() => new Map<string, number>());
        let rows = 0;
        for await (const batch of session.read(asset, { batchRows: 7, signal: never() })) {
          sent(batch, 'a batch');
          ok(batch.rows > 0 && batch.rows <= 7, 'batches are bounded');
          strictEqual(batch.columns.length, asset.columns.length);
          rows += batch.rows;
          batch.columns.forEach((cells, at) => {
            strictEqual(cells.length, batch.rows);
            for (const cell of cells)
              if (cell !== null)
                counts[at]?.set(
                  cell.slice(0, options.maxValueLength),
                  (counts[at]?.get(cell.slice(0, options.maxValueLength)) ?? 0) + 1,
                );
          });
        }
        strictEqual(sample.rowCount, rows);
        strictEqual(sample.sampledRows, rows);
        if (expected.rows !== undefined) strictEqual(rows, expected.rows);
        deepStrictEqual(
          sample.columns.map(countsOf),
          counts.map((column) => [...column].toSorted(([a], [b]) => (a < b ? -1 : 1))),
        );
      }
    });

    it('reads chosen columns in the order asked, and can be left early', async () => {
      const asset = assetOf(first);
      const names = asset.columns
        .map((column) => column.name)
        .slice(0, 2)
        .reverse();
      for await (const batch of session.read(asset, { batchRows: 1, columns: names, signal: never() })) {
        strictEqual(batch.columns.length, names.length);
        break;
      }
      checkSample(await session.sample(asset, DEFAULT_SAMPLE, never()), asset, DEFAULT_SAMPLE);
    });

    it('answers several calls at once', async () => {
      const asset = assetOf(first);
      const samples = await Promise.all(
        Array.from({ length: 6 }, () => session.sample(asset, DEFAULT_SAMPLE, never())),
      );
      for (const sample of samples) checkSample(sample, asset, DEFAULT_SAMPLE);
    });

    it('names a missing asset whose name is hostile, and harms nothing', async () => {
      const asset = { ...assetOf(first), path: [...first.path.slice(0, -1), HOSTILE] };
      await rejects(session.sample(asset, DEFAULT_SAMPLE, never()), (error) =>
        isDataWaveError(error, ASSET_CODES, secrets()),
      );
      const again = assetOf(first);
      checkSample(await session.sample(again, DEFAULT_SAMPLE, never()), again, DEFAULT_SAMPLE);
    });

    it('does nothing for whoever has gone already', async () => {
      const gone = AbortSignal.abort(new Error('nobody waits'));
      await rejects(session.sample(assetOf(first), DEFAULT_SAMPLE, gone));
      await rejects(async () => {
        for await (const _ of session.read(assetOf(first), { batchRows: 10, signal: gone }))
          fail('a batch was read');
      });
    });

    scanConformance({
      connector,
      fixture,
      session: () => session,
      assetOf,
      discovered: () => discovered(session),
      checkSample,
    });

    if (fixture.slow !== undefined) {
      it('stops a slow sample soon after it is called off, and goes on working', async () => {
        const controller = new AbortController();
        const slow = fixture.slow?.();
        if (slow === undefined) return;
        setTimeout(() => controller.abort(new Error('called off')), 200);
        const start = performance.now();
        await rejects(session.sample(slow, DEFAULT_SAMPLE, controller.signal), /called off/);
        ok(performance.now() - start < LONGEST_STOP_MS, 'it took long to stop');
        const asset = assetOf(first);
        checkSample(await session.sample(asset, DEFAULT_SAMPLE, never()), asset, DEFAULT_SAMPLE);
      }).timeout(60_000);

      it('says that the time is up when an asset takes too long', async () => {
        const slow = fixture.slow?.();
        if (slow === undefined) return;
        await rejects(session.sample(slow, { ...DEFAULT_SAMPLE, timeoutMs: 300 }, never()), (error) =>
          isDataWaveError(error, ['DW_SOURCE_TIMEOUT'], secrets()),
        );
      }).timeout(60_000);
    }

    if (fixture.unreachable !== undefined) {
      it('says why it cannot open a connection, without a secret', async () => {
        for (const wrong of (await fixture.unreachable?.()) ?? []) {
          await rejects(connector.open(wrong, environment, never()), (error) =>
            isDataWaveError(error, OPEN_CODES, secrets()),
          );
        }
      });
    }

    it('refuses settings that make no sense', async () => {
      const wrong = Object.fromEntries(Object.keys(config).map((name) => [name, { not: 'this' }]));
      await rejects(connector.open(wrong, environment, never()), (error) =>
        isDataWaveError(error, ['DW_SOURCE_CONFIG'], secrets()),
      );
    });

    it('closes twice without complaint, and does nothing afterwards', async () => {
      const other = await connector.open(config, environment, never());
      await other.close();
      await other.close();
      await rejects(other.sample(assetOf(first), DEFAULT_SAMPLE, never()), (error) =>
        isDataWaveError(error, ASSET_CODES, secrets()),
      );
    });
  });
}
