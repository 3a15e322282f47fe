import { deepStrictEqual, fail, ok, strictEqual } from 'node:assert/strict';
import type { Asset, ChangeMarker } from '../governance/asset.ts';
import type { Connector, ConnectorSession } from '../governance/connector.ts';
import type { ReadPlan } from '../governance/read-plan.ts';
import { DEFAULT_SAMPLE, type SampleOptions, type TableSample } from '../governance/sample.ts';
import type { ConnectorFixture } from './connector-fixture.ts';

/** What the tests of plans, strategies, slices and markers look at. */
export interface ScanSubject {
  readonly connector: Connector;
  readonly fixture: ConnectorFixture;
  readonly session: () => ConnectorSession;
  /** The asset as it was discovered first. */
  readonly assetOf: (expected: { readonly path: readonly string[] }) => Asset;
  readonly discovered: () => Promise<readonly Asset[]>;
  readonly checkSample: (sample: TableSample, asset: Asset, options: SampleOptions) => void;
}

const never = (): AbortSignal => new AbortController().signal;
const nameOf = (asset: { readonly path: readonly string[] }): string => asset.path.join('.');
const FULL: SampleOptions = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1_000_000 };

/** How often each value occurs in each column, nulls among them. */
function tallies(samples: readonly TableSample[]): readonly (readonly (readonly [string, number])[])[] {
  const width = samples[0]?.columns.length ?? 0;
  return Array.from({ length: width }, (_, at) => {
    const counts = new Map<string, number>([['', 0]]);
    for (const { columns } of samples) {
      const column = columns[at];
      // Null has a key that no value has: values are prefixed.
      counts.set('', (counts.get('') ?? 0) + (column?.nullCount ?? 0));
      column?.values.forEach((value, index) => {
        counts.set(`=${value}`, (counts.get(`=${value}`) ?? 0) + (column.counts[index] ?? 0));
      });
    }
    return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  });
}

function checkPlan(plan: ReadPlan): void {
  deepStrictEqual(JSON.parse(JSON.stringify(plan)), plan, 'a plan is kept as JSON');
  ok(plan.method.length > 0, 'a plan says how rows are drawn');
  ok(
    plan.statements.every((statement) => statement.length > 0),
    'a statement is not empty',
  );
  ok(plan.slices.length !== 1, 'a single slice is no slice');
  plan.slices.forEach((slice, index) => {
    deepStrictEqual([slice.index, slice.count], [index, plan.slices.length]);
    ok(slice.title.length > 0, 'a slice has a title');
  });
}

/** Tests of what a connector declares of plans, strategies, slices and change markers. To be called within a `describe`. */
export function scanConformance(subject: ScanSubject): void {
  const { connector, fixture, session, assetOf, checkSample } = subject;
  const { strategies = [], slices = [], changeMarkers = false } = connector.info.capabilities;

  it('samples an asset that is narrowed to some of its columns', async () => {
    for (const expected of fixture.assets) {
      const asset = assetOf(expected);
      const isWanted = asset.columns.map((_, at) => at % 2 === 1);
      const narrow = { ...asset, columns: asset.columns.filter((_, at) => isWanted[at]) };
      if (narrow.columns.length === 0) continue;
      const whole = await session().sample(asset, FULL, never());
      const sample = await session().sample(narrow, FULL, never());
      checkSample(sample, narrow, FULL);
      deepStrictEqual(
        tallies([sample]),
        tallies([whole]).filter((_, at) => isWanted[at]),
      );
    }
  });

  it('plans how each asset is read, by its own methods', async () => {
    for (const expected of fixture.assets) {
      for (const rows of [100, 'full'] as const) {
        const options = { sample: { ...DEFAULT_SAMPLE, rows }, sliceBytes: 1 };
        const plan = await session().plan?.(assetOf(expected), options, never());
        if (plan === undefined) return ok(slices.length === 0, 'a connector that cuts assets makes plans');
        checkPlan(plan);
        ok(
          plan.pushedDown.every((work) => connector.info.capabilities.pushDown.includes(work)),
          'what is pushed down is declared',
        );
        ok(
          plan.slices.every(({ kind }) => slices.includes(kind)),
          'the kind of a slice is declared',
        );
        ok(rows === 'full' || plan.slices.length === 0, 'a sample is drawn in one go');
      }
    }
  });

  for (const strategy of strategies)
    it(`draws ${strategy} samples, the same ones again`, async () => {
      for (const expected of [...fixture.assets, ...(fixture.sliced ?? [])]) {
        const asset = assetOf(expected);
        for (const stratifyBy of strategy === 'stratified'
          ? [undefined, asset.columns[0]?.name]
          : [undefined]) {
          const options = {
            ...DEFAULT_SAMPLE,
            rows: 20,
            strategy,
            ...(stratifyBy === undefined ? {} : { stratifyBy }),
          };
          const sample = await session().sample(asset, options, never());
          checkSample(sample, asset, options);
          if (expected.rows !== undefined)
            // Places that find the same rows may cost some of them.
            ok(
              sample.sampledRows * 2 >= Math.min(20, expected.rows),
              `${sample.sampledRows} rows of ${nameOf(asset)} by ${sample.method}`,
            );
          deepStrictEqual(tallies([await session().sample(asset, options, never())]), tallies([sample]));
        }
      }
    }).timeout(60_000);

  if (slices.length > 0)
    it('cuts a large asset into slices that hold every row once', async () => {
      ok((fixture.sliced ?? []).length > 0, 'the fixture names assets that can be cut');
      for (const expected of [...fixture.assets, ...(fixture.sliced ?? [])]) {
        const asset = assetOf(expected);
        const whole = await session().sample(asset, FULL, never());
        for (const count of [2, 7]) {
          const options = {
            sample: FULL,
            sliceBytes: Math.max(1, Math.floor((asset.sizeBytes ?? 0) / count)),
          };
          const plan = await session().plan?.(asset, options, never());
          if (plan === undefined) return fail('a connector that cuts assets makes plans');
          ok(plan.slices.length > 1 || !fixture.sliced?.includes(expected), `${nameOf(asset)} is cut`);
          const parts: TableSample[] = [];
          for (const slice of plan.slices) {
            const part = { ...FULL, slice };
            const sample = await session().sample(asset, part, never());
            checkSample(sample, asset, part);
            strictEqual(sample.rowCount, sample.sampledRows, 'of a slice read in full the rows are known');
            parts.push(sample);
          }
          if (parts.length === 0) continue;
          deepStrictEqual(tallies(parts), tallies([whole]), nameOf(asset));
          strictEqual(
            parts.reduce((sum, { sampledRows }) => sum + sampledRows, 0),
            whole.sampledRows,
          );
        }
      }
    }).timeout(120_000);

  if (changeMarkers) {
    it('marks what has not changed the same', async () => {
      const again = new Map((await subject.discovered()).map((asset) => [nameOf(asset), asset]));
      const more = new Map((await subject.discovered()).map((asset) => [nameOf(asset), asset]));
      for (const [name, { changeMarker }] of again)
        if (isMarked(changeMarker) && isMarked(more.get(name)?.changeMarker))
          strictEqual(more.get(name)?.changeMarker?.value, changeMarker.value, name);
    });

    if (fixture.write !== undefined)
      it('marks what was written to otherwise, or not at all', async () => {
        const { path, write } = fixture.write ?? fail();
        const markerOf = async (): Promise<ChangeMarker | null> =>
          (await subject.discovered()).find((asset) => nameOf(asset) === nameOf({ path }))?.changeMarker ??
          null;
        for (const time of [1, 2, 3]) {
          const before = await markerOf();
          const writes = Date.now();
          await write(time);
          const after = await markerOf();
          if (after === null || before?.kind !== after.kind || before.value !== after.value) continue;
          ok(after.asOf !== undefined && Date.parse(after.asOf) < writes, 'the mark is one of before');
        }
      });
  }
}

const isMarked = (marker: ChangeMarker | null | undefined): marker is ChangeMarker =>
  marker !== undefined && marker !== null;
