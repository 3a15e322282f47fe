import { join } from 'node:path';
import { makeCertificates, type TestCertificates } from '@datawave/core/test-servers';
import { DataWaveError, type Mail, mailService } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkMail } from '../src/mail-errors.ts';
import { type MailServer, startMailServer } from './mail-server.ts';

const FOLDER = join(import.meta.dirname, '..');
const MAIL: Mail = {
  to: 'kate@example.com',
  subject: 'Ein neues Passwort für Zoë',
  text: 'Open https://governance.example.com/reset-password#token=abc\n.\nThis line follows a dot.',
};

describe('mail', () => {
  let certificates: TestCertificates;
  let server: MailServer | null = null;
  let test: TestKernel | null = null;

  before(() => {
    certificates = makeCertificates('localhost');
  });

  afterEach(async () => {
    await test?.stop();
    await server?.close();
    [server, test] = [null, null];
  });

  const tls = (): { key: string; cert: string } => ({
    key: certificates.key,
    cert: certificates.certificate,
  });
  const start = async (config: Readonly<Record<string, unknown>>): Promise<TestKernel> => {
    test = await createTestKernel({
      plugins: [
        { directory: FOLDER, config: { host: 'localhost', from: 'governance@example.com', ...config } },
      ],
    });
    return test;
  };
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'sent',
      (error: unknown) => (DataWaveError.is(error) ? error.code : error),
    );
  const send = (kernel: TestKernel, mail: Mail = MAIL): Promise<void> =>
    kernel.service(mailService).send(kernel.scope(), mail);

  for (const security of ['starttls', 'tls'] as const)
    it(`hands a message over by ${security}, signed in`, async () => {
      server = await startMailServer({ ...tls(), secure: security === 'tls' });
      const credential = { username: 'governance', password: 'letter-box' };
      const kernel = await start({
        ...{ port: server.port, security, ...credential },
        caCertificate: certificates.authority,
      });
      await send(kernel);
      const [mail] = server.taken;
      expect(mail).to.deep.include({
        ...{ from: 'governance@example.com', to: ['kate@example.com'] },
        ...{ isEncrypted: true, user: 'governance' },
      });
      expect(mail?.raw).to.contain('From: DataWave <governance@example.com>');
      expect(mail?.raw).to.match(/Subject: =\?UTF-8\?[QB]\?/);
      // The link may be broken over lines, as the encoding has it.
      expect(mail?.raw.replaceAll('=\n', '').replaceAll('=3D', '=')).to.contain('/reset-password#token=abc');
      expect(mail?.raw).to.contain('This line follows a dot.');
    });

  it('says nothing to a server that does not encrypt, or whose certificate nobody vouches for', async () => {
    server = await startMailServer({ hideSTARTTLS: true, authOptional: true });
    const plain = await start({ port: server.port, security: 'starttls' });
    expect(await codeOf(send(plain))).to.equal('DW_MAIL_UNTRUSTED');
    await plain.stop();
    await server.close();
    server = await startMailServer({ ...tls(), authOptional: true });
    const unknown = await start({ port: server.port, security: 'starttls' });
    expect(await codeOf(send(unknown))).to.equal('DW_MAIL_UNTRUSTED');
    expect(server.taken).to.deep.equal([]);
  });

  it('does not start where mail would go over a network in the clear', async () => {
    const kernel = await start({ host: 'mail.example.com', security: 'none' });
    expect(kernel.plugin('mail'))
      .to.deep.include({ state: 'failed' })
      .and.property('reason')
      .to.contain('would not be encrypted');
  });

  it('tries again what is refused for now, and not what is refused for good', async () => {
    const answers = [451, null, 550];
    let asked = 0;
    server = await startMailServer({
      ...{ authOptional: true, hideSTARTTLS: true },
      refuse: () => answers[asked++] ?? null,
    });
    const kernel = await start({ port: server.port, security: 'none', host: '127.0.0.1' });
    await send(kernel);
    expect([server.taken.length, asked]).to.deep.equal([1, 2]);
    const refused = await send(kernel).catch((error: unknown) => error);
    expect(DataWaveError.is(refused) && refused.code).to.equal('DW_MAIL_REFUSED');
    expect(JSON.stringify(refused) + String(refused)).not.to.contain('kate');
    expect(asked).to.equal(3);
  });

  it('repeats nothing of what a server says that refuses the sign-in', async () => {
    server = await startMailServer({ ...tls() });
    const kernel = await start({
      ...{ port: server.port, username: 'governance', password: 'wrong-letter-box' },
      caCertificate: certificates.authority,
    });
    const refused = await send(kernel).catch((error: unknown) => error);
    expect(DataWaveError.is(refused) && refused.code).to.equal('DW_MAIL_REFUSED');
    expect(JSON.stringify(refused) + String(refused)).not.to.match(/kate|letter-box/);
  });

  it('takes one address, and headers without line breaks', () => {
    for (const to of [
      'a@b.example, c@d.example',
      'a@b.example\r\nBcc: c@d.example',
      '<a@b.example>',
      'a',
      '',
    ])
      expect(() => checkMail({ ...MAIL, to }), to).to.throw('recipient');
    expect(() => checkMail({ ...MAIL, subject: 'a\r\nBcc: c@d.example' })).to.throw('subject');
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const bad = `${text}\n${text}`;
        expect(() => checkMail({ ...MAIL, to: `${bad}@example.com` })).to.throw();
        expect(() => checkMail({ ...MAIL, subject: bad })).to.throw();
      }),
    );
  });
});
