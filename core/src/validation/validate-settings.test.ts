import { checkValue, isPlainSchema } from '@datawave/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { validateSettings } from './validate-settings.ts';

const schema = {
  type: 'object',
  properties: {
    host: { type: 'string', minLength: 1, default: 'localhost' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    pool: {
      type: 'object',
      properties: { size: { type: 'integer', default: 4 } },
      default: {},
      additionalProperties: false,
    },
    modes: { type: 'array', items: { enum: ['fast', 'safe'] }, maxItems: 2 },
  },
  required: ['port'],
  additionalProperties: false,
} as const;

describe('checking a value against a plain schema', () => {
  it('fills in defaults, also inside of defaults, and leaves the input as it was', () => {
    const input = { port: 1 };
    expect(checkValue(schema, input)).to.deep.equal({
      value: { host: 'localhost', port: 1, pool: { size: 4 } },
      errors: [],
    });
    expect(input).to.deep.equal({ port: 1 });
  });

  it('names every fault with its pointer, and never quotes the value', () => {
    const { errors } = checkValue(schema, {
      prot: 'hunter2',
      'a/b~c': 1,
      host: '',
      modes: ['fast', 'hunter2', 'safe'],
    });
    expect(errors.map(({ pointer }) => pointer)).to.have.members([
      '/port',
      '/prot',
      '/a~1b~0c',
      '/host',
      '/modes',
      '/modes/1',
    ]);
    expect(errors.find(({ pointer }) => pointer === '/prot')?.message).to.contain('did you mean "port"');
    expect(JSON.stringify(errors)).not.to.contain('hunter2');
  });

  it('counts characters as JSON Schema does', () => {
    expect(checkValue({ type: 'string', maxLength: 1 }, '😀').errors).to.deep.equal([]);
  });

  it('is not misled by keys that every object has', () => {
    const closed = { type: 'object', properties: {}, additionalProperties: false } as const;
    expect(checkValue(closed, JSON.parse('{"__proto__": 1, "constructor": 2}')).errors).to.have.length(2);
    expect(checkValue({ ...closed, required: ['toString'] }, {}).errors).to.have.length(1);
  });

  it('knows which schemas it does not understand', () => {
    expect(isPlainSchema(schema)).to.equal(true);
    expect(isPlainSchema({ type: 'string', pattern: '(' })).to.equal(false);
    expect(isPlainSchema({ anyOf: [{ type: 'string' }] })).to.equal(false);
    expect(isPlainSchema({ type: 'object', properties: { a: { $ref: '#/x' } } })).to.equal(false);
  });

  const leaf = fc.oneof(
    fc.constantFrom('a', 'b', 'abc', ''),
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const type = fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null');
  const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined, freq: 3 });
  const randomSchema = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
    schema: fc
      .record({
        type: optional(fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 2 }))),
        enum: optional(fc.uniqueArray(fc.constantFrom('a', 'b', 1, null, true), { minLength: 1 })),
        properties: optional(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'), { maxKeys: 2 })),
        required: optional(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 })),
        additionalProperties: optional(fc.oneof({ depthIdentifier: 'schema' }, fc.boolean(), tie('schema'))),
        items: optional(tie('schema')),
        minItems: optional(fc.nat(2)),
        maxItems: optional(fc.nat(2)),
        minProperties: optional(fc.nat(2)),
        maxLength: optional(fc.nat(2)),
        pattern: optional(fc.constantFrom('^a', 'b$')),
        minimum: optional(fc.integer({ min: -2, max: 2 })),
        exclusiveMaximum: optional(fc.integer({ min: -2, max: 2 })),
      })
      .map((keywords) =>
        Object.fromEntries(Object.entries(keywords).filter(([, keyword]) => keyword !== undefined)),
      ),
  })).schema;

  it('agrees with ajv on what is valid', () => {
    const ajv = new Ajv2020({ strict: false, logger: false });
    fc.assert(
      fc.property(randomSchema, value, (generated, input) => {
        fc.pre(isPlainSchema(generated));
        expect(checkValue(generated, input).errors.length === 0).to.equal(ajv.validate(generated, input));
        ajv.removeSchema();
      }),
      { numRuns: 150 },
    );
  }).timeout(120_000);
});

describe('validating settings', () => {
  const combined = {
    ...schema,
    properties: {
      ...schema.properties,
      proxy: { anyOf: [{ type: 'string', format: 'uri' }, { type: 'null' }] },
    },
  };

  it('gives the same messages where the schema needs the full validator', async () => {
    const { errors } = await validateSettings(combined, { prot: 1 });
    expect(errors).to.have.deep.members([
      { pointer: '/port', message: '"port" is missing' },
      { pointer: '/prot', message: '"prot" is not known here; did you mean "port"?' },
    ]);
    const { value } = await validateSettings(combined, { port: 1, proxy: null });
    expect(value).to.deep.equal({ host: 'localhost', port: 1, pool: { size: 4 }, proxy: null });
  });

  it('says when the schema itself is none', async () => {
    const error: unknown = await validateSettings({ type: 'nonsense' }, {}).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'DW_PLUGIN_CONFIG_SCHEMA_INVALID');
  });
});
