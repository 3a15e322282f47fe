import { expect } from 'chai';
import { heapArguments, heapEnvironment } from '../../bin/launcher/heap.mjs';

describe('the memory of a started process', () => {
  it('is limited, unless somebody has limited it already', () => {
    expect(heapArguments('')).to.deep.equal(['--max-old-space-size=1024', '--max-semi-space-size=8']);
    expect(heapArguments('--enable-source-maps')).to.have.length(2);
    expect(heapArguments('--max-old-space-size=4096')).to.deep.equal([]);
    expect(heapArguments('--inspect --max_old_space_size=4096')).to.deep.equal([]);
  });

  it('is kept in one place by the C library, unless somebody has said otherwise', () => {
    expect(heapEnvironment({})).to.deep.equal({ MALLOC_ARENA_MAX: '1' });
    expect(heapEnvironment({ MALLOC_ARENA_MAX: '4' })).to.deep.equal({ MALLOC_ARENA_MAX: '4' });
  });
});
