import type { Connector, JsonSchema } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { checkConfig } from './check-config.ts';

const connector = (connectionSchema: JsonSchema): Connector => ({
  info: {
    kind: 'shop',
    version: '1.0.0',
    title: 'Shop',
    description: '',
    connectionSchema,
    schemes: [],
    fileExtensions: [],
    capabilities: { fullRead: true, rowEstimates: false, pushDown: [] },
  },
  resolveTarget: async () => null,
  open: () => Promise.reject(new Error('not opened here')),
});

const shop = connector({
  type: 'object',
  additionalProperties: false,
  required: ['host'],
  properties: {
    host: { type: 'string', pattern: '^(?!.*://)[^@]+$', description: 'Name of the server alone.' },
    port: { type: 'integer', default: 7000 },
  },
});

describe('Settings of a connection', () => {
  it('get their defaults', () => {
    expect(checkConfig(shop, { host: 'db.example.com' })).to.deep.equal({
      host: 'db.example.com',
      port: 7000,
    });
  });

  it('that do not fit are told what is asked for, and never quoted', () => {
    expect(() => checkConfig(shop, { host: 'shop://me:s3cret@db' }))
      .to.throw(/host does not fit: Name of the server alone/)
      .with.property('message')
      .that.does.not.include('s3cret');
  });
});
