import type { ConnectorInfo } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { splitSettings } from './connection-secrets.ts';
import { movedSettings } from './moved-settings.ts';
import { refuseMovedSecrets } from './secret-destination.ts';

const connector = (destination?: readonly string[]): ConnectorInfo => ({
  kind: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: '',
  connectionSchema: {
    type: 'object',
    properties: {
      host: { type: 'string' },
      port: { type: 'integer', default: 5432 },
      tables: { type: 'array' },
      password: { type: 'string', writeOnly: true },
    },
  },
  schemes: [],
  fileExtensions: [],
  capabilities: { fullRead: false, rowEstimates: false, pushDown: [] },
  ...(destination === undefined ? {} : { destination }),
});

describe('where secrets are sent', () => {
  const declared = connector(['host', 'port']);

  it('is elsewhere with another host or port, and the same with a default that is written out', () => {
    const before = { host: 'a', tables: ['x'] };
    expect(movedSettings(declared, before, { host: 'b' })).to.deep.equal(['host']);
    expect(movedSettings(declared, before, { host: 'a', port: 1 })).to.deep.equal(['port']);
    expect(movedSettings(declared, before, { host: 'a', port: 5432 })).to.deep.equal([]);
    expect(movedSettings(declared, before, { host: 'a', tables: ['y', 'z'] })).to.deep.equal([]);
  });

  it('is elsewhere with any other setting where the connector does not say which of them decide', () => {
    const before = { host: 'a', tables: ['x'] };
    expect(movedSettings(connector(), before, { host: 'a', tables: ['x'], port: 5432 })).to.deep.equal([]);
    expect(movedSettings(connector(), before, { host: 'a', tables: ['y'] })).to.deep.equal(['tables']);
    expect(movedSettings(connector(), before, { host: 'a' })).to.deep.equal(['tables']);
  });

  it('is told by pointers to the secrets that are to be given again, and asks for none where none is kept', () => {
    const after = splitSettings({ host: 'b' }, new Set(['password']));
    expect(() => refuseMovedSecrets(declared, { host: 'a' }, after, [])).not.to.throw();
    expect(() => refuseMovedSecrets(declared, { host: 'a' }, after, ['password']))
      .to.throw()
      .that.deep.includes({
        code: 'DW_SOURCE_SECRETS_NEEDED',
        status: 400,
        errors: [{ pointer: '/config/password', message: 'Give it again, because host changed.' }],
      });
  });
});
