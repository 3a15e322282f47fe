import type { Asset, AssetScan, ScannerService } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { runScan } from './run-scan.ts';
import { parseScanArguments } from './scan-arguments.ts';

const assetOf = (table: string): Asset => buildSample(table, [{ name: 'email', values: ['x'] }]).asset;

function scannerOf(tables: readonly string[]): ScannerService {
  return {
    connectors: async () => [],
    validate: async ({ config }) => config,
    test: async () => ({ server: 'test', latencyMs: 0, warnings: [] }),
    sampleAsset: async (_source, asset) =>
      buildSample(asset.path.at(-1) ?? '', [{ name: 'email', values: ['x'] }]),
    discover: async () => ({ assets: tables.map(assetOf), problems: [], nextCursor: null }),
    plan: async () => ({
      ...{ method: '', pushedDown: [], statements: [], rows: null, bytes: null, slices: [] },
    }),
    highWater: async () => ({ value: null }),
    merge: async () => {
      throw new RangeError('there are no slices');
    },
    async scanAsset(_source, asset): Promise<AssetScan> {
      if (asset.path.at(-1) === 'faulty') throw new TypeError('cannot read ada@example.com');
      return {
        urn: `urn:dw:test:x:${asset.path.join('/')}`,
        name: asset.path.join('.'),
        asset,
        rowCount: 1,
        sampledRows: 1,
        sampleMethod: 'every row',
        columns: [],
        findings: [],
        warnings: [],
        durationMs: 0,
      };
    },
  };
}

const nothing = (): void => undefined;
const progress = {
  ...{ target: nothing, found: nothing, allFound: nothing },
  ...{ begun: nothing, ended: nothing, end: nothing },
};
const targets = [{ display: 'test', source: { connector: 'test', config: {}, source: ['x'] } }];

describe('running a scan', () => {
  it('records a fault of the program against the asset it met, without its message, and scans the rest', async () => {
    const { result } = await runScan(targets, parseScanArguments(['test']), {
      scanner: scannerOf(['good', 'faulty', 'better']),
      progress,
      version: '1.0.0',
      signal: new AbortController().signal,
    });
    expect(result.assets.map((asset) => asset.name)).to.deep.equal(['test.better', 'test.good']);
    expect(result.errors).to.have.length(1);
    expect(result.errors[0]).to.deep.include({
      asset: 'urn:dw:test:x:test/faulty',
      code: 'DW_SCANNER_FAULT',
    });
    expect(JSON.stringify(result)).to.not.include('ada@example.com');
    expect(result.targets[0]?.status).to.equal('completed-with-errors');
  });

  it('is cancelled by its signal', async () => {
    const abort = new AbortController();
    const scanner: ScannerService = {
      ...scannerOf(['a']),
      scanAsset: async () => {
        abort.abort();
        throw abort.signal.reason;
      },
    };
    const { result } = await runScan(targets, parseScanArguments(['test']), {
      scanner,
      progress,
      version: '1.0.0',
      signal: abort.signal,
    });
    expect(result.targets[0]?.status).to.equal('cancelled');
  });
});
