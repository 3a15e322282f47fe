import { expect } from 'chai';
import { schemaFields, titleFromName } from './schema-fields.ts';

const SCHEMA = {
  type: 'object',
  required: ['host', 'password'],
  dependentRequired: { key: ['certificate'] },
  $defs: { proxy: { type: 'object', title: 'Proxy', properties: { host: { type: 'string' } } } },
  properties: {
    kind: { const: 'postgres' },
    host: { type: 'string', title: 'Host' },
    port: { type: 'integer', default: 5432, minimum: 1, maximum: 65_535 },
    password: { type: 'string', writeOnly: true, default: 'never shown' },
    tls: { enum: ['verify', 'off'], default: 'verify' },
    schemas: { type: 'array', items: { type: 'string' } },
    kinds: { type: 'array', items: { enum: ['table', 'view'] } },
    pool: { type: 'object', properties: { size: { type: 'integer', default: 4 } } },
    extra: { oneOf: [{ type: 'string' }, { type: 'object' }] },
    mode: {
      oneOf: [
        { const: 'a', title: 'Fast' },
        { const: 'b', title: 'Careful', description: 'Slower.' },
      ],
    },
    readOnly: { type: 'boolean' },
    proxy: { $ref: '#/$defs/proxy' },
    replicas: { type: 'array', items: { $ref: '#/$defs/proxy' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    group: { type: ['string', 'null'] },
    certificate: { type: 'string', maxLength: 100_000 },
    keepDays: { type: 'integer' },
    made: { type: 'string', readOnly: true },
    anything: {},
  },
};

describe('schemaFields', () => {
  const fields = schemaFields(SCHEMA);
  const field = (name: string) => fields.find((entry) => entry.name === name);

  it('asks for each property in the way that fits it, and not for constants or what is only read', () => {
    expect(fields.map((entry) => `${entry.name}: ${entry.kind}`)).to.deep.equal([
      'host: text',
      'port: number',
      'password: secret',
      'tls: choice',
      'schemas: lines',
      'kinds: picks',
      'pool: group',
      'extra: variant',
      'mode: choice',
      'readOnly: flag',
      'proxy: group',
      'replicas: list',
      'labels: map',
      'group: text',
      'certificate: long',
      'keepDays: number',
      'anything: json',
    ]);
  });

  it('takes titles of choices from where the schema says them, and references for what they refer to', () => {
    expect(field('mode')?.options).to.deep.equal([
      { value: 'a', title: 'Fast', description: '' },
      { value: 'b', title: 'Careful', description: 'Slower.' },
    ]);
    expect(field('proxy')?.title).to.equal('Proxy');
    expect(field('replicas')?.children.map(({ name }) => name)).to.deep.equal(['host']);
  });

  it('tells shapes apart by the property that each holds as another constant', () => {
    const [auth] = schemaFields({
      properties: {
        auth: {
          oneOf: [
            {
              title: 'Token',
              properties: { kind: { const: 'token' }, token: { type: 'string', writeOnly: true } },
            },
            { properties: { kind: { const: 'app-role' }, id: { type: 'string' } } },
          ],
        },
      },
    });
    expect(auth?.branches.map(({ title, mark }) => [title, mark])).to.deep.equal([
      ['Token', { kind: 'token' }],
      ['App role', { kind: 'app-role' }],
    ]);
    expect(auth?.branches[0]?.field?.children.map(({ kind }) => kind)).to.deep.equal(['secret']);
  });

  it('knows what requires what, and in which unit a number is', () => {
    expect(field('certificate')?.requiredBy).to.deep.equal(['key']);
    expect([field('keepDays')?.unit, field('port')?.unit]).to.deep.equal(['days', null]);
  });

  it('bounds what a hostile schema brings', () => {
    const deep = (levels: number): object =>
      levels === 0 ? { type: 'string' } : { type: 'object', properties: { in: deep(levels - 1) } };
    const [hostile] = schemaFields({
      properties: {
        ['x'.repeat(9)]: { type: 'string', title: 'T'.repeat(10_000), description: 'd'.repeat(10_000) },
      },
    });
    expect([hostile?.title.length, hostile?.description.length]).to.deep.equal([161, 1201]);
    let [level] = schemaFields({ properties: { in: deep(40) } });
    let depth = 0;
    for (; level?.kind === 'group'; [level] = level.children) depth += 1;
    expect([depth, level?.kind]).to.deep.equal([8, 'json']);
    expect(schemaFields({ properties: { loop: { $ref: '#/properties/loop' } } })[0]?.kind).to.equal('json');
  });
});

describe('titleFromName', () => {
  it('makes words of a name', () => {
    expect(['sslMode', 'ca_file', 'host'].map(titleFromName)).to.deep.equal(['Ssl mode', 'Ca file', 'Host']);
  });
});
