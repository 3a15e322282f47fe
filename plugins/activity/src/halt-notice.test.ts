import type { ExecutionScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { trailBroken } from './activity-errors.ts';
import { HaltNotice } from './halt-notice.ts';

const HOUR_MS = 60 * 60_000;
const scope: ExecutionScope = {
  workspace: 'w',
  principal: { id: 'plugin:activity', kind: 'plugin', displayName: 'Activity', roles: [] },
  requestId: 'r',
  signal: new AbortController().signal,
};

describe('the notice that nothing more is sealed', () => {
  const halted = async (): Promise<void> => {
    throw trailBroken('its head is gone.');
  };
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => Reflect.get(Object(error), 'code') ?? String(error),
    );

  it('is given once an hour, and again at once when nobody heard it', async () => {
    let told = 0;
    let isDown = true;
    const notice = new HaltNotice(async () => {
      told += 1;
      if (isDown) throw new Error('the database is away');
    });
    expect(await codeOf(notice.watch(scope, halted, 0))).to.include('away');
    isDown = false;
    for (const now of [1, 2, HOUR_MS])
      expect(await codeOf(notice.watch(scope, halted, now))).to.equal('DW_JOB_UNRETRYABLE');
    expect(told).to.equal(2);
    await codeOf(notice.watch(scope, halted, HOUR_MS + 1));
    expect(told).to.equal(3);
  });

  it('is none of what may pass', async () => {
    const notice = new HaltNotice(async () => expect.fail('nobody is to be told'));
    const passing = async (): Promise<void> => {
      throw new Error('busy');
    };
    expect(await codeOf(notice.watch(scope, passing))).to.include('busy');
  });
});
