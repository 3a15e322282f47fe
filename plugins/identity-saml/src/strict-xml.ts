import { DOMParser } from '@xmldom/xmldom';
import { insist } from './refused-answer.ts';

/** Names of the XML vocabularies that SAML is written in. */
export const NS = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const;

const DEEPEST = 40;
const MOST_ELEMENTS = 20_000;
const XML_DECLARATION = /^<\?xml[^?<>]*\?>/;

/**
 * Parses XML of which no two readers can think differently: no document type, hence no entities; no comment (unless allowed), no CDATA
 * and no processing instruction, which cut texts in two for some readers; nothing that the parser would have to mend.
 */
export function parseStrictXml(
  text: string,
  options: { readonly mostBytes: number; readonly allowComments?: true },
): Element {
  insist(Buffer.byteLength(text) <= options.mostBytes, 'the XML is too large');
  insist(!text.includes('\0') && text.isWellFormed(), 'the XML is no text');
  const declaration = XML_DECLARATION.exec(text.trimStart())?.[0] ?? '';
  insist(/encoding\s*=\s*["'](?!utf-8["'])/i.exec(declaration) === null, 'the XML is not UTF-8');
  const body = text.trimStart().slice(declaration.length);
  insist(!/<!DOCTYPE|<!ENTITY/i.test(body), 'the XML has a document type');
  insist(!body.includes('<![CDATA['), 'the XML has a CDATA section');
  insist(!body.includes('<?'), 'the XML has a processing instruction');
  if (options.allowComments !== true) insist(!body.includes('<!'), 'the XML has a comment or a declaration');

  let fault = false;
  const note = (): void => {
    fault = true;
  };
  const document = new DOMParser({
    locator: {},
    errorHandler: { warning: note, error: note, fatalError: note },
  }).parseFromString(body, 'text/xml');
  const root = document?.documentElement;
  insist(!fault && root !== null && root !== undefined, 'the XML is not well-formed');
  checkSize(root);
  return root;
}

/** Goes level by level: who walks the tree later may recurse. */
function checkSize(root: Element): void {
  let level: readonly Element[] = [root];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    insist(
      depth < DEEPEST && count <= MOST_ELEMENTS,
      'the XML has too many elements, or too many within each other',
    );
    level = level.flatMap(childElements);
  }
}

/** The elements directly below one. */
export function childElements(parent: Element): readonly Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling)
    if (isElement(node)) found.push(node);
  return found;
}

/** All elements below one, and itself. */
export function allElements(root: Element): readonly Element[] {
  const found: Element[] = [root];
  for (let at = 0; at < found.length; at += 1) {
    const next = found[at];
    if (next !== undefined) found.push(...childElements(next));
  }
  return found;
}

/** Elements of one name directly below another. */
export const childrenNamed = (parent: Element, namespace: string, name: string): readonly Element[] =>
  childElements(parent).filter((child) => isNamed(child, namespace, name));

/** Whether an element has this name; its local name alone says nothing. */
export const isNamed = (element: Element, namespace: string, name: string): boolean =>
  element.localName === name && element.namespaceURI === namespace;

/** The one element of that name; refused where there is none or another beside it. */
export function onlyChild(parent: Element, namespace: string, name: string): Element {
  const [first, ...more] = childrenNamed(parent, namespace, name);
  insist(first !== undefined && more.length === 0, `there is not exactly one ${name}`);
  return first;
}

/** The text of an element that holds nothing else, without the white space around it. */
export function textOf(element: Element): string {
  let text = '';
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    insist(node.nodeType === TEXT, `a ${element.localName} holds more than text`);
    text += node.nodeValue ?? '';
  }
  return text.trim();
}

/** An attribute without a namespace; null where it is missing. */
export const attributeOf = (element: Element, name: string): string | null =>
  element.hasAttribute(name) ? element.getAttribute(name) : null;

const ELEMENT = 1;
const TEXT = 3;
const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;
