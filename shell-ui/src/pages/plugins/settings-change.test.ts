import { expect } from 'chai';
import { givenOf, type SettingsView, storedAfter, storedWithout } from './settings-change.ts';

const origin = (source: 'default' | 'file' | 'stored') => ({ source, location: null, variables: [] });
const view: SettingsView = {
  ...{ id: 'mail', title: 'Mail', schema: {}, problems: [], fileProblems: [], rebuilt: [], state: 'active' },
  ...{ revision: 3, updatedAt: null, updatedBy: null, critical: false },
  settings: {
    host: 'mail.example.com',
    port: 587,
    from: 'a@example.com',
    password: 'secret://kept#/password',
    tls: { key: 'secret://kept#/tls/key', check: true },
    doors: [{ name: 'a', key: 'secret://kept#/doors/0/key' }],
  },
  stored: { from: 'a@example.com' },
  origins: {
    ...{ host: origin('file'), port: origin('default'), from: origin('stored'), password: origin('file') },
    ...{ tls: origin('file'), doors: origin('file') },
  },
  secrets: ['/password', '/tls/key', '/doors/0/key'],
};
/** As the form answers it: without secrets, but for those in lists. */
const form = {
  host: 'mail.example.com',
  from: 'a@example.com',
  tls: { check: true },
  doors: [{ key: 'secret://kept#/doors/0/key', name: 'a' }],
};

describe('what is stored after a form of settings', () => {
  it('begins with what is set somewhere, not with defaults', () => {
    expect(Object.keys(givenOf(view))).to.deep.equal(['host', 'from', 'password', 'tls', 'doors']);
  });

  it('is what was stored, when nothing was changed', () => {
    expect(storedAfter(view, form)).to.deep.equal({ from: 'a@example.com' });
  });

  it('is also what is another now, and secrets that are kept stay', () => {
    const changed = storedAfter(view, { ...form, port: 25, tls: { check: false } });
    expect(changed).to.deep.equal({
      from: 'a@example.com',
      port: 25,
      tls: { check: false, key: 'secret://kept#/tls/key' },
    });
    expect(storedAfter(view, { ...form, password: 'new one' })).to.include({ password: 'new one' });
  });

  it('leaves out what was emptied and secrets that go', () => {
    const { from: _from, ...rest } = form;
    expect(storedAfter(view, rest)).to.deep.equal({});
    expect(storedAfter(view, { ...form, tls: { check: true, key: null } })).to.deep.include({
      tls: { check: true },
    });
  });

  it('is less one setting, or nothing, when one goes back to the file', () => {
    expect(storedWithout(view, 'from')).to.deep.equal({});
    expect(storedWithout(view, 'host')).to.deep.equal({ from: 'a@example.com' });
    expect(storedWithout(view, null)).to.deep.equal({});
  });
});
