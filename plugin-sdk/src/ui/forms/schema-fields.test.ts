import { expect } from 'chai';
import { checkValues, initialValues, pruneValues, schemaFields, titleFromName } from './schema-fields.ts';

const SCHEMA = {
  type: 'object',
  required: ['host', 'password'],
  properties: {
    kind: { const: 'postgres' },
    host: { type: 'string', title: 'Host' },
    port: { type: 'integer', default: 5432, minimum: 1, maximum: 65_535 },
    password: { type: 'string', writeOnly: true, default: 'never shown' },
    tls: { enum: ['verify', 'off'], default: 'verify' },
    schemas: { type: 'array', items: { type: 'string' } },
    pool: { type: 'object', properties: { size: { type: 'integer', default: 4 } } },
    extra: { oneOf: [{ type: 'string' }, { type: 'object' }] },
    readOnly: { type: 'boolean' },
  },
};

describe('schemaFields', () => {
  const fields = schemaFields(SCHEMA);

  it('asks for each property in the way that fits it, and not for constants', () => {
    expect(fields.map((field) => `${field.name}: ${field.kind}`)).to.deep.equal([
      'host: text',
      'port: number',
      'password: secret',
      'tls: choice',
      'schemas: lines',
      'pool: group',
      'extra: json',
      'readOnly: flag',
    ]);
  });

  it('starts from the defaults with what is given over them, and never from a secret', () => {
    expect(initialValues(fields, { host: 'db', pool: { size: 9 } })).to.deep.equal({
      host: 'db',
      port: 5432,
      tls: 'verify',
      pool: { size: 9 },
    });
  });

  it('finds what is missing or out of range, with its pointer', () => {
    expect(checkValues(fields, { port: 0, pool: { size: 1.5 } }, [])).to.deep.equal([
      { pointer: '/host', message: 'Host is needed.' },
      { pointer: '/port', message: 'At least 1.' },
      { pointer: '/password', message: 'Password is needed.' },
      { pointer: '/pool/size', message: 'Write a whole number.' },
    ]);
  });

  it('does not miss a secret that is stored', () => {
    expect(checkValues(fields, { host: 'db' }, ['password'])).to.deep.equal([]);
  });
});

describe('pruneValues', () => {
  it('leaves out what is empty, also inside', () => {
    expect(pruneValues({ a: '', b: undefined, c: { d: '' }, e: 0, f: false, g: [] })).to.deep.equal({
      e: 0,
      f: false,
      g: [],
    });
  });
});

describe('titleFromName', () => {
  it('makes words of a name', () => {
    expect(['sslMode', 'ca_file', 'host'].map(titleFromName)).to.deep.equal(['Ssl mode', 'Ca file', 'Host']);
  });
});
