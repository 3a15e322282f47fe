import { baseStyles, DataWaveElement, layoutStyles, t, tableOf } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { isolationOf, isolationStyles } from './plugin-isolation.ts';
import type { PluginDetail } from './plugin-types.ts';

/** What a plugin says that it reaches for, what it lets people be allowed, and what it asks for. */
export class ShellPluginAccess extends DataWaveElement {
  static override properties = { plugin: { attribute: false } };
  declare plugin: PluginDetail | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    isolationStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      dl { display: grid; grid-template-columns: minmax(9rem, auto) minmax(0, 1fr); gap: var(--dw-space-2) var(--dw-space-5); margin-block-start: var(--dw-space-4); }
      dt { color: var(--dw-text-muted); }
      @media (max-width: 640px) { dl { grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-1); } dd { margin-block-end: var(--dw-space-2); } }
    `,
  ];

  constructor() {
    super();
    this.plugin = null;
  }

  override render(): unknown {
    const { plugin } = this;
    if (plugin === null) return nothing;
    return html`<dw-card heading=${t('Where it runs')}>${isolationOf(plugin)}</dw-card>
      <dw-card heading=${t('What it reaches for')}>${this.#needs(plugin)}</dw-card>
      <dw-card flush heading=${t('Permissions that it declares')} note=${t('What roles can be given for it.')}>${
        plugin.permissions.length === 0
          ? html`<dw-empty icon="key" heading=${t('None')}></dw-empty>`
          : tableOf({
              label: t('Permissions that it declares'),
              rows: plugin.permissions,
              key: ({ id }) => id,
              columns: [
                { key: 'title', title: t('Allows'), cell: ({ title }) => t(title), grows: true },
                { key: 'id', title: t('Permission'), cell: ({ id }) => html`<code>${id}</code>` },
                {
                  key: 'reach',
                  title: t('Reach'),
                  cell: ({ reach }) => (reach === 'platform' ? t('the platform') : t('a workspace')),
                },
              ],
            })
      }</dw-card>
      ${
        plugin.services.used.length + plugin.services.usedIfThere.length === 0
          ? nothing
          : html`<dw-card heading=${t('Services that its code uses')} note=${t('Of the kernel and of other plugins, as its code names them.')}><div class="row">${plugin.services.used.map((id) => html`<code>${id}</code>`)}${plugin.services.usedIfThere.map((id) => html`<span><code>${id}</code> <span class="muted small">${t('where it is there')}</span></span>`)}</div></dw-card>`
      }`;
  }

  #needs({ needs }: PluginDetail): unknown {
    const codes = (names: readonly string[]): unknown =>
      names.map((name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`);
    const { network = [], secrets = [], files = [] } = needs;
    const rows: readonly (readonly [string, unknown])[] = [
      [t('Network'), network.length === 0 ? t('No destination of its own') : codes(network)],
      [
        t('Database'),
        needs.database === 'own'
          ? t('Tables of its own')
          : needs.database === 'optional'
            ? t('Tables of its own where there is a database')
            : t('None'),
      ],
      [t('Background jobs'), needs.jobs === true ? t('Yes') : t('No')],
      [t('Secrets'), secrets.length === 0 ? t('None named') : codes(secrets)],
      [t('Files'), files.length === 0 ? t('None named') : codes(files)],
    ];
    return html`<dw-callout tone="info">${t('This is what the plugin says of itself: disclosure. What holds it back stands under “Where it runs”. Only what goes out through the platform’s own connections is held to the rules of outgoing connections.')}</dw-callout>
      <dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }
}
