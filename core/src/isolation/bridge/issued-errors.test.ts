import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { pair, rejection } from '../../../test/isolation/peer-pair.ts';
import { adaptRoute } from './adaptations.ts';

const denied = new DataWaveError({
  ...{ code: 'DW_ACCESS_DENIED', message: 'You may not.', hint: 'Ask for it.', status: 403 },
});
const thrower = (error: object) => ({
  act: async () => {
    throw error;
  },
});

describe('an error of an isolated plugin', () => {
  it('is not the platform’s, whatever it says', async () => {
    for (const [code, status] of [
      ...[
        ['DW_AUTH_STEP_UP', 403],
        ['DW_AUTH_FAILED', 401],
        ['DW_ACCESS_DENIED', 403],
        ['DW_HTTP_NOT_FOUND', 404],
      ],
      ...[
        ['DW_VAULT_TAMPERED', 500],
        ['DW_PLUGIN_CRITICAL', 500],
        ['DW_IDENTITY_LOCKED', 403],
      ],
    ] as [string, number][]) {
      const { host } = pair({}, thrower(new DataWaveError({ code, message: 'Sign in again.', status })));
      const error = await rejection(host.callRoot('act', []));
      expect(error, code).to.include({ code: 'DW_ISOLATION_ERROR', message: 'Sign in again.' });
      expect(error.status, code).to.equal(status === 401 ? 500 : status);
      expect(error.hint).to.contain(code);
    }
  });

  it('says nothing of who is signed in, in what it answers or has for a cause', async () => {
    const own = new DataWaveError({ code: 'DW_GUEST_WHO', message: 'Who?', status: 401 });
    const { host } = pair({}, thrower(own));
    expect(await rejection(host.callRoot('act', []))).to.include({ code: 'DW_GUEST_WHO', status: 500 });
    const step = new DataWaveError({ code: 'DW_AUTH_STEP_UP', message: 'Again.', status: 403 });
    const wrapped = new DataWaveError({ code: 'DW_GUEST_X', message: 'Failed.', cause: step });
    const inside = pair({}, { ...thrower(wrapped), answer: async () => ({ errors: [step] }) });
    const thrown = await rejection(inside.host.callRoot('act', []));
    expect(thrown.cause).to.include({ code: 'DW_ISOLATION_ERROR' });
    const { errors } = (await inside.host.callRoot('answer', [])) as { errors: DataWaveError[] };
    expect(errors[0]).to.include({ code: 'DW_ISOLATION_ERROR' });
  });

  it('is passed on as it is where the platform threw it, and where it is its own', async () => {
    const { host, child } = pair(
      {
        require: async () => {
          throw denied;
        },
      },
      {
        pass: async () => await child.callRoot('require', []),
        change: async () => {
          const error = await rejection(child.callRoot('require', []));
          throw new DataWaveError({ code: error.code, message: 'Type your password here.', status: 403 });
        },
        own: async () => {
          throw new DataWaveError({ code: 'DW_GUEST_FULL', message: 'Full.', status: 409 });
        },
      },
    );
    expect(await rejection(host.callRoot('pass', []))).to.include({
      code: 'DW_ACCESS_DENIED',
      status: 403,
      hint: 'Ask for it.',
    });
    expect(await rejection(host.callRoot('change', []))).to.include({ code: 'DW_ISOLATION_ERROR' });
    expect(await rejection(host.callRoot('own', []))).to.include({ code: 'DW_GUEST_FULL', status: 409 });
  });

  it('is no answer by which a page would ask for a password', async () => {
    const answer = async (given: object): Promise<unknown> => {
      const route = adaptRoute('guest', { handler: async () => given });
      const { handler } = route as { handler(request: object): Promise<unknown> };
      return await handler({ headers: {} }).catch((error: unknown) => (error as { code?: unknown }).code);
    };
    for (const status of [401, 407]) expect(await answer({ status })).to.equal('DW_ISOLATION_REFUSED');
    const code = 'DW_AUTH_STEP_UP';
    expect(await answer({ status: 403, body: { code } })).to.equal('DW_ISOLATION_REFUSED');
    expect(await answer({ body: { code } })).to.deep.equal({ body: { code } });
    expect(await answer({ status: 409, body: { code: 'DW_GUEST_FULL' } })).to.include({ status: 409 });
  });
});
