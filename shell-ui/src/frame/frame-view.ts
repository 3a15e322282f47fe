import { t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ShellModel } from '../shell-model.ts';

/** What the frame shows, and what can be done with it. */
export interface FrameParts {
  readonly model: ShellModel;
  readonly isDrawerOpen: boolean;
  readonly isFolded: boolean;
  /** A newer version of the shell waits to be taken. */
  readonly isFresh: boolean;
  readonly skip: (event: Event) => void;
  readonly openDrawer: () => void;
  readonly closeDrawer: () => void;
  readonly fold: () => void;
  readonly takeFresh: () => void;
}

/** Navigation at the side, the bar, what there is to say of the connection, and the page. */
export function frameView(parts: FrameParts): unknown {
  const { model, isDrawerOpen, isFolded } = parts;
  return html`
    <div class="frame ${isDrawerOpen ? 'open' : ''} ${isFolded ? 'folded' : ''}">
      <a class="skip" href="#main" @click=${parts.skip}>${t('Skip to content')}</a>
      ${side(parts)}
      <button class="shade" type="button" aria-label=${t('Close navigation')} @click=${parts.closeDrawer}></button>
      <div class="page" ?inert=${isDrawerOpen}>
        ${bar(parts)}
        ${model.connection.isLost ? lost(parts) : html`<shell-live-banner></shell-live-banner>`}
        ${parts.isFresh ? fresh(parts) : nothing}
        ${page(model)}
      </div>
    </div>`;
}

function side({ model, isFolded, fold }: FrameParts): unknown {
  const visible = model.registry.pages.filter(({ permission }) => model.context.may(permission));
  const enter = ({ detail }: CustomEvent<string>): void => void model.enterWorkspace(detail);
  return html`<aside id="drawer" aria-label=${t('Navigation')}>
    <a class="brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24"><span class="word">DataWave</span></a>
    <shell-workspace-switcher .workspaces=${model.workspaces.workspaces} .current=${model.workspaces.key} @dw-enter-workspace=${enter}></shell-workspace-switcher>
    <shell-side-nav .pages=${visible} .path=${location.pathname} ?folded=${isFolded}></shell-side-nav>
    <button class="fold" type="button" aria-pressed=${isFolded} title=${isFolded ? t('Show the names') : t('Show icons only')} @click=${fold}>
      <dw-icon name="columns"></dw-icon><span class="word">${isFolded ? t('Show the names') : t('Show icons only')}</span></button>
  </aside>`;
}

/** The key that opens the palette, as this system calls it. */
const paletteKey = (): string => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ K' : 'Ctrl K');

function bar({ model, isDrawerOpen, openDrawer }: FrameParts): unknown {
  const pages = model.registry.pages;
  const palette = (event: Event): boolean =>
    event.target?.dispatchEvent(new Event('dw-palette', { bubbles: true, composed: true })) ?? false;
  const workspaces = model.workspaces.workspaces;
  return html`<header class="bar">
    <dw-button class="menu" variant="quiet" icon="menu" label=${t('Navigation')} .expanded=${isDrawerOpen ? 'true' : 'false'} @click=${openDrawer}></dw-button>
    <dw-slot name="frame.search"></dw-slot>
    <button class="palette" type="button" title=${t('Commands')} aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" @click=${palette}>
      <dw-icon name="bolt"></dw-icon><span class="word">${t('Commands')}</span> <kbd>${paletteKey()}</kbd></button>
    <div class="end"><dw-slot name="frame.tools" layout="row"></dw-slot>
    <shell-user-menu .hasAccountPage=${pages.some(({ path }) => path === '/account')} .workspace=${workspaces.find(({ key }) => key === model.workspaces.key)?.title ?? ''}
      .name=${model.session.signedIn?.principal.displayName ?? ''}></shell-user-menu></div>
  </header>`;
}

function lost({ model }: FrameParts): unknown {
  return html`<div class="lost" role="status"><dw-icon name="cloud-off"></dw-icon>
    <span>${t('The server does not answer just now. What you see may be old; what you write is kept in this tab.')}</span>
    <dw-button size="small" variant="quiet" icon="refresh" @click=${() => void model.connection.retry()}>${t('Try now')}</dw-button></div>`;
}

function fresh({ takeFresh }: FrameParts): unknown {
  return html`<div class="fresh" role="status"><dw-icon name="sparkle"></dw-icon>
    <span>${t('A newer version of DataWave is here.')}</span>
    <dw-button size="small" variant="quiet" icon="refresh" @click=${takeFresh}>${t('Load it')}</dw-button></div>`;
}

function page(model: ShellModel): unknown {
  const match = model.match();
  // Whose page it is will be known in a moment.
  if (match === null && !model.knowsPages)
    return html`<main id="main" tabindex="-1"><dw-loading lines="6"></dw-loading></main>`;
  const isAllowed = match !== null && model.context.may(match.page.permission);
  const shown =
    match === null
      ? null
      : isAllowed
        ? match.page
        : { ...match.page, plugin: 'shell', element: 'shell-forbidden-page' };
  const place = {
    path: location.pathname,
    params: match?.params ?? {},
    query: new URLSearchParams(location.search),
  };
  return html`<main id="main" tabindex="-1"><shell-page-host .registered=${shown} .location=${place} .history=${model.history}></shell-page-host></main>`;
}
