import type { Asset, DiscoveredPage } from '@datawave/plugin-sdk';
import { formatUrn } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { keepToLength } from './keep-to-length.ts';

const asset = (...path: readonly string[]): Asset => ({
  ...{ path, type: 'table', columns: [], comment: null, rowEstimate: null, sizeBytes: null },
  ...{ primaryKey: [], uniqueKeys: [], foreignKeys: [], fingerprint: 'f' },
});
const urnOf = (path: readonly string[]): string => formatUrn({ connector: 'c', source: ['s'], path });
const page = (...assets: readonly Asset[]): DiscoveredPage => ({ assets, problems: [], nextCursor: null });

describe('names that are too long', () => {
  it('leave a page as it is where there are none', () => {
    const given = page(asset('main', 'people'), asset('x'.repeat(1_000)));
    expect(keepToLength(given, urnOf)).to.equal(given);
  });

  it('are told as problems of their own, however they are alike and whatever they are made of', () => {
    const { assets, problems } = keepToLength(
      page(
        asset('short'),
        asset('x'.repeat(3_000), 'a'),
        asset('x'.repeat(3_000), 'b'),
        asset('語'.repeat(400)),
      ),
      urnOf,
    );
    expect(assets.map(({ path }) => path)).to.deep.equal([['short']]);
    expect(problems.map(({ code }) => code)).to.deep.equal(Array(3).fill('DW_SCAN_NAME_TOO_LONG'));
    expect(new Set(problems.map(({ path }) => urnOf(path))).size).to.equal(3);
    for (const { path } of problems) expect(Buffer.byteLength(urnOf(path))).to.be.below(2_000);
    expect(problems[0]?.message).to.contain('3,002 characters');
  });

  it('are those that fit into no index beside their URN', () => {
    const { assets, problems } = keepToLength(
      page(asset('x'.repeat(1_200)), asset('y'.repeat(1_300))),
      urnOf,
    );
    expect(assets.map(({ path }) => path[0]?.length)).to.deep.equal([1_200]);
    expect(problems).to.have.length(1);
  });

  it('are shortened in problems of the source as well', () => {
    const problem = { path: ['y'.repeat(5_000)], code: 'DW_X', message: 'm', hint: null };
    const { problems } = keepToLength({ ...page(), problems: [problem] }, urnOf);
    expect(problems[0]).to.include({ code: 'DW_X' });
    expect(problems[0]?.path[0]).to.have.length.below(150);
  });
});
