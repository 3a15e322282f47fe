import { expect } from 'chai';
import { schemaFields } from './schema-fields.ts';
import { readNumber, saidAmount } from './schema-units.ts';
import {
  branchOf,
  checkValues,
  initialValues,
  pruneValues,
  UnreadText,
  valueAt,
  withoutSecrets,
  withValue,
} from './schema-values.ts';

const FIELDS = schemaFields({
  type: 'object',
  required: ['host', 'password'],
  dependentRequired: { key: ['certificate'] },
  properties: {
    host: { type: 'string', title: 'Host' },
    port: { type: 'integer', default: 5432, minimum: 1, maximum: 65_535 },
    password: { type: 'string', writeOnly: true, default: 'never shown' },
    pool: { type: 'object', properties: { size: { type: 'integer', default: 4 } } },
    proxy: {
      type: 'object',
      required: ['url'],
      properties: { url: { type: 'string' }, secret: { type: 'string', writeOnly: true } },
    },
    key: { type: 'string' },
    certificate: { type: 'string' },
    doors: {
      type: 'array',
      maxItems: 2,
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, key: { type: 'string', writeOnly: true } },
      },
    },
    auth: {
      oneOf: [
        {
          type: 'object',
          required: ['token'],
          properties: { kind: { const: 'token' }, token: { type: 'string', writeOnly: true } },
        },
        { type: 'object', properties: { kind: { const: 'file' }, path: { type: 'string' } } },
      ],
    },
    workers: { oneOf: [{ const: 'auto' }, { type: 'integer', minimum: 0 }], default: 'auto' },
  },
});
const GIVEN = { host: 'db', password: 'x' };

describe('values of a form', () => {
  it('begin with what is given, and never with a secret or with a default', () => {
    expect(
      initialValues(FIELDS, { host: 'db', password: 'x', pool: { size: 9 }, proxy: { secret: 's' } }),
    ).to.deep.equal({
      host: 'db',
      pool: { size: 9 },
      proxy: {},
    });
  });

  it('are checked for what is missing or out of range, with its pointer', () => {
    expect(checkValues(FIELDS, { port: 0, pool: { size: 1.5 } }, [])).to.deep.equal([
      { pointer: '/host', message: 'Host is needed.' },
      { pointer: '/port', message: 'At least 1.' },
      { pointer: '/password', message: 'Password is needed.' },
      { pointer: '/pool/size', message: 'Write a whole number.' },
    ]);
    expect(checkValues(FIELDS, { ...GIVEN, port: new UnreadText('many') }, [])).to.deep.equal([
      { pointer: '/port', message: 'Write a number.' },
    ]);
  });

  it('do not miss a secret that is stored, unless it is to be removed', () => {
    const required = schemaFields({
      required: ['password'],
      properties: { password: { type: 'string', writeOnly: true } },
    });
    const missed = (values: object, stored: readonly string[]) =>
      checkValues(required, { ...values }, stored).length;
    expect([missed({}, []), missed({}, ['password']), missed({}, ['/password'])]).to.deep.equal([1, 0, 0]);
    expect(missed({ password: null }, ['password'])).to.equal(1);
  });

  it('need what another one needs, and nothing within what is left out', () => {
    expect(checkValues(FIELDS, { ...GIVEN, key: 'k' }, []).map(({ pointer }) => pointer)).to.deep.equal([
      '/certificate',
    ]);
    expect(checkValues(FIELDS, { ...GIVEN, proxy: {} }, [])).to.deep.equal([]);
    expect(
      checkValues(FIELDS, { ...GIVEN, proxy: { secret: 's' } }, []).map(({ pointer }) => pointer),
    ).to.deep.equal(['/proxy/url']);
  });

  it('are checked within lists and shapes', () => {
    expect(
      checkValues(
        FIELDS,
        { ...GIVEN, doors: [{ name: 'a' }, {}, {}], auth: { kind: 'token' }, workers: -1 },
        [],
      ).map(({ pointer }) => pointer),
    ).to.deep.equal(['/doors', '/doors/1/name', '/doors/2/name', '/auth/token', '/workers']);
    expect(checkValues(FIELDS, { ...GIVEN, auth: { kind: 'token' } }, ['/auth/token'])).to.deep.equal([]);
  });

  it('have the shape that their constant or their type tells', () => {
    const [auth, workers] = FIELDS.slice(-2);
    if (auth === undefined || workers === undefined) throw new Error('fields');
    const titles = [
      branchOf(auth, { kind: 'file', path: '/x' }),
      branchOf(auth, undefined),
      branchOf(workers, 3),
      branchOf(workers, undefined),
    ].map((branch) => branch?.title);
    expect(titles).to.deep.equal(['File', undefined, 'A number', 'Auto']);
  });

  it('are changed at a place without changing what lies beside', () => {
    const before = { a: { b: [1, { c: 2 }] }, d: 3 };
    const after = withValue(before, ['a', 'b', 1, 'c'], 9);
    expect(after).to.deep.equal({ a: { b: [1, { c: 9 }] }, d: 3 });
    expect(before.a.b[1]).to.deep.equal({ c: 2 });
    expect(withValue(before, ['a', 'b', 0], undefined)).to.deep.equal({ a: { b: [{ c: 2 }] }, d: 3 });
    expect(withValue({}, ['x', 0, 'y'], 1)).to.deep.equal({ x: [{ y: 1 }] });
    const polluted = withValue({}, ['__proto__', 'isAdmin'], true);
    expect([valueAt({}, ['isAdmin']), valueAt(polluted, ['__proto__', 'isAdmin'])]).to.deep.equal([
      undefined,
      true,
    ]);
  });

  it('leave out what is empty, also inside, and keep what says that a secret goes', () => {
    expect(
      pruneValues({ a: '', b: undefined, c: { d: '' }, e: 0, f: false, g: [], h: null, i: [{ j: '' }] }),
    ).to.deep.equal({
      e: 0,
      f: false,
      g: [],
      h: null,
      i: [{}],
    });
  });

  it('are kept in the browser without any secret, however deep', () => {
    const all = {
      ...{ host: 'db', password: 'p', proxy: { url: 'u', secret: 's' } },
      ...{ doors: [{ name: 'a', key: 's' }], auth: { kind: 'token', token: 's' } },
    };
    expect(withoutSecrets(FIELDS, all)).to.deep.equal({
      ...{ host: 'db', proxy: { url: 'u' }, doors: [{ name: 'a' }], auth: { kind: 'token' } },
    });
  });
});

describe('numbers with units', () => {
  it('are read as they are written, a length of time also with a word', () => {
    expect([
      readNumber('1,5', null),
      readNumber('5 min', 'seconds'),
      readNumber('1.5h', 'minutes'),
      readNumber('2 Tage', 'hours'),
    ]).to.deep.equal([1.5, 300, 90, 48]);
    expect(
      [readNumber('5 min', null), readNumber('five', 'seconds'), readNumber('5 %', 'days')].every(
        Number.isNaN,
      ),
    ).to.equal(true);
  });

  it('are said as people say them where that says more', () => {
    expect([
      saidAmount(120_000, 'ms'),
      saidAmount(90, 'seconds'),
      saidAmount(60, 'minutes'),
      saidAmount(30, 'seconds'),
      saidAmount(5_000_000, 'bytes'),
    ]).to.deep.equal(['2 minutes', null, '1 hour', null, '5.0 MB']);
  });
});
