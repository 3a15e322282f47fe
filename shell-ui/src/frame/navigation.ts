import type { RegisteredPage } from '../plugin-registry.ts';

/** Parts of the navigation, in their order; `top` stands first and has no title. */
export const NAVIGATION_GROUPS = ['top', 'discover', 'govern', 'administer', 'more'] as const;

export type NavigationGroup = (typeof NAVIGATION_GROUPS)[number];

/** A page in the navigation, with those of its section that are reached from it. */
export interface NavigationEntry {
  readonly page: RegisteredPage;
  readonly isCurrent: boolean;
  /** The page itself is open, not one below it. */
  readonly isHere: boolean;
  /** Only of the section that is open. */
  readonly below: readonly { readonly page: RegisteredPage; readonly isHere: boolean }[];
}

/** What the navigation shows on the page at a path. */
export interface NavigationPart {
  readonly group: NavigationGroup;
  readonly entries: readonly NavigationEntry[];
}

const KNOWN: ReadonlySet<string> = new Set(NAVIGATION_GROUPS);

const groupOf = ({ path, group = 'more' }: RegisteredPage): NavigationGroup =>
  path === '/' ? 'top' : KNOWN.has(group) ? (group as NavigationGroup) : 'more';

const isWithin = (path: string, section: string): boolean =>
  section === '/' ? path === '/' : path === section || path.startsWith(`${section}/`);

/** Sorts pages into the parts of the navigation; parts without a page are left out. */
export function navigationOf(pages: readonly RegisteredPage[], path: string): readonly NavigationPart[] {
  const listed = pages
    .filter(({ order }) => order !== undefined)
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  // `/users/groups` may be a section of its own beside `/users`: the longest that fits is open.
  const current = listed
    .filter((page) => isWithin(path, page.path))
    .sort((one, other) => other.path.length - one.path.length)[0];
  const below = (section: RegisteredPage): readonly RegisteredPage[] =>
    pages.filter(
      (page) =>
        page.order === undefined &&
        section.path !== '/' &&
        page.path.startsWith(`${section.path}/`) &&
        !page.path.includes(':') &&
        !page.path.endsWith('/new'),
    );
  const entry = (page: RegisteredPage): NavigationEntry => ({
    page,
    isCurrent: page === current,
    isHere: path === page.path,
    below:
      page === current ? below(page).map((sub) => ({ page: sub, isHere: isWithin(path, sub.path) })) : [],
  });
  return NAVIGATION_GROUPS.map((group) => ({
    group,
    entries: listed.filter((page) => groupOf(page) === group).map(entry),
  })).filter(({ entries }) => entries.length > 0);
}
