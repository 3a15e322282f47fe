import {
  checkValue,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type JsonSchema,
  pluginScope,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ArgumentVet } from './vet-arguments.ts';

const EVIL = '^(a+)+$';
const VICTIM = `${'a'.repeat(200)}!`;
const signal = new AbortController().signal;
const own = pluginScope('guest', 'Guest', { signal });
const admins: ExecutionScope = {
  ...{ workspace: DEFAULT_WORKSPACE, requestId: 'r', signal },
  principal: { id: 'user:root', kind: 'user', displayName: 'Root', roles: ['admin'] },
};
const schema = (pattern: string): JsonSchema => ({
  type: 'object',
  properties: { name: { type: 'string', pattern } },
  additionalProperties: false,
});

const vet = new ArgumentVet('guest');
const codeOf = (service: string, method: string, ...args: readonly unknown[]): unknown => {
  try {
    vet.arguments(service, method, args);
    return 'taken';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const faults = (of: unknown): number => checkValue(of as JsonSchema, { name: VICTIM }).errors.length;

describe('what an isolated plugin passes to the platform', () => {
  it('is routes and jobs whose schemas are checked in linear time', () => {
    const handler = async () => ({});
    const route = { method: 'POST', path: '/x', permission: 'public', summary: '', handler };
    const parts = { params: schema(EVIL), query: schema(EVIL), body: schema(EVIL) };
    const [taken] = vet.arguments('core.http', 'route', [{ ...route, ...parts }]);
    for (const part of ['params', 'query', 'body'])
      expect(faults(Reflect.get(taken as object, part)), part).to.equal(1);
    expect(taken).to.include(route);
    const job = { name: 'guest.x', payload: schema(EVIL) };
    for (const [method, args] of [
      ['handle', [job, handler]],
      ['enqueueEphemeral', [own, job, { name: 'a' }]],
      ['schedule', [job, { name: 's', cron: '* * * * *', payload: { name: 'a' } }]],
    ] as const) {
      const passed = vet.arguments('core.jobs', method, args);
      const payload = passed.map((one) => Reflect.get(Object(one) as object, 'payload') as unknown);
      expect(faults(payload.find((one) => one !== undefined)), method).to.equal(1);
    }
    const again = vet.arguments('core.jobs', 'handle', [structuredClone(job), handler])[0];
    expect(Reflect.get(again as object, 'payload'), 'compiled once').to.equal(
      Reflect.get(vet.arguments('core.jobs', 'handle', [job, handler])[0] as object, 'payload'),
    );
    for (const part of ['params', 'query', 'body'])
      expect(codeOf('core.http', 'route', { ...route, [part]: schema('(?=a)a') }), part).to.equal(
        'DW_ISOLATION_SCHEMA',
      );
    const responses = { 200: { description: '', schema: schema('(a)\\1') } };
    expect(codeOf('core.http', 'route', { ...route, responses })).to.equal('DW_ISOLATION_SCHEMA');
    expect(codeOf('core.jobs', 'handle', { name: 'guest.x', payload: schema('(a)\\1') }, handler)).to.equal(
      'DW_ISOLATION_SCHEMA',
    );
  });

  it('is contributions whose schemas are, wherever they stand', () => {
    const connector = {
      info: { id: 'x', connectionSchema: schema(EVIL) },
      deep: [{ answerSchema: schema(EVIL) }],
    };
    vet.contribution('scanner.connectors', 'x', connector);
    expect(faults(connector.info.connectionSchema)).to.equal(1);
    expect(faults(connector.deep[0]?.answerSchema)).to.equal(1);
    const step = { info: { id: 'x', input: schema(EVIL), output: schema(EVIL) } };
    vet.contribution('workflows.steps', 'x', step);
    expect(faults(step.info.input) + faults(step.info.output)).to.equal(2);
    expect(() =>
      vet.contribution('scanner.connectors', 'x', { info: { connectionSchema: schema('(?!a)') } }),
    ).to.throw(
      'The schema of info.connectionSchema of "x" in "scanner.connectors" of the plugin "guest" is not taken, at #/properties/name/pattern',
    );
  });

  it('is no job in the name of somebody else, nor one of another plugin', () => {
    const job = { name: 'guest.x', payload: schema('^a$') };
    expect(codeOf('core.jobs', 'enqueueEphemeral', own, job, {})).to.equal('taken');
    expect(codeOf('core.jobs', 'enqueueEphemeral', admins, job, {})).to.equal('DW_ISOLATION_SCOPE');
    expect(codeOf('core.jobs', 'enqueue', {}, admins, job, {})).to.equal('DW_ISOLATION_SCOPE');
    for (const name of ['sources.remove', 'guests.x', 'guest'])
      expect(codeOf('core.jobs', 'enqueueEphemeral', own, { ...job, name }, {}), name).to.equal(
        'DW_ISOLATION_ARGUMENT',
      );
  });

  it('ends, repeats and sees jobs of its own alone', async () => {
    const jobs = { get: async (_scope: unknown, id: string) => (id === 'none' ? null : { plugin: id }) };
    const isOwn = async (id: string): Promise<boolean | null> =>
      await vet.isOwn('core.jobs', 'cancel', jobs, [own, id]);
    expect([await isOwn('guest'), await isOwn('sources'), await isOwn('none')]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(vet.isOwn('core.jobs', 'get', jobs, [own, 'sources'])).to.equal(null);
    const [mine, others] = [{ plugin: 'guest' }, { plugin: 'sources' }];
    const seen = (method: string, answer: unknown): unknown =>
      vet.answer('core.jobs', method, Promise.resolve(answer));
    expect(await seen('get', mine)).to.equal(mine);
    expect([await seen('get', others), await seen('get', null)]).to.deep.equal([null, null]);
    expect(await seen('list', { items: [others, mine], nextCursor: 'x' })).to.deep.equal({
      items: [mine],
      nextCursor: 'x',
    });
    expect(await seen('replay', true)).to.equal(true);
  });

  it('is no entry of the audit trail under another’s name', () => {
    const entry = (action: string): object => ({ action, object: { type: 'x', id: 'x' } });
    expect(codeOf('core.audit', 'note', own, entry('guest.x.viewed'))).to.equal('taken');
    for (const action of ['sources.source.updated', 'guests.x.viewed', 'guest'])
      expect(codeOf('core.audit', 'note', own, entry(action)), action).to.equal('DW_ISOLATION_ARGUMENT');
    expect(codeOf('core.audit', 'record', {}, own, entry('core.x.done'))).to.equal('DW_ISOLATION_ARGUMENT');
  });
});
