import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

interface Mutex {
  tryAcquire(): { readonly isHeld: boolean; readonly pid?: number };
  acquire(): Promise<void>;
  addChild(pid: number): void;
  release(): void;
}

describe("the launcher's mutex", () => {
  const file = fileURLToPath(new URL('../../bin/launcher/mutex.mjs', import.meta.url));
  let Mutex: new (folder: string) => Mutex;
  let root: string;
  let folder: string;

  before(async () => {
    ({ Mutex } = await import(file));
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'datawave-mutex-'));
    folder = join(root, 'mutex');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const hold = (owner: unknown): void => {
    mkdirSync(join(folder, '1'), { recursive: true });
    writeFileSync(join(folder, '1', 'owner.json'), JSON.stringify(owner));
  };
  const endedPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

  it('is held by one, and free again after its release', () => {
    const first = new Mutex(folder);
    expect(first.tryAcquire().isHeld).to.equal(true);
    const second = new Mutex(folder);
    expect(second.tryAcquire()).to.deep.equal({ isHeld: false, pid: process.pid });
    first.release();
    expect(second.tryAcquire().isHeld).to.equal(true);
    second.release();
    expect(existsSync(folder)).to.equal(false);
  });

  it('is taken over from a process that was killed', () => {
    hold({ pid: endedPid(), host: hostname(), children: [] });
    const mutex = new Mutex(folder);
    expect(mutex.tryAcquire().isHeld).to.equal(true);
    mutex.release();
  });

  it('is not taken over while a child of the killed process still works', () => {
    hold({ pid: endedPid(), host: hostname(), children: [{ pid: process.pid }] });
    expect(new Mutex(folder).tryAcquire().isHeld).to.equal(false);
  });

  it('is taken over when the number of the killed process now belongs to another', function () {
    if (process.platform !== 'linux') this.skip();
    hold({ pid: process.pid, started: '1', host: hostname(), children: [] });
    const mutex = new Mutex(folder);
    expect(mutex.tryAcquire().isHeld).to.equal(true);
    mutex.release();
  });

  it('is taken over from another machine only when its heartbeat has stopped', () => {
    hold({ pid: 1, host: 'elsewhere', children: [] });
    expect(new Mutex(folder).tryAcquire().isHeld).to.equal(false);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(folder, '1', 'owner.json'), longAgo, longAgo);
    const mutex = new Mutex(folder);
    expect(mutex.tryAcquire().isHeld).to.equal(true);
    mutex.release();
  });

  it('lets one process at a time through, also over a stale owner', async () => {
    hold({ pid: endedPid(), host: hostname(), children: [] });
    const log = join(root, 'log');
    const script = `
      import { appendFileSync } from 'node:fs';
      import { Mutex } from ${JSON.stringify(file)};
      const mutex = new Mutex(${JSON.stringify(folder)});
      await mutex.acquire();
      appendFileSync(${JSON.stringify(log)}, 'in ');
      await new Promise((resolve) => setTimeout(resolve, 50));
      appendFileSync(${JSON.stringify(log)}, 'out ');
      mutex.release();`;
    const codes = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
        return await new Promise((resolve) => child.once('exit', resolve));
      }),
    );
    expect(codes).to.deep.equal([0, 0, 0, 0]);
    expect(readFileSync(log, 'utf8')).to.equal('in out '.repeat(4));
  });
});
