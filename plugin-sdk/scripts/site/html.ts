const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it may stand between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** The anchor of a heading, as GitHub makes it, so that links in the Markdown files work in both places. */
export const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

/** The address of one page as a link from another; both are paths below the root of the site. */
export function relativeLink(from: string, to: string): string {
  const [path = '', anchor] = to.split('#');
  const end = anchor === undefined ? '' : `#${anchor}`;
  if (path === '' || path === from) return end === '' ? (from.split('/').at(-1) ?? '') : end;
  const base = from.split('/').slice(0, -1);
  const target = path.split('/');
  while (base.length > 0 && target.length > 1 && base[0] === target[0]) {
    base.shift();
    target.shift();
  }
  return `${'../'.repeat(base.length)}${target.join('/')}${end}`;
}

/** A table of cells that are HTML already. */
export const tableOf = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="table" tabindex="0" role="group" aria-label="${escapeHtml(titles.filter((title) => title !== '').join(', '))}"><table><thead><tr>${titles
    .map((title) => (title === '' ? '<td></td>' : `<th scope="col">${escapeHtml(title)}</th>`))
    .join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></div>`;
