import { insist } from './refused-answer.ts';
import { attributeOf, childElements, childrenNamed, isNamed, NS, onlyChild, textOf } from './strict-xml.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** What an answer must agree with. */
export interface Expectation {
  /** Entity id of the provider. */
  readonly issuer: string;
  readonly audience: string;
  /** Where we take answers. */
  readonly recipient: string;
  /** Of our request. */
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly skewMs: number;
  /** Since when somebody must have proved who they are, where the provider was told to ask for that; null where it was not. */
  readonly signedInSince: number | null;
}

/** What an assertion says. */
export interface AssertionClaims {
  readonly id: string;
  /** Null where the provider names nobody so. */
  readonly nameId: { readonly value: string; readonly format: string } | null;
  /** By name, in the order in which they stand there. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds since 1970: until when somebody could come with the same assertion. */
  readonly usableUntil: number;
}

/** Refuses a response that is not the answer to our request. What it says need not be signed: it can only make us refuse. */
export function checkResponse(root: Element, isSigned: boolean, expected: Expectation): void {
  insist(attributeOf(root, 'Version') === '2.0', 'the response is not SAML 2.0');
  insist(
    attributeOf(root, 'InResponseTo') === expected.requestId,
    'the response answers another request, or none',
  );
  const destination = attributeOf(root, 'Destination');
  insist(
    destination === expected.recipient || (destination === null && !isSigned),
    'the response has another destination',
  );
  const issuers = childrenNamed(root, NS.assertion, 'Issuer');
  insist(
    issuers.length === 0 || (issuers.length === 1 && issuers.map(textOf)[0] === expected.issuer),
    'the response has another issuer',
  );
  const status = onlyChild(onlyChild(root, NS.protocol, 'Status'), NS.protocol, 'StatusCode');
  insist(attributeOf(status, 'Value') === SUCCESS, 'the provider says that the sign-in did not succeed');
}

/** Reads an assertion whose signature holds. Refuses one that is not for us, not for this sign-in or not for now. */
export function readClaims(assertion: Element, expected: Expectation): AssertionClaims {
  const id = attributeOf(assertion, 'ID') ?? '';
  insist(id !== '' && attributeOf(assertion, 'Version') === '2.0', 'the assertion is not SAML 2.0');
  insist(
    textOf(onlyChild(assertion, NS.assertion, 'Issuer')) === expected.issuer,
    'the assertion has another issuer',
  );
  insist(
    instantOf(assertion, 'IssueInstant') - expected.skewMs <= expected.now,
    'the assertion comes from the future',
  );
  const subject = onlyChild(assertion, NS.assertion, 'Subject');
  const confirmedUntil = confirmedBy(subject, expected);
  const validUntil = checkConditions(onlyChild(assertion, NS.assertion, 'Conditions'), expected);
  const statements = childrenNamed(assertion, NS.assertion, 'AuthnStatement');
  insist(statements.length > 0, 'the assertion does not say that anybody has signed in');
  for (const statement of statements) {
    // The request goes through the hands of whoever signs in, who could leave out that the provider is to ask.
    insist(
      expected.signedInSince === null ||
        instantOf(statement, 'AuthnInstant') + expected.skewMs >= expected.signedInSince,
      'the provider has not asked anew who it is',
    );
    insist(
      attributeOf(statement, 'SessionNotOnOrAfter') === null ||
        instantOf(statement, 'SessionNotOnOrAfter') + expected.skewMs > expected.now,
      'the session at the provider is over',
    );
  }
  return {
    id,
    nameId: nameIdOf(subject),
    attributes: attributesOf(assertion),
    usableUntil: Math.max(confirmedUntil, validUntil) + expected.skewMs,
  };
}

/** Until when; of one confirmation everything must agree. */
function confirmedBy(subject: Element, expected: Expectation): number {
  for (const confirmation of childrenNamed(subject, NS.assertion, 'SubjectConfirmation')) {
    if (attributeOf(confirmation, 'Method') !== BEARER) continue;
    const [data, ...more] = childrenNamed(confirmation, NS.assertion, 'SubjectConfirmationData');
    if (data === undefined || more.length > 0) continue;
    if (attributeOf(data, 'Recipient') !== expected.recipient) continue;
    if (attributeOf(data, 'InResponseTo') !== expected.requestId) continue;
    if (attributeOf(data, 'NotBefore') !== null || attributeOf(data, 'NotOnOrAfter') === null) continue;
    const until = instantOf(data, 'NotOnOrAfter');
    if (until + expected.skewMs > expected.now) return until;
  }
  insist(false, 'nothing confirms the subject for this address, this request and this moment');
  return 0;
}

function checkConditions(conditions: Element, { audience, now, skewMs }: Expectation): number {
  if (attributeOf(conditions, 'NotBefore') !== null)
    insist(instantOf(conditions, 'NotBefore') - skewMs <= now, 'the assertion does not hold yet');
  const until =
    attributeOf(conditions, 'NotOnOrAfter') === null ? now : instantOf(conditions, 'NotOnOrAfter');
  insist(
    until + skewMs > now || attributeOf(conditions, 'NotOnOrAfter') === null,
    'the assertion has expired',
  );
  let restrictions = 0;
  for (const condition of childElements(conditions)) {
    // We use each once anyway, and hand none on.
    if (
      isNamed(condition, NS.assertion, 'OneTimeUse') ||
      isNamed(condition, NS.assertion, 'ProxyRestriction')
    )
      continue;
    insist(
      isNamed(condition, NS.assertion, 'AudienceRestriction'),
      'the assertion has a condition that is not known here',
    );
    restrictions += 1;
    insist(
      childrenNamed(condition, NS.assertion, 'Audience').some((one) => textOf(one) === audience),
      'the assertion is for another audience',
    );
  }
  insist(restrictions > 0, 'the assertion does not say for whom it is');
  return until;
}

function nameIdOf(subject: Element): AssertionClaims['nameId'] {
  insist(
    childrenNamed(subject, NS.assertion, 'EncryptedID').length === 0,
    'the subject is encrypted by itself',
  );
  const [nameId, ...more] = childrenNamed(subject, NS.assertion, 'NameID');
  insist(more.length === 0, 'the assertion names two people');
  if (nameId === undefined) return null;
  return { value: textOf(nameId), format: attributeOf(nameId, 'Format') ?? '' };
}

function attributesOf(assertion: Element): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, readonly string[]>();
  for (const statement of childrenNamed(assertion, NS.assertion, 'AttributeStatement'))
    for (const attribute of childElements(statement)) {
      insist(isNamed(attribute, NS.assertion, 'Attribute'), 'an attribute cannot be read');
      const name = attributeOf(attribute, 'Name') ?? '';
      const values = childrenNamed(attribute, NS.assertion, 'AttributeValue')
        // Structured values are nothing that is asked for here.
        .filter((value) => childElements(value).length === 0)
        .map(textOf)
        .filter((value) => value !== '');
      attributes.set(name, [...(attributes.get(name) ?? []), ...values]);
    }
  return attributes;
}

/** Of an `xs:dateTime` in UTC, which is the only form that SAML allows. */
function instantOf(element: Element, name: string): number {
  const text = attributeOf(element, name) ?? '';
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)
    ? Date.parse(text.replace(/(\.\d{3})\d+Z$/, '$1Z'))
    : Number.NaN;
  insist(Number.isFinite(at), `the ${name} of a ${element.localName} is no time`);
  return at;
}
