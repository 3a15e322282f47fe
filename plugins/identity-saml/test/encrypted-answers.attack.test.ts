import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { expect } from 'chai';
import { encrypt } from 'xml-encryption';
import type { ProviderConfig } from '../src/provider-settings.ts';
import { createAttempts } from './attempts.ts';
import { makeKeyPair } from './test-idp.ts';
import { altered, needsSignedResponse, WRAPPINGS, wrapped } from './wrapping-attacks.ts';

describe('an encrypted SAML assertion', function () {
  this.timeout(60_000);
  const { keys, ours, usual, begun, answered, refused } = createAttempts();

  it('takes an encrypted assertion where there is a key, and without protection from changes in a signed response only', async () => {
    const config: ProviderConfig = { ...usual, decryption: ours };
    const gcm = 'http://www.w3.org/2009/xmlenc11#aes128-gcm';
    const cbc = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
    expect((await answered({}, { encryption: gcm }, config)).subject).to.equal('p-1');
    expect((await answered({}, { encryption: gcm, isResponseSigned: true }, config)).subject).to.equal('p-1');
    expect((await answered({}, { encryption: cbc, isResponseSigned: true }, config)).subject).to.equal('p-1');
    expect(await refused(answered({}, { encryption: cbc }, config))).to.contain('protection from changes');
    const started = await begun(config);
    const sealed = await started.respond({}, { encryption: gcm });
    const spoilt = altered(sealed, (xml) =>
      xml.replace(
        /(<(?:xenc:)?CipherValue>)(.{40})(.)(?=[^<]{800})/,
        (_, tag, head, one) => `${tag}${head}${one === 'A' ? 'B' : 'A'}`,
      ),
    );
    expect(spoilt).not.to.equal(sealed);
    await refused(started.complete(spoilt), 'changed ciphertext');
    const sha1 = { encryption: gcm, signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' };
    expect(await refused(answered({}, sha1, config))).to.contain('algorithm');
    expect(
      await refused(answered({ recipient: 'https://elsewhere.example/' }, { encryption: gcm }, config)),
    ).to.contain('confirms');
  });

  it('refuses an encrypted assertion where there is no key', async () => {
    const withKey = await begun({ ...usual, decryption: ours });
    const without = await begun();
    const sealed = await withKey.respond({}, { encryption: 'http://www.w3.org/2009/xmlenc11#aes128-gcm' });
    expect(await refused(without.complete(sealed))).to.contain('no key');
  });

  /** What anybody can do who has the certificate of the metadata: the first assertion of a response, encrypted in its place. */
  const encrypted = async (base64: string): Promise<string> => {
    const document = new DOMParser().parseFromString(
      Buffer.from(base64, 'base64').toString('utf8'),
      'text/xml',
    );
    const assertion = Array.from(document.getElementsByTagName('saml:Assertion')).find(
      ({ parentNode }) => parentNode === document.documentElement,
    );
    if (assertion === undefined) throw new Error('there is no assertion');
    const data = await new Promise<string>((resolve, reject) => {
      encrypt(
        new XMLSerializer().serializeToString(assertion),
        {
          ...{ rsa_pub: ours.certificate, pem: ours.certificate },
          encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
          keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
        },
        (error, xml) => (error === null ? resolve(String(xml)) : reject(error)),
      );
    });
    const sealed = new DOMParser().parseFromString(
      `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${data}</saml:EncryptedAssertion>`,
      'text/xml',
    ).documentElement;
    document.documentElement.replaceChild(document.importNode(sealed, true), assertion);
    for (const other of Array.from(document.getElementsByTagName('saml:Assertion')))
      other.parentNode?.removeChild(other);
    return Buffer.from(new XMLSerializer().serializeToString(document)).toString('base64');
  };

  it('can be made by anybody, and is believed for its signature alone', async () => {
    const config: ProviderConfig = { ...usual, decryption: ours };
    const honest = await begun(config);
    const sealed = await encrypted(await honest.respond());
    expect((await honest.complete(sealed)).subject).to.equal('p-1');
    const forged = await begun(config);
    const byAnother = await encrypted(await forged.respond({}, { keys: makeKeyPair() }));
    expect(await refused(forged.complete(byAnother))).to.contain('signature does not hold');
    const unsigned = await begun(config);
    const bare = altered(await unsigned.respond(), (xml) =>
      xml.replace(/<ds:Signature .*<\/ds:Signature>/, ''),
    );
    await refused(unsigned.complete(await encrypted(bare)), 'not signed');
    expect(keys.certificate).not.to.equal(ours.certificate);
  });

  it('hides no forged assertion around, within or beside the signed one', async () => {
    const config: ProviderConfig = { ...usual, decryption: ours };
    for (const kind of WRAPPINGS.filter((one) => !needsSignedResponse(one)))
      for (const keepsId of [false, true]) {
        const started = await begun(config);
        const evil = wrapped(await started.respond(), kind, { nameId: 'administrator', keepsId });
        let subject: string | null = null;
        try {
          subject = (await started.complete(await encrypted(evil))).subject;
        } catch (error) {
          expect(error, kind).to.include({ code: 'DW_AUTH_FAILED' });
        }
        // Where the outermost is the signed one, it says what it said.
        expect(subject, `${kind}${keepsId ? ', same id' : ''}`).to.be.oneOf([null, 'p-1']);
      }
  });
});
