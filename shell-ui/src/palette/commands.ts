import { t } from '@datawave/plugin-sdk/ui';
import { chooseDensity, chooseTheme, currentDensity, currentTheme } from '../appearance.ts';
import { densities, themes } from '../frame/user-menu.ts';
import { chooseLanguage, chosenLanguage, languageName } from '../language/chosen-language.ts';
import { recentPages } from '../recent-pages.ts';
import { matchPage } from '../router.ts';
import type { ShellModel } from '../shell-model.ts';
import { inOrder } from './action-order.ts';

/** Something that the palette offers: a page to open, or something to do. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly icon: string;
  /** Other words that it is found by. */
  readonly words: readonly string[];
  /** Where it leads; null for what is done in place. */
  readonly href: string | null;
  readonly run?: () => void;
}

/** Items under a title. */
export interface PaletteGroup {
  readonly id: string;
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

const leadsTo = (
  id: string,
  { title, href, icon }: { readonly title: string; readonly href: string; readonly icon: string },
  words: readonly string[] = [],
): PaletteItem => ({ id, title, detail: '', icon, words, href });

/** Pages of the navigation and what is reached below them, actions of plugins, pages that were open, and the frame's own commands. */
export function ownGroups(model: ShellModel, keys: () => void): readonly PaletteGroup[] {
  const { registry, session } = model;
  const { path: here } = { path: location.pathname };
  const pages = registry.pages.filter(
    ({ path, permission }) => permission !== 'public' && !path.includes(':') && session.may(permission),
  );
  const isThere = (href: string): boolean =>
    matchPage(registry.pages, new URL(href, location.href).pathname) !== null;
  const titled = new Set<string>();
  return [
    {
      id: 'recent',
      title: t('Recently open'),
      items: recentPages()
        .filter(({ href }) => href !== here && isThere(href))
        .slice(0, 5)
        .map(({ title, href }) => leadsTo(`recent ${href}`, { title, href, icon: 'clock' })),
    },
    {
      id: 'actions',
      title: t('Actions'),
      items: inOrder(registry.actions, registry.pages)
        .filter(({ permission }) => session.may(permission))
        .map((action) => {
          titled.add(action.href);
          const { title, href, icon = 'arrow-right', keywords = [] } = action;
          return leadsTo(`action ${href} ${title}`, { title: t(title), href, icon }, [title, ...keywords]);
        }),
    },
    {
      id: 'pages',
      title: t('Pages'),
      items: pages
        .filter(({ path }) => !titled.has(path) || !path.endsWith('/new'))
        .map(({ path, title, icon = 'file' }) =>
          leadsTo(`page ${path}`, { title: t(title), href: path, icon }, [title]),
        ),
    },
    {
      id: 'commands',
      title: t('Commands'),
      items: [...appearance(), ...languages(), ...places(model, keys)],
    },
  ];
}

const does = (
  id: string,
  title: string,
  icon: string,
  words: readonly string[],
  run: () => void,
): PaletteItem => ({
  id,
  title,
  detail: '',
  icon,
  words,
  href: null,
  run,
});

function appearance(): readonly PaletteItem[] {
  return [
    ...themes()
      .filter(({ value }) => value !== currentTheme())
      .map(({ value, icon, title }) =>
        does(`theme ${value}`, t('Theme: {title}', { title }), icon, ['theme', 'colour', value], () =>
          chooseTheme(value),
        ),
      ),
    ...densities()
      .filter(({ value }) => value !== currentDensity())
      .map(({ value, icon, title }) =>
        does(`density ${value}`, t('Density: {title}', { title }), icon, ['density', value], () =>
          chooseDensity(value),
        ),
      ),
  ];
}

function languages(): readonly PaletteItem[] {
  const built = (document.documentElement.dataset['languages'] ?? '').split(' ').filter((tag) => tag !== '');
  return [...new Set(['en', ...built])]
    .filter((tag) => tag !== (chosenLanguage() ?? document.documentElement.lang))
    .map((tag) =>
      does(
        `language ${tag}`,
        t('Language: {title}', { title: languageName(tag) }),
        'book',
        ['language', 'Sprache', tag],
        () => chooseLanguage(tag),
      ),
    );
}

function places(model: ShellModel, keys: () => void): readonly PaletteItem[] {
  const { workspaces, key } = model.workspaces;
  return [
    ...workspaces
      .filter((workspace) => workspace.key !== key)
      .map((workspace) =>
        does(
          `workspace ${workspace.key}`,
          t('Work in {title}', { title: workspace.title }),
          'folder',
          ['workspace', 'switch', workspace.key],
          () => void model.enterWorkspace(workspace.key),
        ),
      ),
    does('keys', t('Keyboard shortcuts'), 'help', ['help', 'keys', '?'], keys),
    does('sign-out', t('Sign out'), 'sign-out', ['log out', 'leave'], () => void model.signOut()),
  ];
}
