import { expect } from 'chai';
import fc from 'fast-check';
import type { Violation } from './api.ts';
import { groupViolations } from './group-violations.ts';

const violation = fc.record({
  id: fc.uuid(),
  framework: fc.constantFrom('gdpr', 'ccpa'),
  control: fc.constantFrom('Art. 30', 'Art. 32'),
  severity: fc.constantFrom('low', 'high'),
  state: fc.constant('open'),
  asset: fc.constantFrom('urn:dw:a:b:c', 'urn:dw:a:b:d'),
  column: fc.option(fc.constantFrom('email', 'phone')),
  remediation: fc.constantFrom('Encrypt it.', 'Erase it.'),
}) as fc.Arbitrary<Violation>;
const list = fc.uniqueArray(violation, { selector: ({ id }) => id });

describe('Violations that ask the same of several columns', () => {
  it('are shown once, and none is lost or shown twice', () => {
    fc.assert(
      fc.property(list, (violations) => {
        const ids = groupViolations(violations).flatMap((group) => group.map(({ id }) => id));
        expect(ids.toSorted()).to.deep.equal(violations.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('ask one thing of one asset, and never of an asset as a whole', () => {
    fc.assert(
      fc.property(list, (violations) => {
        for (const group of groupViolations(violations)) {
          expect(
            new Set(group.map(({ asset, control, remediation }) => `${asset} ${control} ${remediation}`)),
          ).to.have.property('size', 1);
          if (group.length > 1) expect(group.every(({ column }) => column !== null)).to.equal(true);
        }
      }),
    );
  });

  it('stay in the order in which they came', () => {
    fc.assert(
      fc.property(list, (violations) => {
        const first = groupViolations(violations).map(([one]) => violations.indexOf(one));
        expect(first).to.deep.equal(first.toSorted((a, b) => a - b));
      }),
    );
  });
});
