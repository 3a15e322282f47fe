import { baseStyles, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

interface Link {
  readonly title: string;
  readonly href: string;
  readonly note?: string;
}

/** The links of the settings. Loading, failure and missing permission are drawn by {@link Resource}, as on every other page. */
export class SamplePluginPage extends DataWaveElement {
  #links = new Resource(
    this,
    () => 'links',
    async (_, signal) => (await this.shell.api.list<Link>('/sample-plugin', { signal })).items,
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { margin: 0; padding: 0; list-style: none; }
      li { padding-block: var(--dw-space-3); }
      li + li { border-block-start: 1px solid var(--dw-border); }
      p { margin: 0; overflow-wrap: anywhere; }
    `,
  ];

  override render(): unknown {
    return html`<dw-page-header heading=${t('Sample plugin')}><p slot="sub">${t('Addresses that everybody needs.')}</p></dw-page-header>
      ${this.#links.view({
        loading: () => html`<dw-card><dw-loading lines="4"></dw-loading></dw-card>`,
        ready: (links) => (links.length === 0 ? this.#empty() : this.#list(links)),
      })}`;
  }

  #empty(): unknown {
    return html`<dw-card><dw-empty icon="link" heading=${t('No links yet')}>${t('They are written into the settings of this plugin.')}</dw-empty></dw-card>`;
  }

  #list(links: readonly Link[]): unknown {
    return html`<dw-card><ul role="list" aria-label=${t('Links')}>${repeat(
      links,
      ({ href }) => href,
      ({ title, href, note }) =>
        html`<li><a href=${href} rel="noreferrer" target="_blank"><bdi>${title}</bdi></a>
          ${note === undefined ? nothing : html`<p class="muted small">${note}</p>`}</li>`,
    )}</ul></dw-card>`;
  }
}
