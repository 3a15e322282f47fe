import {
  baseStyles,
  type ContributedSlot,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** A section of the settings: of the shell's own, or a plugin's. */
interface Section {
  /** Last part of its address. */
  readonly key: string;
  readonly title: string;
  readonly content: () => unknown;
}

/** What people set for themselves here, in sections with an address each; plugins add theirs through `settings.sections`. */
export class ShellSettingsPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .parts { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: var(--dw-space-5); align-items: start; }
      nav ul { display: grid; gap: 1px; margin: 0; padding: 0; list-style: none; }
      nav a { display: block; padding: 0.375rem 0.625rem; border-radius: var(--dw-radius); color: var(--dw-text-muted); font-weight: 500; }
      nav a:hover { background: var(--dw-surface-3); color: var(--dw-text); text-decoration: none; }
      nav a[aria-current] { background: var(--dw-accent-soft); color: var(--dw-accent-text); }
      @media (max-width: 860px) {
        .parts { grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-4); }
        nav ul { display: flex; gap: var(--dw-space-1); overflow-x: auto; }
        nav a { white-space: nowrap; padding-block: 0.5rem; }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(this.shell.onPluginsChange(() => this.requestUpdate()));
  }

  #sections(): readonly Section[] {
    return [
      {
        key: 'appearance',
        title: t('Appearance'),
        content: () => html`<shell-appearance-settings></shell-appearance-settings>`,
      },
      ...this.shell.slots('settings.sections').map((entry) => this.#contributed(entry)),
      { key: 'about', title: t('About'), content: () => html`<shell-about></shell-about>` },
    ];
  }

  #contributed({ plugin, element, title }: ContributedSlot): Section {
    return {
      key: element,
      title: t(title ?? plugin),
      content: () =>
        html`<dw-boundary .plugin=${plugin} .element=${element} .values=${{ context: {} }}><dw-loading slot="loading"></dw-loading></dw-boundary>`,
    };
  }

  override render(): unknown {
    const sections = this.#sections();
    const asked = this.page.params['section'];
    const shown = asked === undefined ? sections[0] : sections.find(({ key }) => key === asked);
    return html`<dw-page-header heading=${shown === undefined ? t('Settings') : `${t('Settings')}: ${shown.title}`}></dw-page-header>
      <div class="parts">
        <nav aria-label=${t('Settings')}><ul role="list">${sections.map(
          ({ key, title }) =>
            html`<li><a href="/settings/${key}" aria-current=${key === shown?.key ? 'page' : nothing}>${title}</a></li>`,
        )}</ul></nav>
        <div>${
          shown?.content() ??
          html`<dw-card><dw-empty icon="settings" heading=${t('There is no such section')}>${t('The plugin that brings it may be disabled.')}</dw-empty></dw-card>`
        }</div>
      </div>`;
  }
}
