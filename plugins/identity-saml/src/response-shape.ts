import { insist } from './refused-answer.ts';
import {
  allElements,
  attributeOf,
  childElements,
  childrenNamed,
  isNamed,
  NS,
  onlyChild,
  textOf,
} from './strict-xml.ts';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const SIGNATURES: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
]);
const DIGESTS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);
/** Of data. The former pair says by itself whether it was changed; the latter does not. */
const SEALED: ReadonlySet<string> = new Set([
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
]);
const UNSEALED: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
]);
const KEY_TRANSPORT = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p';

/** A response of which it is plain what is signed in it, once the signatures hold. */
export interface ResponseShape {
  readonly root: Element;
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
}

/**
 * Refuses every response in which something could be taken for the signed assertion that is not: a second one, one in another place,
 * a signature about something other than what it stands in, an id that occurs twice, an algorithm that is broken. What is left has one
 * way to be read. Whether signatures hold is not asked here.
 */
export function checkResponseShape(root: Element): ResponseShape {
  insist(isNamed(root, NS.protocol, 'Response'), 'it is no SAML response');
  checkIds(root);
  const children = childElements(root);
  for (const child of children)
    insist(
      isNamed(child, NS.assertion, 'Issuer') ||
        isNamed(child, NS.signature, 'Signature') ||
        isNamed(child, NS.protocol, 'Status') ||
        isNamed(child, NS.assertion, 'Assertion') ||
        isNamed(child, NS.assertion, 'EncryptedAssertion'),
      'the response holds what does not belong there',
    );
  const assertions = childrenNamed(root, NS.assertion, 'Assertion');
  const encrypted = childrenNamed(root, NS.assertion, 'EncryptedAssertion');
  insist(assertions.length + encrypted.length === 1, 'there is not exactly one assertion');
  for (const element of allElements(root)) {
    const { localName, parentNode } = element;
    if (localName === 'Response') insist(element === root, 'there is a second response');
    if (localName === 'Assertion') insist(element === assertions[0], 'there is a second assertion');
    if (localName === 'EncryptedAssertion') insist(element === encrypted[0], 'there is a second assertion');
    if (localName === 'Signature')
      insist(parentNode === root || parentNode === assertions[0], 'a signature stands where none belongs');
  }
  const [assertion] = assertions;
  const [sealed] = encrypted;
  const isSigned = checkSignatures(root);
  if (assertion !== undefined) {
    checkAssertionShape(assertion);
    insist(checkSignatures(assertion), 'the assertion is not signed');
  }
  if (sealed !== undefined) checkEncryption(sealed, isSigned);
  return { root, isSigned, isEncrypted: sealed !== undefined };
}

/** Refuses an assertion with parts whose meaning is not known here. Its signature may be gone already, because what was signed is read. */
export function checkAssertionShape(assertion: Element): void {
  insist(isNamed(assertion, NS.assertion, 'Assertion'), 'it is no assertion');
  const known = ['Issuer', 'Subject', 'Conditions', 'AuthnStatement', 'AttributeStatement'];
  for (const child of childElements(assertion)) {
    if (isNamed(child, NS.signature, 'Signature')) continue;
    insist(
      child.namespaceURI === NS.assertion && known.includes(child.localName ?? ''),
      'the assertion holds what does not belong there',
    );
  }
}

/** Whether an element is signed; refused where the signature is about anything else, or made by a broken algorithm. */
export function checkSignatures(signed: Element): boolean {
  const [signature, ...more] = childrenNamed(signed, NS.signature, 'Signature');
  insist(more.length === 0, 'there is a second signature');
  if (signature === undefined) return false;
  for (const child of childElements(signature))
    insist(
      child.namespaceURI === NS.signature &&
        ['SignedInfo', 'SignatureValue', 'KeyInfo'].includes(child.localName ?? ''),
      'a signature holds what does not belong there',
    );
  textOf(onlyChild(signature, NS.signature, 'SignatureValue'));
  const info = onlyChild(signature, NS.signature, 'SignedInfo');
  insist(childElements(info).length === 3, 'a signature is about more than one thing');
  requireAlgorithm(onlyChild(info, NS.signature, 'CanonicalizationMethod'), new Set([EXCLUSIVE]));
  requireAlgorithm(onlyChild(info, NS.signature, 'SignatureMethod'), SIGNATURES);
  const reference = onlyChild(info, NS.signature, 'Reference');
  const id = attributeOf(signed, 'ID') ?? '';
  insist(/^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/.test(id), 'what is signed has no proper id');
  insist(attributeOf(reference, 'URI') === `#${id}`, 'a signature is about something else');
  requireAlgorithm(onlyChild(reference, NS.signature, 'DigestMethod'), DIGESTS);
  textOf(onlyChild(reference, NS.signature, 'DigestValue'));
  const transforms = childElements(onlyChild(reference, NS.signature, 'Transforms'));
  const names = transforms.map((transform) => attributeOf(transform, 'Algorithm')).join(' ');
  insist(names === `${ENVELOPED} ${EXCLUSIVE}`, 'a signature transforms what it is about');
  return true;
}

function checkEncryption(encrypted: Element, isSigned: boolean): void {
  const data = onlyChild(encrypted, NS.encryption, 'EncryptedData');
  const method = attributeOf(onlyChild(data, NS.encryption, 'EncryptionMethod'), 'Algorithm') ?? '';
  insist(SEALED.has(method) || UNSEALED.has(method), 'the assertion is encrypted with a broken algorithm');
  // Else whoever changes it learns from our answers what is in it.
  insist(
    SEALED.has(method) || isSigned,
    'the assertion is encrypted without protection from changes, and the response is not signed',
  );
  let keys = 0;
  for (const element of allElements(encrypted)) {
    insist(
      element.localName !== 'CipherReference' && element.localName !== 'RetrievalMethod',
      'what is encrypted lies elsewhere',
    );
    if (!isNamed(element, NS.encryption, 'EncryptedKey')) continue;
    keys += 1;
    requireAlgorithm(onlyChild(element, NS.encryption, 'EncryptionMethod'), new Set([KEY_TRANSPORT]));
  }
  insist(keys === 1, 'there is not exactly one encrypted key');
}

function checkIds(root: Element): void {
  const seen = new Set<string>();
  for (const { attributes } of allElements(root))
    for (let index = 0; index < attributes.length; index += 1) {
      const attribute = attributes.item(index);
      if (attribute === null || attribute.localName?.toLowerCase() !== 'id') continue;
      insist(!seen.has(attribute.value), 'an id occurs twice');
      seen.add(attribute.value);
    }
}

function requireAlgorithm(element: Element, allowed: ReadonlySet<string>): void {
  insist(
    allowed.has(attributeOf(element, 'Algorithm') ?? ''),
    `the algorithm of a ${element.localName} is not allowed`,
  );
  if (element.localName !== 'EncryptionMethod')
    insist(
      childElements(element).every(({ localName }) => localName === 'InclusiveNamespaces'),
      `a ${element.localName} has parameters`,
    );
}
