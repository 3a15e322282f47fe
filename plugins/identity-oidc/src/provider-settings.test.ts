import { expect } from 'chai';
import { checkProviders, isThisMachine, type ProviderSettings } from './provider-settings.ts';

const provider = (given: Partial<ProviderSettings> & { readonly subject?: string }): ProviderSettings => {
  const { subject = 'sub', ...more } = given;
  return {
    ...{ key: 'corp', title: 'Corp', issuer: 'https://id.example', clientId: 'x', scopes: ['openid'] },
    ...{ clientAuthentication: 'client_secret_basic', require: {}, newAccounts: true, userInfo: true },
    ...{ clockToleranceSeconds: 30, parameters: {}, timeoutMs: 8000 },
    claims: {
      ...{ subject, username: 'preferred_username', displayName: 'name', email: 'email', groups: 'groups' },
    },
    ...more,
  };
};

describe('settings of providers', () => {
  it('are refused where they would let in somebody else', () => {
    const fault = (...providers: readonly ProviderSettings[]): unknown => {
      try {
        checkProviders({ providers: [...providers] });
        return null;
      } catch (error) {
        return Reflect.get(Object(error), 'where');
      }
    };
    expect(fault(provider({}), provider({ key: 'other', subject: 'oid' }))).to.equal(null);
    expect(fault(provider({}), provider({}))).to.equal('/providers/1/key');
    expect(fault(provider({ issuer: 'http://id.example' }))).to.equal('/providers/0/issuer');
    expect(fault(provider({ issuer: 'http://localhost.evil.example' }))).to.equal('/providers/0/issuer');
    for (const tenants of ['common', 'organizations', 'consumers', 'Common']) {
      const issuer = `https://login.microsoftonline.com/${tenants}/v2.0`;
      expect(fault(provider({ issuer })), tenants).to.equal('/providers/0/require');
      expect(fault(provider({ issuer, require: { groups: ['staff'] } })), tenants).to.equal(
        '/providers/0/require',
      );
      expect(fault(provider({ issuer, require: { tid: ['one'] } })), tenants).to.equal(null);
    }
    expect(fault(provider({ issuer: 'https://login.microsoftonline.com/one/v2.0' }))).to.equal(null);
    for (const subject of ['email', 'preferred_username', 'upn'])
      expect(fault(provider({ subject })), subject).to.equal('/providers/0/claims/subject');
  });

  it('know this machine by its addresses', () => {
    for (const host of ['localhost', 'id.localhost', '127.0.0.1', '127.9.9.9', '[::1]', '2130706433'])
      expect(isThisMachine(`http://${host}:8080/realm`), host).to.equal(true);
    for (const host of ['localhost.example', '127.0.0.1.example', '[::2]', '10.0.0.1'])
      expect(isThisMachine(`http://${host}/`), host).to.equal(false);
  });
});
