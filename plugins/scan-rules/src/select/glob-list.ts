import type { GlobSelection } from '@datawave/plugin-sdk';
import { assetFilter } from '@datawave/plugin-sdk/connector';

/** What globs say of a name: the glob that keeps it out, or that none lets it in; null when it is in. */
export type GlobVerdict = { readonly excludedBy: string } | 'not included' | null;

/** Of a longer name globs see the beginning: what they take is in proportion to it. */
const MOST_NAME = 4_000;

/** Makes globs ready, each for itself, so that the one that decides can be named. */
export function globList({ include, exclude }: GlobSelection): (path: readonly string[]) => GlobVerdict {
  const letsIn = assetFilter({ include, exclude: [] });
  const keepsOut = exclude.map((glob) => ({ glob, fits: assetFilter({ include: [glob], exclude: [] }) }));
  return (given) => {
    const name = given.join('.');
    const path = [name.length > MOST_NAME ? name.slice(0, MOST_NAME) : name];
    const excludedBy = keepsOut.find(({ fits }) => fits(path));
    if (excludedBy !== undefined) return { excludedBy: excludedBy.glob };
    return letsIn(path) ? null : 'not included';
  };
}
