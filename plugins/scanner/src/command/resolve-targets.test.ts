import type { Connector } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { resolveTarget } from './resolve-targets.ts';

const takesAll = (kind: string, fileExtensions: readonly string[]): Connector => ({
  info: {
    kind,
    version: '1.0.0',
    title: kind,
    description: '',
    connectionSchema: {},
    schemes: [kind],
    fileExtensions,
    capabilities: { fullRead: true, rowEstimates: false, pushDown: [] },
  },
  resolveTarget: async (target) =>
    target.includes('nobody') ? null : { config: {}, source: [target], display: target },
  open: () => Promise.reject(new Error('not opened here')),
});
const connectors = [takesAll('text', ['.csv']), takesAll('database', ['.sqlite'])];

describe('A target of the command line', () => {
  it('goes first to the connector whose files end as it does', async () => {
    const target = await resolveTarget('Shop.SQLITE', '/', connectors);
    expect(target).to.have.nested.property('source.connector', 'database');
  });

  it('else to the first that takes it', async () => {
    expect(await resolveTarget('shop', '/', connectors)).to.have.nested.property('source.connector', 'text');
  });

  it('that nobody takes is named without its password, with what there is instead', async () => {
    const target = await resolveTarget('nobody://me:s3cret@db/shop', '/', connectors);
    expect(target).to.have.nested.property('error.code', 'DW_TARGET_UNKNOWN');
    expect(target).to.have.nested.property('error.hint').that.includes('database:');
    expect(JSON.stringify(target)).not.to.include('s3cret');
  });
});
