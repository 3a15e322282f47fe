import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type DatabaseUrl, parseDatabaseUrl } from './database-url.ts';
import { settingsReader } from './settings.ts';
import { readPemParameter, readTlsSettings, SSL_MODES, tlsMaterial } from './tls-settings.ts';

describe('settings of TLS', () => {
  it('check the chain when told to, and with require once an authority is named', () => {
    const checks = (caCertificate?: string): readonly boolean[] =>
      SSL_MODES.filter((mode) => mode !== 'disable').map(
        (mode) => tlsMaterial(readTlsSettings(settingsReader({ caCertificate })), mode).rejectUnauthorized,
      );
    expect(checks()).to.deep.equal([false, false, true, true]);
    expect(checks('pem')).to.deep.equal([false, true, true, true]);
  });

  it('hand over what was given and nothing else', () => {
    const settings = readTlsSettings(settingsReader({ clientCertificate: 'c', clientKey: 'k' }));
    expect(settings.sslMode).to.equal('prefer');
    expect(tlsMaterial(settings, 'require')).to.deep.equal({
      rejectUnauthorized: false,
      cert: 'c',
      key: 'k',
    });
    expect(() => readTlsSettings(settingsReader({ sslMode: 'allow' })))
      .to.throw('sslMode')
      .with.property('code', 'DW_SOURCE_CONFIG');
  });

  it('read a file that a URL names beside the working folder, and name the parameter where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'datawave-pem-'));
    try {
      writeFileSync(join(folder, 'ca.pem'), 'authority');
      const url = parseDatabaseUrl('pg://h/x?ca=ca.pem&key=none.pem', ['pg']) as DatabaseUrl;
      expect(await readPemParameter(url, 'ca', folder)).to.equal('authority');
      expect(await readPemParameter(url, 'other', folder)).to.equal(undefined);
      const error: unknown = await readPemParameter(url, 'key', folder).catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'DW_SOURCE_NOT_FOUND');
      expect(error).to.have.property('message').that.includes('(key)');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
