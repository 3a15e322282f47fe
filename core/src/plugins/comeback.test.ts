import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { Comeback, mayComeBack } from './comeback.ts';

describe('the comeback of plugins', () => {
  it('tries again until nothing is left, and tells why an attempt broke off', async () => {
    const broken = new Error('the queue does not answer');
    const told: unknown[] = [];
    const done = Promise.withResolvers<void>();
    let attempts = 0;
    const comeback = new Comeback(
      async () => {
        attempts += 1;
        if (attempts === 2) throw broken;
        if (attempts === 4) done.resolve();
        return attempts < 4;
      },
      (error) => told.push(error),
    );
    comeback.begin(1);
    await done.promise;
    expect(attempts).to.equal(4);
    expect(told).to.deep.equal([broken]);
    comeback.stop();
  });

  it('ends with the process, and an attempt that breaks off by that is not told', async () => {
    const told: unknown[] = [];
    const running = Promise.withResolvers<void>();
    const release = Promise.withResolvers<boolean>();
    let attempts = 0;
    const comeback = new Comeback(
      () => {
        attempts += 1;
        running.resolve();
        return release.promise;
      },
      (error) => told.push(error),
    );
    comeback.begin(1);
    await running.promise;
    comeback.stop();
    release.reject(new Error('closed'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([attempts, told]).to.deep.equal([1, []]);
  });

  it('is for plugins that failed by a database that was away, not by their own fault', () => {
    const lost = new DataWaveError({ code: 'DW_STORAGE_UNAVAILABLE', message: 'gone' });
    expect(mayComeBack({ state: 'failed', error: lost })).to.equal(true);
    expect(mayComeBack({ state: 'active', error: lost })).to.equal(false);
    const becauseOf = (code: string, syscall: string): DataWaveError =>
      new DataWaveError({
        code: 'DW_PLUGIN_FAILED',
        message: 'It could not be set up.',
        cause: Object.assign(new Error(code), { code, syscall }),
      });
    expect(mayComeBack({ state: 'failed', error: becauseOf('ENOENT', 'connect') })).to.equal(true);
    expect(mayComeBack({ state: 'failed', error: becauseOf('ENOENT', 'open') })).to.equal(false);
  });
});
