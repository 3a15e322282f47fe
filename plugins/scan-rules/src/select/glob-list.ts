import type { GlobSelection } from '@datawave/plugin-sdk';
import { assetFilter } from '@datawave/plugin-sdk/connector';

/** What globs say of a name: the glob that keeps it out, or that none lets it in; null when it is in. */
export type GlobVerdict = { readonly excludedBy: string } | 'not included' | null;

/** Makes globs ready, each for itself, so that the one that decides can be named. */
export function globList({ include, exclude }: GlobSelection): (path: readonly string[]) => GlobVerdict {
  const letsIn = assetFilter({ include, exclude: [] });
  const keepsOut = exclude.map((glob) => ({ glob, fits: assetFilter({ include: [glob], exclude: [] }) }));
  return (path) => {
    const excludedBy = keepsOut.find(({ fits }) => fits(path));
    if (excludedBy !== undefined) return { excludedBy: excludedBy.glob };
    return letsIn(path) ? null : 'not included';
  };
}
