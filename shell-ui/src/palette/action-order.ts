import type { PageContribution } from '@datawave/plugin-sdk/ui';

type PageGroup = NonNullable<PageContribution['group']>;

/** What is found out comes before what is run, as in the navigation. */
const GROUPS: readonly (PageGroup | undefined)[] = ['discover', 'govern', 'administer', 'more', undefined];

/** Actions in the order of the navigation's groups: plugins stand in none that means anything to people. Within a group it stays theirs. */
export function inOrder<Action extends { readonly href: string }>(
  actions: readonly Action[],
  pages: readonly { readonly path: string; readonly group?: PageGroup }[],
): readonly Action[] {
  const placeOf = ({ href }: Action): number => {
    const [path = ''] = href.split(/[?#]/);
    const above = pages.find(
      (page) => page.group !== undefined && (path === page.path || path.startsWith(`${page.path}/`)),
    );
    return GROUPS.indexOf(above?.group);
  };
  return actions.toSorted((one, other) => placeOf(one) - placeOf(other));
}
