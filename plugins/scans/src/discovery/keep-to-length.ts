import { createHash } from 'node:crypto';
import type { AssetProblem, DiscoveredPage } from '@datawave/plugin-sdk';

/** Code of the problem that an asset is whose name is too long. */
export const NAME_TOO_LONG = 'DW_SCAN_NAME_TOO_LONG';

/** Bytes of a URN and a name together: they stand in one index with little else, and PostgreSQL keeps entries under a third of a page. */
const MOST_BYTES = 2_500;
/** Characters of a name that is too long by which people find it again. */
const SHOWN = 120;

/**
 * A page of what was found without assets whose names are too long to be kept: each of them is a problem of its own, so that one
 * name does not keep a whole source from being scanned.
 * @param urnOf - the URN of an asset by its path
 */
export function keepToLength(
  page: DiscoveredPage,
  urnOf: (path: readonly string[]) => string,
): DiscoveredPage {
  const isShort = ({ path }: { readonly path: readonly string[] }): boolean =>
    Buffer.byteLength(path.join('.')) + Buffer.byteLength(urnOf(path)) <= MOST_BYTES;
  if (page.assets.every(isShort) && page.problems.every(isShort)) return page;
  return {
    ...page,
    assets: page.assets.filter(isShort),
    problems: [
      ...page.problems.map((problem) =>
        isShort(problem) ? problem : { ...problem, path: shortened(problem.path) },
      ),
      ...page.assets.filter((asset) => !isShort(asset)).map(({ path }) => tooLong(path)),
    ],
  };
}

const tooLong = (path: readonly string[]): AssetProblem => ({
  path: shortened(path),
  code: NAME_TOO_LONG,
  message: `Its name has ${path.join('.').length.toLocaleString('en-US')} characters, more than can be kept, so it is not scanned.`,
  hint: 'Give it a shorter name or path in the source, or exclude it.',
});

/** The beginning of a name, with what tells it from others that begin alike. */
function shortened(path: readonly string[]): readonly string[] {
  const name = path.join('.').toWellFormed();
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return [`${name.slice(0, SHOWN).toWellFormed()}… (${mark})`];
}
