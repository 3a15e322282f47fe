import {
  type AssetSlice,
  type ConnectorSession,
  DEFAULT_SAMPLE,
  type SampleOptions,
} from '@datawave/plugin-sdk';
import { buildSample, directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { memoryConnector } from '../test/memory-connector.ts';
import { takeSample } from './take-sample.ts';

const signal = new AbortController().signal;
const slice: AssetSlice = {
  index: 0,
  count: 2,
  kind: 'pages',
  bounds: {},
  title: 'pages',
  rowEstimate: null,
};

async function askedWith(columns: number, options: SampleOptions): Promise<SampleOptions | 'read'> {
  const { connector } = memoryConnector([]);
  const sample = buildSample(
    't',
    Array.from({ length: columns }, (_, at) => ({ name: `c${at}`, values: ['x'] })),
  );
  let asked: SampleOptions | 'read' = 'read';
  const session: ConnectorSession = {
    ...(await connector.open({ host: 'x' }, directEnvironment, signal)),
    sample: async (_asset, given) => {
      asked = given;
      return sample;
    },
  };
  await takeSample(connector, session, sample.asset, options, signal);
  return asked;
}

describe('taking a sample', () => {
  it('leaves slices to the connector, which alone knows where they lie', async () => {
    expect(await askedWith(2, { ...DEFAULT_SAMPLE, rows: 'full' })).to.equal('read');
    const options = { ...DEFAULT_SAMPLE, rows: 'full', slice } as const;
    expect(await askedWith(2, options)).to.deep.equal(options);
  });

  it('cuts values shorter the more cells a sample has, so that it fits into memory whatever the table', async () => {
    expect(await askedWith(15, DEFAULT_SAMPLE)).to.deep.equal(DEFAULT_SAMPLE);
    for (const columns of [50, 1600]) {
      const asked = await askedWith(columns, DEFAULT_SAMPLE);
      const length = asked === 'read' ? 0 : asked.maxValueLength;
      expect(length).to.be.at.least(64);
      expect(length * columns * 1000).to.be.at.most(Math.max(64_000_000, 64 * columns * 1000));
    }
  });
});
