import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Constants, IdentityProvider, ServiceProvider, setSchemaValidator } from 'samlify';

/** A key with its certificate, as PEM. */
export interface TestKeyPair {
  readonly privateKey: string;
  readonly certificate: string;
}

/** Makes a key and a certificate for it, with the `openssl` that Debian's servers bring along. */
export function makeKeyPair(bits = 2_048): TestKeyPair {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const folder = mkdtempSync(join(tmpdir(), 'datawave-saml-'));
  try {
    writeFileSync(join(folder, 'key.pem'), privateKey, { mode: 0o600 });
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-key',
        'key.pem',
        '-out',
        'cert.pem',
        '-days',
        '2',
        '-subj',
        '/CN=test identity provider',
      ],
      { cwd: folder, stdio: 'pipe' },
    );
    return { privateKey, certificate: readFileSync(join(folder, 'cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What an assertion is to say; all that a proper one says unless given. */
export interface Said {
  readonly nameId?: string;
  readonly nameIdFormat?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly issuer?: string;
  readonly audience?: string | null;
  readonly recipient?: string;
  readonly destination?: string | null;
  /** Null leaves it out: what an answer looks like that nobody asked for. */
  readonly inResponseTo?: string | null;
  readonly responseInResponseTo?: string | null;
  /** Seconds from now. */
  readonly validFrom?: number;
  readonly validFor?: number;
  readonly confirmedFor?: number;
  readonly status?: string;
  readonly assertionId?: string;
  /** XML that goes into the assertion. */
  readonly more?: string;
  readonly authnStatement?: boolean;
  /** Seconds from now at which somebody has signed in at the provider. */
  readonly signedIn?: number;
}

/** How a response is signed and encrypted. */
export interface Wrapping {
  readonly signature?: string;
  readonly isResponseSigned?: boolean;
  readonly encryption?: string;
  readonly keys?: TestKeyPair;
}

export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
/** What stands in a signed response and in ours, and nowhere else, is not checked by the provider's library against a schema. */
setSchemaValidator({ validate: async () => 'checked by nobody' });

/** An identity provider: samlify, with responses of which every part can be chosen. */
export class TestIdp {
  readonly entityId = 'https://idp.example/metadata';
  readonly entryPoint: string;
  readonly keys: TestKeyPair;

  constructor(keys: TestKeyPair, entryPoint = 'https://idp.example/sso?tenant=1') {
    this.keys = keys;
    this.entryPoint = entryPoint;
  }

  /** As it would publish it. */
  get metadata(): string {
    return this.#entity({}).getMetadata();
  }

  /** What the address says to which a browser was sent, its signature checked where it has one. */
  async readRequest(
    url: string,
    serviceMetadata: string,
    isSigned = false,
  ): Promise<{ readonly id: string; readonly relayState: string }> {
    const { searchParams, search } = new URL(url);
    const query = Object.fromEntries(searchParams);
    const octetString = ['SAMLRequest', 'RelayState', 'SigAlg']
      .map((name) =>
        search
          .slice(1)
          .split('&')
          .find((pair) => pair.startsWith(`${name}=`)),
      )
      .filter((pair) => pair !== undefined)
      .join('&');
    const parsed = await this.#entity({}, isSigned).parseLoginRequest(
      ServiceProvider({ metadata: serviceMetadata, authnRequestsSigned: isSigned }),
      'redirect',
      { query, octetString },
    );
    const id = parsed.extract.request?.['id'];
    return { id: String(id), relayState: query['RelayState'] ?? '' };
  }

  /** A response, as base64: what goes into `SAMLResponse`. */
  async respond(
    serviceMetadata: string,
    expected: { readonly requestId: string; readonly recipient: string; readonly audience: string },
    said: Said = {},
    wrapping: Wrapping = {},
  ): Promise<string> {
    const { encryption } = wrapping;
    const service = ServiceProvider({
      metadata: serviceMetadata,
      wantMessageSigned: wrapping.isResponseSigned === true,
    });
    const { context } = await this.#entity(wrapping).createLoginResponse(
      service,
      { extract: {} },
      'post',
      {},
      {
        customTagReplacement: () => ({ id: 'unused', context: responseXml(this.entityId, expected, said) }),
        // What is signed is what is sent: the ciphertext.
        encryptThenSign: encryption !== undefined,
      },
    );
    return context;
  }

  #entity({ signature = SHA256, encryption, keys = this.keys }: Wrapping, wantsSignedRequests = false) {
    return IdentityProvider({
      entityID: this.entityId,
      ...{ privateKey: keys.privateKey, signingCert: keys.certificate },
      requestSignatureAlgorithm: signature,
      nameIDFormat: [PERSISTENT],
      wantAuthnRequestsSigned: wantsSignedRequests,
      singleSignOnService: [{ Binding: Constants.namespace.binding.redirect, Location: this.entryPoint }],
      // Without one its library complains at each start.
      singleLogoutService: [
        { Binding: Constants.namespace.binding.redirect, Location: `${this.entityId}/logout` },
      ],
      isAssertionEncrypted: encryption !== undefined,
      ...(encryption === undefined ? {} : { dataEncryptionAlgorithm: encryption }),
      loginResponseTemplate: { context: '<unused/>', attributes: [] },
    });
  }
}

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const attribute = (name: string, value: string | null): string =>
  value === null ? '' : ` ${name}="${escaped(value)}"`;

function responseXml(
  issuer: string,
  expected: { readonly requestId: string; readonly recipient: string; readonly audience: string },
  said: Said,
): string {
  const inResponseTo = said.inResponseTo === undefined ? expected.requestId : said.inResponseTo;
  const outer = said.responseInResponseTo === undefined ? inResponseTo : said.responseInResponseTo;
  const audience = said.audience === undefined ? expected.audience : said.audience;
  const destination = said.destination === undefined ? expected.recipient : said.destination;
  const attributes = Object.entries(said.attributes ?? {})
    .map(
      ([name, values]) =>
        `<saml:Attribute Name="${escaped(name)}">${values.map((value) => `<saml:AttributeValue>${escaped(value)}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
    )
    .join('');
  const conditions =
    audience === null
      ? ''
      : `<saml:AudienceRestriction><saml:Audience>${escaped(audience)}</saml:Audience></saml:AudienceRestriction>`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomBytes(12).toString('hex')}" Version="2.0" IssueInstant="${inSeconds(0)}"${attribute('Destination', destination)}${attribute('InResponseTo', outer)}><saml:Issuer>${escaped(said.issuer ?? issuer)}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${said.status ?? 'urn:oasis:names:tc:SAML:2.0:status:Success'}"/></samlp:Status><saml:Assertion ID="${said.assertionId ?? `_${randomBytes(12).toString('hex')}`}" Version="2.0" IssueInstant="${inSeconds(said.validFrom ?? 0)}"><saml:Issuer>${escaped(said.issuer ?? issuer)}</saml:Issuer><saml:Subject><saml:NameID Format="${said.nameIdFormat ?? PERSISTENT}">${said.nameId ?? 'p-1'}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${inSeconds(said.confirmedFor ?? said.validFor ?? 300)}"${attribute('Recipient', said.recipient ?? expected.recipient)}${attribute('InResponseTo', inResponseTo)}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${inSeconds(said.validFrom ?? -5)}" NotOnOrAfter="${inSeconds(said.validFor ?? 300)}">${conditions}</saml:Conditions>${said.authnStatement === false ? '' : `<saml:AuthnStatement AuthnInstant="${inSeconds(said.signedIn ?? 0)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`}${attributes === '' ? '' : `<saml:AttributeStatement>${attributes}</saml:AttributeStatement>`}${said.more ?? ''}</saml:Assertion></samlp:Response>`;
}
