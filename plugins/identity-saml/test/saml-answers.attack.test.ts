import { expect } from 'chai';
import fc from 'fast-check';
import type { ProviderConfig } from '../src/provider-settings.ts';
import { createAttempts } from './attempts.ts';
import { makeKeyPair, PERSISTENT } from './test-idp.ts';
import { altered, needsSignedResponse, WRAPPINGS, wrapped } from './wrapping-attacks.ts';

const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

describe('a sign-in by SAML', function () {
  this.timeout(60_000);
  const { idp, ours, usual, reasons, metadataOf, begun, answered, refused } = createAttempts();

  it('says who somebody is', async () => {
    expect(await answered()).to.deep.equal({
      ...{ provider: 'corp', subject: 'p-1', username: 'p-1', displayName: 'p-1', email: null },
    });
    const attributes = {
      uid: ['dora'],
      cn: ['Dora D. <&>'],
      mail: ['d@example.org'],
      memberOf: ['a', 'b', 'a'],
    };
    const config: ProviderConfig = {
      ...usual,
      attributes: { subject: 'oid', username: 'uid', displayName: 'cn', email: 'mail', groups: 'memberOf' },
    };
    expect(await answered({ attributes: { ...attributes, oid: ['o-7'] } }, {}, config)).to.deep.equal({
      ...{ provider: 'corp', subject: 'o-7', username: 'dora', displayName: 'Dora D. <&>' },
      ...{ email: 'd@example.org', groups: ['a', 'b'] },
    });
    expect((await answered({ attributes: { oid: ['o-7'] } }, {}, config)).groups).to.deep.equal([]);
    const overage = { oid: ['o-7'], 'http://schemas.microsoft.com/claims/groups.link': ['https://graph'] };
    expect(await answered({ attributes: overage }, {}, config)).not.to.have.property('groups');
    expect(await refused(answered({ attributes }, {}, config))).to.contain('who it is');
    expect(await refused(answered({ attributes: { oid: ['o-7', 'o-8'] } }, {}, config))).to.contain(
      'two ways',
    );
  });

  it('sends a request that the provider understands, with nothing of ours that it need not know', async () => {
    const { url, request } = await begun();
    expect(url.startsWith('https://idp.example/sso?tenant=1&')).to.equal(true);
    expect(request.relayState).to.equal('state-1');
    expect(request.id).to.match(/^_[0-9a-f]{40}$/);
  });

  it('signs requests with SHA-256 where there is a key', async () => {
    const { url } = await begun({ ...usual, signing: ours });
    expect(new URL(url).searchParams.get('SigAlg')).to.match(/rsa-sha256$/);
    const forged = new URL(url);
    forged.searchParams.set('RelayState', 'another');
    const attempt = idp.readRequest(forged.href, metadataOf({ ...usual, signing: ours }), true);
    expect(await attempt.then(() => 'believed', String)).to.contain('FAILED');
  });

  it('takes a signed response, SHA-512 and PSS', async () => {
    for (const signature of [
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
      'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
    ])
      expect((await answered({}, { signature })).subject, signature).to.equal('p-1');
    expect((await answered({}, { isResponseSigned: true })).subject).to.equal('p-1');
  });

  it('refuses what is signed with another key, with SHA-1, with a changed text or not at all', async () => {
    expect(await refused(answered({}, { keys: makeKeyPair() }))).to.contain('signature does not hold');
    const sha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
    expect(await refused(answered({}, { signature: sha1 }))).to.contain('algorithm');
    expect(await refused(answered({}, { signature: sha1, isResponseSigned: true }))).to.contain('algorithm');
    const change = async (what: string, edit: (xml: string) => string): Promise<string> => {
      const started = await begun();
      const response = await started.respond();
      const edited = altered(response, edit);
      expect(edited, what).not.to.equal(response);
      return refused(started.complete(edited), what);
    };
    expect(await change('another name', (xml) => xml.replace('>p-1<', '>p-2<'))).to.contain(
      'signature does not hold',
    );
    expect(
      await change('no signature', (xml) => xml.replace(/<ds:Signature .*<\/ds:Signature>/, '')),
    ).to.contain('not signed');
    expect(
      await change('a shared secret in place of a key', (xml) =>
        xml.replace(
          'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
          'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
        ),
      ),
    ).to.contain('algorithm');
    expect(
      await change('a transform that leaves nothing', (xml) =>
        xml.replace(
          'http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>',
          'http://www.w3.org/TR/1999/REC-xpath-19991116"/></ds:Transforms>',
        ),
      ),
    ).to.contain('transforms');
    expect(
      await change('a signature about the whole document', (xml) => xml.replace(/URI="#[^"]+"/, 'URI=""')),
    ).to.contain('something else');
  });

  it('believes a signed response no more than its assertion', async () => {
    const started = await begun();
    const response = await started.respond({}, { isResponseSigned: true });
    const broken = altered(response, (xml) =>
      xml.replace(
        /Version="2.0" IssueInstant="[^"]+" Destination/,
        'Version="2.0" IssueInstant="2020-01-01T00:00:00Z" Destination',
      ),
    );
    expect(broken).not.to.equal(response);
    expect(await refused(started.complete(broken))).to.contain('signature does not hold');
  });

  it('is never led to a forged assertion beside a signed one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...WRAPPINGS),
        fc.boolean(),
        fc.boolean(),
        async (kind, keepsId, isResponseSigned) => {
          const started = await begun();
          const response = await started.respond(
            {},
            {
              isResponseSigned: isResponseSigned || needsSignedResponse(kind),
            },
          );
          const forged = wrapped(response, kind, { nameId: 'administrator', keepsId });
          const why = await refused(started.complete(forged), `${kind}${keepsId ? ', same id' : ''}`);
          expect(why, kind).to.match(
            /exactly one assertion|second|belong|id occurs twice|about something else/,
          );
        },
      ),
      { numRuns: 25, examples: WRAPPINGS.map((kind) => [kind, false, false]) },
    );
  });

  it('says nothing else than was signed, whatever is done to the text', async () => {
    const config: ProviderConfig = { ...usual, attributes: { username: 'uid', groups: 'memberOf' } };
    const said = { attributes: { uid: ['dora'], memberOf: ['staff'] } };
    const honest = await answered(said, {}, config);
    const piece = fc.constantFrom(
      '',
      ' ',
      '<',
      '>',
      '&',
      '"',
      '/',
      'a',
      'p-2',
      'admin',
      '<a/>',
      '<!-- -->',
      '&#x61;',
      '\r\n',
      '\u0000',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(40),
        piece,
        async (where, length, put) => {
          const started = await begun(config);
          const response = await started.respond(said);
          const forged = altered(response, (xml) => {
            const at = Math.floor(where * xml.length);
            return `${xml.slice(0, at)}${put}${xml.slice(at + length)}`;
          });
          const identity = await started.complete(forged).catch((error: unknown) => {
            expect(error).to.include({ code: 'DW_AUTH_FAILED' });
            return honest;
          });
          expect(identity).to.deep.equal(honest);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses what two readers of XML could read in two ways', async () => {
    const change = async (what: string, edit: (xml: string) => string): Promise<void> => {
      const started = await begun();
      const response = await started.respond({ nameId: 'user@a.example.evil' });
      const edited = altered(response, edit);
      expect(edited, what).not.to.equal(response);
      expect(await refused(started.complete(edited), what)).to.match(/^the XML /);
    };
    await change('a comment in the name', (xml) => xml.replace('.example.evil', '.example<!---->.evil'));
    await change('CDATA in the name', (xml) => xml.replace('.evil', '<![CDATA[.evil]]>'));
    await change('a processing instruction', (xml) => xml.replace('.evil', '<?x y?>.evil'));
    await change('a document type', (xml) => `<!DOCTYPE Response [<!ENTITY x "y">]>${xml}`);
    await change(
      'a document type in small letters',
      (xml) => `<?xml version="1.0"?><!doctype r SYSTEM "file:///etc/passwd">${xml}`,
    );
    await change(
      'an external entity',
      (xml) => `<!DOCTYPE r [<!ENTITY % e SYSTEM "http://127.0.0.1/x"> %e;]>${xml}`,
    );
    await change('another encoding', (xml) => `<?xml version="1.0" encoding="UTF-16"?>${xml}`);
    await change('two attributes of one name', (xml) =>
      xml.replace(' Version="2.0"', ' Version="2.0" Version="2.0"'),
    );
    await change('an end that fits no beginning', (xml) =>
      xml.replace('</samlp:Response>', '</samlp:Other>'),
    );
    await change('two documents', (xml) => `${xml}${xml}`);
    await change('too much within each other', (xml) =>
      xml.replace('<saml:Subject>', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}<saml:Subject>`),
    );
    await change('too large', (xml) =>
      xml.replace('</samlp:Response>', `${' '.repeat(200_000)}</samlp:Response>`),
    );
    const started = await begun();
    for (const text of [
      '',
      '%%%',
      'PHg+',
      Buffer.from([0xff, 0xfe, 0x3c]).toString('base64'),
      Buffer.from('<a/>').toString('base64'),
    ])
      await refused(started.complete(text), text);
  });

  it('refuses what is not for this address, this audience, this request, from this provider', async () => {
    const elsewhere = 'https://elsewhere.example/';
    expect(await refused(answered({ recipient: elsewhere }))).to.contain('confirms');
    expect(await refused(answered({ destination: elsewhere }))).to.contain('destination');
    expect(await refused(answered({ destination: null }, { isResponseSigned: true }))).to.contain(
      'destination',
    );
    expect(await refused(answered({ audience: 'urn:example:other' }))).to.contain('audience');
    expect(await refused(answered({ audience: null }))).to.contain('for whom');
    expect(await refused(answered({ issuer: 'https://other.example/metadata' }))).to.contain('issuer');
    expect(await refused(answered({ inResponseTo: null }))).to.contain('another request, or none');
    expect(await refused(answered({ inResponseTo: '_other' }))).to.contain('another request');
    expect(await refused(answered({ inResponseTo: null, responseInResponseTo: '_other' }))).to.contain(
      'another request',
    );
    const started = await begun();
    expect(
      await refused(
        started.complete(
          await started.respond({ inResponseTo: null, responseInResponseTo: started.request.id }),
        ),
      ),
    ).to.contain('confirms');
    const other = await begun();
    expect(await refused(other.complete(await started.respond()))).to.contain('another request');
    const replica = await begun();
    expect(await refused(replica.complete(await replica.respond(), elsewhere))).to.contain('destination');
  });

  it('refuses what is over, has not begun or did not succeed, the clocks’ difference counted', async () => {
    expect((await answered({ validFor: -20 })).subject).to.equal('p-1');
    expect((await answered({ validFrom: 20 })).subject).to.equal('p-1');
    expect(await refused(answered({ validFor: -40 }))).to.match(/confirms|expired/);
    expect(await refused(answered({ validFor: -40, confirmedFor: 300 }))).to.contain('expired');
    expect(await refused(answered({ validFrom: 40 }))).to.match(/future|not hold yet/);
    expect(await refused(answered({ status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }))).to.contain(
      'did not succeed',
    );
    expect(await refused(answered({ authnStatement: false }))).to.contain('signed in');
    const exact: ProviderConfig = { ...usual, clockSkewSeconds: 0 };
    await refused(answered({ validFor: -2 }, {}, exact));
  });

  it('refuses somebody of whom the provider was to ask anew who they are, and has not', async () => {
    const forced: ProviderConfig = { ...usual, forceAuthn: true };
    expect((await answered({ signedIn: -3_600 })).subject).to.equal('p-1');
    expect((await answered({}, {}, forced)).subject).to.equal('p-1');
    expect(await refused(answered({ signedIn: -3_600 }, {}, forced))).to.contain('asked anew');
  });

  it('refuses a name that is another one each time, or has another format than was asked for', async () => {
    const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
    expect(await refused(answered({ nameIdFormat: transient }))).to.contain('each time');
    expect(await refused(answered({ nameIdFormat: EMAIL, nameId: 'a@b.example' }))).to.contain('format');
    const byMail: ProviderConfig = { ...usual, nameIdFormat: 'emailAddress' };
    expect((await answered({ nameIdFormat: EMAIL, nameId: 'a@b.example' }, {}, byMail)).subject).to.equal(
      'a@b.example',
    );
    expect(await refused(answered({ nameIdFormat: PERSISTENT }, {}, byMail))).to.contain('format');
    expect(await refused(answered({ nameId: '' }))).to.contain('who it is');
    expect(await refused(answered({ nameId: 'a<b/>c' }))).to.contain('more than text');
  });

  it('takes an assertion once', async () => {
    const started = await begun();
    const response = await started.respond({ assertionId: '_once' });
    expect((await started.complete(response)).subject).to.equal('p-1');
    expect(await refused(started.complete(response))).to.contain('used before');
  });

  it('tells the log why, and nothing of what the answer said', () => {
    expect(reasons.join('\n')).not.to.match(/administrator|p-1|elsewhere|urn:example|evil/);
  });
});
