import { expect } from 'chai';
import type { Role } from './api.ts';
import { type RoleNode, roleTree } from './role-tree.ts';

const role = (key: string, ...inherits: string[]): Role => ({
  ...{ id: key, key, title: key, description: '', permissions: [], inherits, everywhere: true },
  ...{ isBuiltIn: false, createdAt: '', createdBy: '', updatedAt: '' },
});
const drawn = (nodes: readonly RoleNode[]): string =>
  nodes
    .map(({ role: { key }, heirs, others }) => {
      const also = others.length === 0 ? '' : `+${others.join('+')}`;
      return `${key}${also}${heirs.length === 0 ? '' : `(${drawn(heirs)})`}`;
    })
    .join(' ');

describe('the tree of roles', () => {
  const roles = [role('viewer'), role('owner', 'viewer'), role('lead', 'owner', 'auditor'), role('auditor')];

  it('puts each role once, below the first that it inherits from', () => {
    expect(drawn(roleTree(roles, () => true))).to.equal('viewer(owner(lead+auditor)) auditor');
  });

  it('keeps what leads to a role that fits', () => {
    expect(drawn(roleTree(roles, ({ key }) => key === 'lead'))).to.equal('viewer(owner(lead+auditor))');
    expect(roleTree(roles, () => false)).to.deep.equal([]);
  });

  it('shows every role also where inheritance turns in a circle, or leads to one that was removed', () => {
    const circle = [role('a', 'b'), role('b', 'a'), role('c', 'gone')];
    expect(drawn(roleTree(circle, () => true))).to.equal('a+b b+a c+gone');
  });
});
