import { join } from 'node:path';
import { type AssetScan, DEFAULT_SAMPLE, scannerService } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { type IsolationLevel, probeWalls } from './walls/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const plugin = (name: string): string => join(ROOT, 'plugins', name);

/** Scans the table of a connector with a classifier and a framework of ours, all three where they are told to run. */
async function scan(level: IsolationLevel | null): Promise<Omit<AssetScan, 'durationMs'>> {
  const isolated = (directory: string) => (level === null ? { directory } : { directory, isolation: level });
  await using test = await createTestKernel({
    plugins: [
      ...['scanner', 'classification', 'assessment'].map(plugin),
      ...['classifier-demographic', 'framework-gdpr'].map((name) => isolated(plugin(name))),
      isolated(join(ROOT, 'core/test/isolation/connector-rows')),
    ],
  });
  for (const status of test.kernel.plugins())
    expect(status, status.id).to.include({ state: 'active', reason: null });
  const scanner = test.service(scannerService);
  const source = { connector: 'rows', config: {}, source: ['rows'] };
  const signal = new AbortController().signal;
  const { assets, problems } = await scanner.discover(source, {}, signal);
  expect(problems).to.have.length(1);
  const [asset] = assets;
  if (asset === undefined) throw new Error('nothing was discovered');
  const { durationMs: _, ...found } = await scanner.scanAsset(
    source,
    asset,
    { sample: DEFAULT_SAMPLE, minConfidence: 0.5 },
    signal,
  );
  return found;
}

describe('a scan by isolated plugins', () => {
  let expected: Omit<AssetScan, 'durationMs'>;
  before(async () => {
    expected = await scan(null);
    expect(expected.columns.flatMap(({ classifications }) => classifications)).to.not.have.length(0);
    expect(expected.findings).to.not.have.length(0);
  });

  for (const level of ['child', 'confined'] as const)
    it(`finds the same when they are behind the wall "${level}"`, async function () {
      const { available, reason } = (await probeWalls())[level];
      if (!available) {
        if (process.env['CI'] === 'true') throw new Error(`this host cannot build it: ${reason}`);
        this.skip();
      }
      expect(await scan(level)).to.deep.equal(expected);
    });
});
