import type { Logger } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { GroupCommit } from './group-commit.ts';

const quiet: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

const sqlError = (code: string): Error => Object.assign(new Error(code), { code });

describe('Group commit', () => {
  it('writes what arrives during a write with the next one, and acknowledges after it', async () => {
    const batches: string[][] = [];
    let release: (() => void) | null = null;
    const group = new GroupCommit<{ id: string }>({
      write: async (items) => {
        batches.push(items.map((item) => item.id));
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return new Set(items.map((item) => item.id));
      },
      maxBatch: 10,
      log: quiet,
    });
    let acknowledged = 0;
    const submit = (id: string) => group.submit({ id }).then(() => (acknowledged += 1));
    void submit('a');
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const rest = Promise.all(['b', 'c'].map(submit));
    expect({ batches, acknowledged }).to.deep.equal({ batches: [['a']], acknowledged: 0 });
    for (let write = 0; write < 2; write += 1) {
      (release as (() => void) | null)?.();
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
    await rest;
    expect(batches).to.deep.equal([['a'], ['b', 'c']]);
  });

  it('answers false for what was not written', async () => {
    const group = new GroupCommit<{ id: string }>({
      write: async () => new Set(['a']),
      maxBatch: 10,
      log: quiet,
    });
    expect(await Promise.all(['a', 'b'].map((id) => group.submit({ id })))).to.deep.equal([true, false]);
  });

  it('tries again while the database is away', async () => {
    let tries = 0;
    const group = new GroupCommit<{ id: string }>({
      write: async () => {
        tries += 1;
        if (tries < 3) throw sqlError('08006');
        return new Set(['a']);
      },
      maxBatch: 10,
      log: quiet,
    });
    expect(await group.submit({ id: 'a' })).to.equal(true);
    expect(tries).to.equal(3);
  });

  it('lets one that the database refuses not hinder the others', async () => {
    const group = new GroupCommit<{ id: string }>({
      write: async (items) => {
        if (items.some((item) => item.id === 'bad')) throw sqlError('22P05');
        return new Set(items.map((item) => item.id));
      },
      maxBatch: 10,
      log: quiet,
    });
    const outcomes = await Promise.allSettled(['a', 'bad', 'c', 'd', 'e'].map((id) => group.submit({ id })));
    expect(outcomes.map((outcome) => outcome.status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });
});
