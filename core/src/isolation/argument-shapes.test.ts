import { pluginScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Alternative, type Alternatives, checkArguments } from './argument-shapes.ts';
import { SERVICE_SHAPES } from './service-shapes.generated.ts';

const scope = pluginScope('guest', 'Guest', { signal: new AbortController().signal });

function codeOf(service: string, method: string, args: readonly unknown[]): string {
  try {
    checkArguments('guest', service, method, args);
  } catch (error) {
    expect(String((error as Error).message)).not.to.contain('hunter2');
    return String(Reflect.get(Object(error) as object, 'code'));
  }
  return 'taken';
}

const exampleOfOne = (shape: Alternative): unknown => {
  if (typeof shape !== 'string') {
    if ('list' in shape) return [example(shape.list)];
    return Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, example(field)]));
  }
  return { text: 'x', number: 1, boolean: true, null: null, undefined, scope, sql: null, any: 'anything' }[
    shape
  ];
};
const example = (shape: Alternatives): unknown => exampleOfOne(shape[0] ?? 'any');

/** The value with every place of a text in turn replaced. */
function* withReplaced(shape: Alternatives, by: unknown): Generator<unknown> {
  const [one] = shape;
  if (one === 'text') yield by;
  if (typeof one !== 'object') return;
  if ('list' in one) for (const item of withReplaced(one.list, by)) yield [item];
  else
    for (const [name, field] of Object.entries(one.fields))
      for (const inner of withReplaced(field, by)) yield { ...(exampleOfOne(one) as object), [name]: inner };
}

const methods = Object.entries(SERVICE_SHAPES).flatMap(([service, shapes]) =>
  Object.entries(shapes).map(
    ([method, json]) => [service, method, JSON.parse(json) as readonly Alternatives[]] as const,
  ),
);

describe('what an isolated plugin passes to a service', () => {
  it('is taken as the contract says, and never with a condition in the place of a text', () => {
    const condition = fc.constantFrom<unknown>(
      ...[{ $ne: null }, { $gt: '' }, { $like: '%' }, { $in: ['x'] }, {}, [], ['x'], [{ $ne: 'x' }]],
      ...[{ id: 'x' }, new Map([['$ne', null]]), new Date(0), 7, true, new String('x'), { $re: 'hunter2' }],
    );
    expect(methods.length).to.be.above(80);
    fc.assert(
      fc.property(fc.constantFrom(...methods), condition, ([service, method, shapes], by) => {
        const valid = shapes.map((shape) => example(shape));
        const hasSql = JSON.stringify(shapes).includes('"sql"');
        expect(codeOf(service, method, valid), `${service}.${method}`).to.equal(
          hasSql ? 'DW_ISOLATION_ARGUMENT' : 'taken',
        );
        for (const [index, shape] of shapes.entries()) {
          // Where a list is as good as a text, or anything is, nothing is refused.
          for (const wrong of withReplaced(shape, by))
            expect(
              codeOf(service, method, valid.with(index, wrong)),
              `${service}.${method} ${index}`,
            ).to.equal('DW_ISOLATION_ARGUMENT');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has no field that is a condition, nor an argument more than there are', () => {
    const list = (filter: unknown, ...more: readonly unknown[]): string =>
      codeOf('core.jobs', 'list', [scope, filter, ...more]);
    expect(list({ state: 'dead' })).to.equal('taken');
    expect(list(undefined)).to.equal('taken');
    expect(list({ state: 'dead' }, undefined)).to.equal('taken');
    for (const wrong of [{ $or: [{}] }, { state: { $ne: 'dead' } }, { limit: '1' }, [], 'dead', null])
      expect(list(wrong), JSON.stringify(wrong)).to.equal('DW_ISOLATION_ARGUMENT');
    expect(list({}, {})).to.equal('DW_ISOLATION_ARGUMENT');
    expect(codeOf('sources.sources', 'get', ['x', 'x']), 'no scope').to.equal('DW_ISOLATION_ARGUMENT');
    expect(codeOf('sources.sources', 'get', [scope]), 'no id').to.equal('DW_ISOLATION_ARGUMENT');
  });

  it('is no condition where the contract is another plugin’s', () => {
    expect(codeOf('other.service', 'get', [scope, { kind: { $ref: '#/x' } }])).to.equal('taken');
    for (const wrong of [{ $ne: null }, { id: { $gt: '' } }, [{ $or: [] }]])
      expect(codeOf('other.service', 'get', [scope, wrong])).to.equal('DW_ISOLATION_ARGUMENT');
    expect(codeOf('sources.sources', 'constructor', [{ $ne: null }])).to.equal('DW_ISOLATION_ARGUMENT');
  });
});
