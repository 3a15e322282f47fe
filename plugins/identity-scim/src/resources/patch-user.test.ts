import { expect } from 'chai';
import { ScimError } from '../scim-error.ts';
import { readPatch } from './patch-operations.ts';
import { patchUser } from './patch-user.ts';
import { displayNameOf, emailOf, readUser, type ScimUser } from './user-resource.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const before: ScimUser = {
  userName: 'dora@example.org',
  externalId: 'x-1',
  active: true,
  name: { givenName: 'Dora', familyName: 'D' },
  emails: [
    { value: 'dora@example.org', type: 'work', primary: true },
    { value: 'd@home.example', type: 'home' },
  ],
};
const patched = (...Operations: readonly object[]): ScimUser =>
  patchUser(before, readPatch({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }));

describe('a PATCH of somebody', () => {
  it('understands Entra ID', () => {
    expect(patched({ op: 'Replace', path: 'active', value: 'False' }).active).to.equal(false);
    expect(patched({ op: 'Add', path: 'active', value: 'True' }).active).to.equal(true);
    const renamed = patched(
      { op: 'Replace', path: 'name.familyName', value: 'E' },
      { op: 'Replace', path: 'displayName', value: 'Dora E' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'dora.e@example.org' },
      { op: 'Add', path: 'emails[type eq "other"].value', value: 'o@example.org' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Data' },
      { op: 'Add', path: `${ENTERPRISE}:manager`, value: 'somebody' },
      { op: 'Add', path: 'addresses[type eq "work"].formatted', value: 'Street 1' },
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '1' },
    );
    expect(renamed).to.deep.include({
      displayName: 'Dora E',
      name: { givenName: 'Dora', familyName: 'E' },
      emails: [
        { value: 'dora.e@example.org', type: 'work', primary: true },
        { value: 'd@home.example', type: 'home' },
        { value: 'o@example.org', type: 'other' },
      ],
      [ENTERPRISE]: { department: 'Data' },
    });
    expect(renamed).not.to.have.any.keys('addresses', 'phoneNumbers');
    expect(
      patched({
        op: 'add',
        value: { 'name.givenName': 'Theodora', [`${ENTERPRISE}:department`]: 'HR', title: 'Chief' },
      }),
    ).to.deep.include({
      name: { givenName: 'Theodora', familyName: 'D' },
      [ENTERPRISE]: { department: 'HR' },
      title: 'Chief',
    });
    expect(patched({ op: 'Remove', path: 'emails[type eq "work"]' }).emails).to.have.length(1);
    expect(patched({ op: 'Remove', path: 'name.givenName' }).name).to.deep.equal({ familyName: 'D' });
  });

  it('understands Okta', () => {
    expect(patched({ op: 'replace', value: { active: false } }).active).to.equal(false);
    const { emails } = patched({
      op: 'replace',
      path: 'emails',
      value: [{ value: 'new@example.org', type: 'work', primary: true }],
    });
    expect(emails).to.deep.equal([{ value: 'new@example.org', type: 'work', primary: true }]);
    const extended = patched({
      op: 'replace',
      value: { [ENTERPRISE]: { department: 'Ops', costCenter: '7' } },
    });
    expect(extended[ENTERPRISE]).to.deep.equal({ department: 'Ops' });
  });

  it('keeps one primary address', () => {
    const { emails } = patched({
      op: 'add',
      path: 'emails',
      value: [{ value: 'p@example.org', primary: true }],
    });
    expect(emails?.filter(({ primary }) => primary === true).map(({ value }) => value)).to.deep.equal([
      'p@example.org',
    ]);
    const chosen = patched({ op: 'replace', path: 'emails[type eq "home"].primary', value: true });
    expect(emailOf(chosen)).to.equal('d@home.example');
  });

  it('gives nobody anything that has no place in the schema', () => {
    const after = patched(
      { op: 'add', path: 'roles', value: [{ value: 'admin' }] },
      {
        op: 'add',
        value: {
          roles: ['admin'],
          groups: [{ value: 'x' }],
          id: 'other',
          entitlements: ['all'],
          password: 'p',
        },
      },
      { op: 'add', path: 'constructor.prototype', value: { admin: true } },
    );
    expect(after).to.deep.equal(before);
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });

  it('is refused when it cannot be meant', () => {
    const refuse = (scimType: string, ...operations: readonly object[]): void => {
      expect(() => patched(...operations), JSON.stringify(operations))
        .to.throw(ScimError)
        .with.property('scimType', scimType);
    };
    refuse('mutability', { op: 'remove', path: 'userName' });
    refuse('noTarget', { op: 'remove' });
    refuse('invalidSyntax', { op: 'move', path: 'title' });
    refuse('invalidSyntax');
    refuse('invalidPath', { op: 'replace', path: 'emails[', value: 1 });
    refuse('invalidPath', { op: 'add', path: '__proto__', value: { admin: true } });
    refuse('invalidPath', { op: 'replace', path: 'title[value eq "x"]', value: 'y' });
    refuse('invalidValue', { op: 'replace', path: 'active', value: 'perhaps' });
    refuse('invalidValue', { op: 'replace', path: 'title', value: { a: 1 } });
    refuse('invalidValue', { op: 'replace', value: 'x' });
    refuse('noTarget', { op: 'replace', path: 'emails[value sw "z"].type', value: 'work' });
    expect(() => readPatch({ Operations: [{ op: 'add', path: 'title', value: 'x' }] })).to.throw(ScimError);
  });

  it('leaves what it was given as it was', () => {
    const copy = structuredClone(before);
    patched(
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'x@y.example' },
      { op: 'remove', path: 'name' },
    );
    expect(before).to.deep.equal(copy);
  });

  it('chooses values by what they hold, and by nothing that all objects have', () => {
    expect(patched({ op: 'remove', path: 'emails[constructor pr]' })).to.deep.equal(before);
    expect(patched({ op: 'remove', path: 'emails[type pr]' }).emails).to.equal(undefined);
  });
});

describe('what a client says of somebody', () => {
  it('is read without regard to case, and without what is not kept', () => {
    expect(
      readUser({
        USERNAME: 'a',
        Active: 'true',
        emails: 'a@b.example',
        name: {},
        nickName: 'x',
        roles: [{ value: 'admin' }],
      }),
    ).to.deep.equal({ userName: 'a', active: true, emails: [{ value: 'a@b.example' }] });
  });

  it('gives a name and an address', () => {
    expect(displayNameOf({ userName: 'u' })).to.equal('u');
    expect(displayNameOf(before)).to.equal('Dora D');
    expect(displayNameOf({ ...before, displayName: 'D.' })).to.equal('D.');
    expect(
      emailOf({
        emails: [
          { value: 'no address' },
          { value: 'h@e.example', type: 'home' },
          { value: 'w@e.example', type: 'Work' },
        ],
      }),
    ).to.equal('w@e.example');
    expect(emailOf({})).to.equal(null);
  });
});
