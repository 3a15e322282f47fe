import { coreServices, defineJob, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const failing = defineJob<Record<never, never>>({
  name: 'errands.fail',
  payload: { type: 'object', additionalProperties: false },
  attempts: 1,
});

/** A plugin one of whose jobs fails until it is told not to. */
function errands(state: { isMended: boolean; enqueue?: () => Promise<string> }) {
  return definePlugin()({
    deps: { jobs: coreServices.jobs, storage: coreServices.storage },
    setup({ deps: { jobs, storage } }) {
      jobs.handle(failing, async () => {
        if (!state.isMended) throw new Error('not yet');
      });
      state.enqueue = () =>
        storage.transaction(test.scope(), (tx) => jobs.enqueue(tx, test.scope(), failing, {}));
      return {};
    },
  });
}

let test: Awaited<ReturnType<typeof createTestKernel>>;

describe('The jobs of the platform', () => {
  const state: { isMended: boolean; enqueue?: () => Promise<string> } = { isMended: false };

  before(async () => {
    const manifest = { manifestVersion: 1, id: 'errands', apiVersion: '*', needs: { jobs: true } } as const;
    test = await createTestKernel({ plugins: [{ manifest, plugin: errands(state) }], http: 'always' });
  });
  after(() => test.stop());

  const stateOf = async (id: string): Promise<unknown> => {
    const { body } = await test.request('GET', `/api/v1/jobs/${id}`);
    return typeof body === 'object' && body !== null && 'state' in body ? body.state : body;
  };
  const until = async (id: string, wanted: string): Promise<void> => {
    while ((await stateOf(id)) !== wanted) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('are listed over HTTP, and a dead one is run again when its cause is mended', async () => {
    const id = (await state.enqueue?.()) ?? '';
    await until(id, 'dead');
    const { body } = await test.request('GET', '/api/v1/jobs?state=dead');
    expect(body).to.have.nested.property('items[0].id', id);
    expect(body).to.have.nested.property('items[0].plugin', 'errands');
    expect(JSON.stringify(body), 'the message of an error that is not ours').not.to.include('not yet');

    state.isMended = true;
    expect((await test.request('POST', `/api/v1/jobs/${id}/replay`)).status).to.be.lessThan(300);
    await until(id, 'completed');
    expect((await test.request('POST', `/api/v1/jobs/${id}/cancel`)).status, 'it has ended').to.equal(409);
  });

  it('answer nobody who may not see them', async () => {
    expect((await test.request('GET', '/api/v1/jobs', { as: null })).status).to.equal(401);
    const guest = { id: 'user:guest', kind: 'user', displayName: 'Guest', roles: [] } as const;
    expect(
      (await test.request('GET', '/api/v1/jobs', { as: guest })).status,
      'not even that there are any',
    ).to.equal(404);
  });
});
