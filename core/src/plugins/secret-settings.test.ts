import { expect } from 'chai';
import { resolveSecrets, usesSecrets } from './secret-settings.ts';

describe('settings that name secrets', () => {
  const settings = {
    url: 'https://example.com',
    auth: { token: 'secret://mail/token' },
    also: ['secret://other', 3, null],
  };

  it('are found wherever they name one', () => {
    expect(usesSecrets(settings)).to.equal(true);
    expect(usesSecrets({ url: 'https://example.com/?q=secret://' })).to.equal(false);
  });

  it('are filled from the vault, and the settings that were checked stay as they are', async () => {
    const filled = await resolveSecrets(settings, async (name) => `<${name}>`);
    expect(filled).to.deep.equal({
      url: 'https://example.com',
      auth: { token: '<mail/token>' },
      also: ['<other>', 3, null],
    });
    expect(settings.auth.token).to.equal('secret://mail/token');
  });

  it('fail when the vault has none of that name', async () => {
    const error: unknown = await resolveSecrets(settings, async () =>
      Promise.reject(new Error('missing')),
    ).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'missing');
  });
});
