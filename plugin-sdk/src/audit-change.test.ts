import { expect } from 'chai';
import { auditChange } from './audit-change.ts';

describe('what an audit entry says of a change', () => {
  it('is what differs, before and after', () => {
    expect(
      auditChange(
        { title: 'a', list: [1, { x: 1 }], same: { y: [1] } },
        { title: 'b', list: [1], same: { y: [1] } },
      ),
    ).to.deep.equal({ before: { title: 'a', list: [1, { x: 1 }] }, after: { title: 'b', list: [1] } });
  });

  it('is all of what was made or went', () => {
    expect(auditChange(null, { title: 'a', none: undefined })).to.deep.equal({ after: { title: 'a' } });
    expect(auditChange({ title: 'a' }, null)).to.deep.equal({ before: { title: 'a' } });
    expect(auditChange(null, null)).to.deep.equal({});
  });
});
