import { expect } from 'chai';
import { serverSettingsSchema } from './server-settings.ts';

const schema = serverSettingsSchema({
  host: 'Name or address.',
  port: 99,
  database: { maxLength: 63, description: 'Its name.' },
  username: { maxLength: 32, description: 'Who signs in.' },
});

describe('settings of a database server', () => {
  it('ask for a host and a database alone, so that no password of a pasted URL is shown', () => {
    const fits = (setting: string, value: string): boolean =>
      new RegExp(String(schema[setting]?.['pattern']), 'u').test(value);
    for (const value of ['mysql://me:s3cret@db/shop', 'me:s3cret@db'])
      expect(fits('host', value), value).to.equal(false);
    for (const value of ['db.example.com', '10.0.0.1', '::1', '/run/mysql'])
      expect(fits('host', value), value).to.equal(true);
    expect(fits('database', 'mysql://me:s3cret@db/shop')).to.equal(false);
    expect(fits('database', 'shop @ night')).to.equal(true);
    // All that is near to it, letter by letter.
    const letters = [':', '/', 'a'];
    let texts = [''];
    for (let length = 1; length <= 7; length++) {
      texts = texts.flatMap((text) => letters.map((letter) => text + letter));
      for (const text of texts) expect(fits('host', text), text).to.equal(!text.includes('://'));
    }
  });

  it('show neither the password nor the key of the client', () => {
    const hidden = Object.entries(schema).filter(([, setting]) => setting['writeOnly'] === true);
    expect(hidden.map(([name]) => name)).to.deep.equal(['password', 'clientKey']);
  });
});
