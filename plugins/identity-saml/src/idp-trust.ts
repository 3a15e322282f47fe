import { X509Certificate } from 'node:crypto';
import { insist } from './refused-answer.ts';
import {
  allElements,
  attributeOf,
  childrenNamed,
  isNamed,
  NS,
  onlyChild,
  parseStrictXml,
  textOf,
} from './strict-xml.ts';

/** Whom to believe, and where to send the browser. */
export interface IdpTrust {
  /** Entity id of the provider. */
  readonly issuer: string;
  /** For the HTTP-Redirect binding. */
  readonly entryPoint: string;
  /** As PEM. */
  readonly certificates: readonly string[];
}

const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const SMALLEST_RSA_BITS = 2_048;
/** Largest metadata document that is read. */
export const METADATA_BYTES = 262_144;

/** Reads the metadata of one identity provider. @throws RefusedAnswer saying what is wrong with it */
export function readMetadata(xml: string, now: number): IdpTrust {
  const root = parseStrictXml(xml, { mostBytes: METADATA_BYTES, allowComments: true });
  for (const element of allElements(root)) dropComments(element);
  insist(isNamed(root, NS.metadata, 'EntityDescriptor'), 'it describes no entity, or several');
  const until = attributeOf(root, 'validUntil');
  insist(until === null || Date.parse(until) > now, 'it was valid until a moment that has passed');
  const descriptor = onlyChild(root, NS.metadata, 'IDPSSODescriptor');
  const service = childrenNamed(descriptor, NS.metadata, 'SingleSignOnService').find(
    (one) => attributeOf(one, 'Binding') === REDIRECT,
  );
  insist(service !== undefined, 'it names no sign-in address for the HTTP-Redirect binding');
  const certificates = childrenNamed(descriptor, NS.metadata, 'KeyDescriptor')
    .filter((key) => (attributeOf(key, 'use') ?? 'signing') === 'signing')
    .flatMap((key) => allElements(key).filter((element) => isNamed(element, NS.signature, 'X509Certificate')))
    .map((element) => pemOf(textOf(element)));
  return checkTrust({
    issuer: attributeOf(root, 'entityID') ?? '',
    entryPoint: attributeOf(service, 'Location') ?? '',
    certificates,
  });
}

/** Refuses what nobody could be believed by. @throws RefusedAnswer saying what is wrong with it */
export function checkTrust(trust: IdpTrust): IdpTrust {
  insist(trust.issuer !== '', 'it has no entity id');
  insist(
    URL.canParse(trust.entryPoint) && /^https?:$/.test(new URL(trust.entryPoint).protocol),
    'its sign-in address is none',
  );
  insist(trust.certificates.length > 0, 'it has no certificate with which answers are signed');
  for (const pem of trust.certificates) checkCertificate(pem);
  return trust;
}

function checkCertificate(pem: string): void {
  let type: string | undefined;
  let bits = 0;
  try {
    const { publicKey } = new X509Certificate(pem);
    type = publicKey.asymmetricKeyType;
    bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  } catch {
    // Said below, with the same words for every kind of text that is none.
  }
  insist(
    type === 'rsa' && bits >= SMALLEST_RSA_BITS,
    `a certificate is none of an RSA key of ${SMALLEST_RSA_BITS} bits or more`,
  );
}

const pemOf = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${(base64.replace(/\s/g, '').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;

const COMMENT = 8;

function dropComments(element: Element): void {
  for (let node = element.firstChild; node !== null; ) {
    const next = node.nextSibling;
    if (node.nodeType === COMMENT) element.removeChild(node);
    node = next;
  }
}
