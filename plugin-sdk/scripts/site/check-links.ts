/** The files of a site: text or bytes by path below its root. */
export type SiteFiles = ReadonlyMap<string, string | Uint8Array>;

/** Every link, script and style sheet of the pages that leads nowhere, or to another server while the page loads. */
export function findBrokenLinks(files: SiteFiles): readonly string[] {
  const anchors = new Map<string, ReadonlySet<string>>();
  for (const [path, text] of files) {
    if (typeof text !== 'string' || !path.endsWith('.html')) continue;
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    anchors.set(path, new Set(ids));
  }
  const faults: string[] = [];
  for (const [path, text] of files) {
    if (typeof text !== 'string' || !path.endsWith('.html')) continue;
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    for (const id of ids.filter((one, index) => ids.indexOf(one) !== index))
      faults.push(`${path}: the id ${id} stands there twice`);
    for (const [, tag = '', rest = ''] of text.matchAll(/<(a|link|script|img|source|iframe)\b([^>]*)>/g)) {
      const address = /\s(?:href|src)="([^"]*)"/.exec(rest)?.[1];
      if (address === undefined) continue;
      const fault = faultOf(address, tag, path, files, anchors);
      if (fault !== null) faults.push(`${path}: ${address} ${fault}`);
    }
  }
  return faults;
}

function faultOf(
  address: string,
  tag: string,
  from: string,
  files: SiteFiles,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  if (/^(?:https?:|mailto:)/.test(address)) return tag === 'a' ? null : 'is on another server';
  if (/^(?:\/|[a-z]+:)/i.test(address)) return 'is not relative';
  const [path = '', anchor] = address.replaceAll('&amp;', '&').split('#');
  const target = path === '' ? from : resolve(from, path);
  if (!files.has(target)) return `is not there (${target})`;
  if (anchor === undefined || anchor === '') return null;
  return anchors.get(target)?.has(decodeURIComponent(anchor)) === true ? null : 'has no such place';
}

function resolve(from: string, path: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
