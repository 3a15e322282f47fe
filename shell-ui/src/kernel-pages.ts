import { msg } from '@datawave/plugin-sdk/ui';
import type { RegisteredPage } from './plugin-registry.ts';

/** A page of the shell's own, with how its code is had; what the first load brings anyway needs none. */
interface KernelPage extends RegisteredPage {
  readonly load?: () => Promise<unknown>;
}

const plugins = (): Promise<unknown> => import('./pages/plugins/index.ts');
const marketplace = (): Promise<unknown> => import('./pages/marketplace/index.ts');
const settings = (): Promise<unknown> => import('./pages/settings/index.ts');

/** The pages that no plugin brings. */
export const KERNEL_PAGES: readonly KernelPage[] = [
  {
    plugin: 'shell',
    path: '/',
    element: 'shell-overview-page',
    title: msg('Overview'),
    permission: '',
    icon: 'home',
    order: 0,
  },
  {
    plugin: 'shell',
    path: '/plugins',
    element: 'shell-plugins-page',
    title: msg('Plugins'),
    permission: 'plugins:read',
    icon: 'puzzle',
    order: 90,
    group: 'administer',
    load: plugins,
  },
  {
    plugin: 'shell',
    path: '/plugins/:id',
    element: 'shell-plugin-page',
    title: msg('Plugin'),
    permission: 'plugins:read',
    load: plugins,
  },
  {
    plugin: 'shell',
    path: '/marketplace',
    element: 'shell-marketplace-page',
    title: msg('Marketplace'),
    permission: 'plugins:manage',
    icon: 'package',
    order: 91,
    group: 'administer',
    load: marketplace,
  },
  {
    plugin: 'shell',
    path: '/marketplace/:registry/:name',
    element: 'shell-listing-page',
    title: msg('Plugin of a registry'),
    permission: 'plugins:manage',
    load: marketplace,
  },
  {
    plugin: 'shell',
    path: '/plugin-changes/:id',
    element: 'shell-plugin-change-page',
    title: msg('Change of plugins'),
    permission: 'plugins:manage',
    load: marketplace,
  },
  {
    plugin: 'shell',
    path: '/settings',
    element: 'shell-settings-page',
    title: msg('Settings'),
    permission: 'signed-in',
    icon: 'settings',
    load: settings,
  },
  {
    plugin: 'shell',
    path: '/settings/:section',
    element: 'shell-settings-page',
    title: msg('Settings'),
    permission: 'signed-in',
    load: settings,
  },
  {
    plugin: 'shell',
    path: '/design-system',
    element: 'shell-design-page',
    title: msg('Design system'),
    permission: 'signed-in',
    icon: 'palette',
    load: () => import('./pages/design/index.ts'),
  },
];

/** Loads the code of a page of the shell's own. */
export async function loadKernelElement(name: string): Promise<void> {
  await KERNEL_PAGES.find(({ element }) => element === name)?.load?.();
}
