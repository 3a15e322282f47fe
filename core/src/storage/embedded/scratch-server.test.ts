import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { isAlive } from './process-lock.ts';

const SCRIPT = join(import.meta.dirname, '../../../test/scratch-process.ts');

describe('the server that tests share', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dw-scratch-'));
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<{ readonly child: ChildProcess; readonly server: number }> => {
    const child = fork(SCRIPT, { env: { ...process.env, TMPDIR: folder } });
    children.push(child);
    const [server] = (await once(child, 'message')) as [number];
    return { child, server };
  };

  it('stays for who still uses it and ends with the last, although nobody takes leave', async () => {
    const [one, other] = [await start(), await start()];
    expect(other.server).to.equal(one.server).and.to.be.greaterThan(0);
    one.child.send('exit');
    await once(one.child, 'exit');
    other.child.send('ask');
    expect(await once(other.child, 'message')).to.deep.equal([1, undefined]);
    other.child.kill('SIGTERM');
    expect(await once(other.child, 'exit')).to.deep.equal([null, 'SIGTERM']);
    while (await isAlive(one.server)) await sleep(10);
  });
});
