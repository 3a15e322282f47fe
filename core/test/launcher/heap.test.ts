import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { isWorker } from '../../bin/launcher/command.mjs';
import { heapArguments, heapEnvironment } from '../../bin/launcher/heap.mjs';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

describe('the memory of a started process', () => {
  it('is limited, unless somebody has limited it already', () => {
    expect(heapArguments(false, '')).to.deep.equal([
      '--max-old-space-size=1024',
      '--max-semi-space-size=8',
      '--heap-growing-percent=40',
      '--initial-old-space-size=32',
    ]);
    expect(heapArguments(false, '--enable-source-maps')).to.have.length(4);
    expect(heapArguments(false, '--max-old-space-size=4096')).to.deep.equal([]);
    expect(heapArguments(false, '--inspect --max_old_space_size=4096')).to.deep.equal([]);
  });

  it('has half the room for young objects in a worker, and else the same, so that they share their code caches', () => {
    const start = (...args: string[]) => heapArguments(isWorker(['start', ...args]), '');
    const usual = start();
    const worker = usual.map((argument) => argument.replace('semi-space-size=8', 'semi-space-size=4'));
    expect(worker).to.not.deep.equal(usual);
    expect(start('--role', 'worker')).to.deep.equal(worker);
    expect(start('--queues', 'scans', '--role=worker')).to.deep.equal(worker);
    for (const role of ['all', 'api'])
      expect([start('--role', role), start(`--role=${role}`)]).to.deep.equal([usual, usual]);
    expect(heapArguments(true, '--max-semi-space-size=16')).to.deep.equal([]);
  });

  it('is known to the runtime that is installed, word for word', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...heapArguments(false, ''), '-p', "require('node:v8').getHeapStatistics().heap_size_limit / 2 ** 20"],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).to.deep.equal([0, '']);
    expect(Number(stdout)).to.be.within(1024, 1024 + 32);
  });

  it('is its own: its threads have the limits that they are given, however the process got its own', () => {
    const started = `
      import { getHeapStatistics } from 'node:v8';
      import { Worker } from 'node:worker_threads';
      const limit = 'require("node:v8").getHeapStatistics().heap_size_limit / 2 ** 20';
      process.once('beforeExit', () => {
        const thread = new Worker(\`require('node:worker_threads').parentPort.postMessage(\${limit})\`, {
          eval: true, resourceLimits: { maxOldGenerationSizeMb: 128 },
        });
        thread.once('message', (megabytes) => console.log(getHeapStatistics().heap_size_limit / 2 ** 20, megabytes));
      });`;
    const limitsOf = (options: readonly string[], NODE_OPTIONS: string): readonly number[] => {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [...options, '--import', `data:text/javascript,${encodeURIComponent(started)}`, MAIN, '--version'],
        { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS } },
      );
      expect(stderr.replace(/.*Warning.*\n/g, '')).to.equal('');
      return (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    };
    for (const [own, thread] of [
      limitsOf(heapArguments(false, ''), ''),
      limitsOf(
        heapArguments(false, '--max-old-space-size=1024'),
        '--max-old-space-size=1024 --max-semi-space-size=8',
      ),
      limitsOf(heapArguments(false, '--max-heap-size=1048'), '--max-heap-size=1048 --max-semi-space-size=8'),
    ]) {
      expect(own).to.be.within(1024, 1024 + 32);
      expect(thread).to.be.within(128, 128 + 32);
    }
  });

  it('is kept in one place by the C library, unless somebody has said otherwise', () => {
    expect(heapEnvironment({})).to.deep.equal({ MALLOC_ARENA_MAX: '1' });
    expect(heapEnvironment({ MALLOC_ARENA_MAX: '4' })).to.deep.equal({ MALLOC_ARENA_MAX: '4' });
  });
});
