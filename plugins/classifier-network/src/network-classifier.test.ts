import { buildSample, classifierConformance } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { cases } from '../test/cases.ts';
import { createNetworkClassifier } from './network-classifier.ts';

classifierConformance(createNetworkClassifier, { cases });

describe('network addresses among other values', () => {
  const contained = async (value: string, name = 'remark'): Promise<readonly (string | undefined)[]> => {
    const values = [...Array.from({ length: 49 }, (_, index) => `ticket ${index} closed`), value];
    const sample = buildSample('tickets', [{ name, values }]);
    const [found = []] = await createNetworkClassifier().examine(sample, { workspaceId: null });
    return found.filter(({ question }) => question === 'contains').map(({ infoType }) => infoType);
  };

  it('are found, one in fifty', async () => {
    expect(await contained('83.149.9.216')).to.deep.equal(['IP_ADDRESS']);
    expect(await contained('2a00:1450:4001:81b::200e')).to.deep.equal(['IP_ADDRESS']);
    expect(await contained('00:1B:44:11:3A:B7')).to.deep.equal(['MAC_ADDRESS']);
  });

  it('are not made of version numbers', async () => {
    expect(await contained('1.12.0.4')).to.deep.equal([]);
    expect(await contained('83.149.9.216', 'firmware_version')).to.deep.equal([]);
  });
});
