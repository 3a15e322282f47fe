import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { heapArguments, heapEnvironment } from '../../bin/launcher/heap.mjs';

describe('the memory of a started process', () => {
  it('is limited, unless somebody has limited it already', () => {
    expect(heapArguments('')).to.deep.equal([
      '--max-old-space-size=1024',
      '--max-semi-space-size=8',
      '--heap-growing-percent=40',
      '--initial-old-space-size=64',
    ]);
    expect(heapArguments('--enable-source-maps')).to.have.length(4);
    expect(heapArguments('--max-old-space-size=4096')).to.deep.equal([]);
    expect(heapArguments('--inspect --max_old_space_size=4096')).to.deep.equal([]);
  });

  it('is known to the runtime that is installed, word for word', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...heapArguments(''), '-p', "require('node:v8').getHeapStatistics().heap_size_limit / 2 ** 20"],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).to.deep.equal([0, '']);
    expect(Number(stdout)).to.be.within(1024, 1024 + 32);
  });

  it('is kept in one place by the C library, unless somebody has said otherwise', () => {
    expect(heapEnvironment({})).to.deep.equal({ MALLOC_ARENA_MAX: '1' });
    expect(heapEnvironment({ MALLOC_ARENA_MAX: '4' })).to.deep.equal({ MALLOC_ARENA_MAX: '4' });
  });
});
