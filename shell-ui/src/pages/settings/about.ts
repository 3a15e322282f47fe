import { baseStyles, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { PluginUi } from '../../plugin-registry.ts';
import { SHELL_VERSION } from '../../version.ts';

/** What runs in the browser beside our own code, and under which licence. */
const PARTS = [
  ['Lit', 'BSD-3-Clause', 'https://lit.dev'],
  ['Web Awesome', 'MIT', 'https://webawesome.com'],
  ['intl-messageformat', 'BSD-3-Clause', 'https://formatjs.github.io'],
  ['Chart.js', 'MIT', 'https://www.chartjs.org'],
  ['CodeMirror', 'MIT', 'https://codemirror.net'],
  ['TanStack Virtual', 'MIT', 'https://tanstack.com/virtual'],
  ['Inter', 'OFL-1.1', 'https://rsms.me/inter'],
  ['Lucide', 'ISC', 'https://lucide.dev'],
] as const;

/** Which version this is, what plugins show something here, and what it is made of. */
export class ShellAbout extends DataWaveElement {
  #plugins = new Resource(
    this,
    () => 'manifest',
    (_, signal) => this.shell.api.get<{ readonly plugins: readonly PluginUi[] }>('/ui/manifest', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); }
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: var(--dw-space-2) var(--dw-space-5); margin: 0; padding: 0; list-style: none; }
      li { display: flex; justify-content: space-between; gap: var(--dw-space-3); padding-block: var(--dw-space-1); border-block-end: 1px solid var(--dw-border); }
    `,
  ];

  override render(): unknown {
    return html`<dw-card heading="DataWave">
        <p>${t('Version {version}, under the Apache License 2.0.', { version: SHELL_VERSION })}</p>
        <p class="muted">${t('What is on the screen comes from plugins, drawn with one design system.')}</p>
        <p><a href="/design-system">${t('See the design system')}</a></p>
      </dw-card>
      <dw-card heading=${t('Plugins that show something here')}>${this.#plugins.view({
        ready: ({ plugins }) =>
          html`<ul role="list">${plugins.map(({ id, title, version }) => html`<li><span>${t(title ?? id)}</span><span class="muted number">${version}</span></li>`)}</ul>
          ${this.shell.may('plugins:read') ? html`<p><a href="/plugins">${t('See all plugins')}</a></p>` : ''}`,
      })}</dw-card>
      <dw-card heading=${t('Made with')}><ul role="list">${PARTS.map(
        ([name, licence, href]) =>
          html`<li><a href=${href} target="_blank" rel="noopener noreferrer">${name}</a><span class="muted">${licence}</span></li>`,
      )}</ul></dw-card>`;
  }
}
