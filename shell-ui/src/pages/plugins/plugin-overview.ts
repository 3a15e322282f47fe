import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { isRunning, type ListedPlugin, type PluginDetail } from './plugin-types.ts';
import { namesOf } from './switch-plugin.ts';

/** What a plugin is for, what it brings and where that shows, and with whom it is tied. */
export class ShellPluginOverview extends DataWaveElement {
  static override properties = { plugin: { attribute: false }, all: { attribute: false } };
  declare plugin: PluginDetail | null;
  declare all: readonly ListedPlugin[];

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      .lead { font-size: var(--dw-font-size-md); max-width: 46rem; }
      dl { display: grid; grid-template-columns: minmax(9rem, auto) minmax(0, 1fr); gap: var(--dw-space-3) var(--dw-space-5); }
      dt { color: var(--dw-text-muted); }
      dd ul { display: grid; gap: var(--dw-space-1); }
      dd a { text-decoration: underline; text-underline-offset: 0.15em; }
      @media (max-width: 640px) { dl { grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-1); } dd { margin-block-end: var(--dw-space-3); } }
    `,
  ];

  constructor() {
    super();
    this.plugin = null;
    this.all = [];
  }

  override render(): unknown {
    const { plugin } = this;
    if (plugin === null) return nothing;
    const falling = plugin.stopsWithIt.filter((id) =>
      this.all.some((one) => one.id === id && isRunning(one)),
    );
    return html`${plugin.description ? html`<p class="lead">${t(plugin.description)}</p>` : nothing}
      ${plugin.keptBy.length === 0 ? nothing : html`<dw-callout tone="info">${this.#kept(plugin)}</dw-callout>`}
      <dw-card heading=${t('What it brings')}>${this.#brings(plugin)}</dw-card>
      <dw-card heading=${t('What it stands on, and what stands on it')} note=${
        falling.length === 0
          ? t('Nothing else stops when it is switched off.')
          : t('When it is switched off, {names} {n, plural, one {stops} other {stop}}, too.', {
              names: namesOf(falling, this.all),
              n: falling.length,
            })
      }><shell-plugin-picture .plugin=${plugin}></shell-plugin-picture></dw-card>`;
  }

  #kept(plugin: PluginDetail): string {
    return plugin.critical
      ? t(
          'It is critical: the configuration says that the platform does not run without it, so it cannot be switched off here.',
        )
      : t(
          'It cannot be switched off here, because {names} would stop with it, without which the platform does not run.',
          {
            names: namesOf(plugin.keptBy, this.all),
          },
        );
  }

  #brings(plugin: PluginDetail): unknown {
    const { pages = [], slots = [], commands = [] } = plugin.contributes;
    const titleOf = (id: string): string => t(this.all.find((one) => one.id === id)?.title ?? id);
    const list = (entries: readonly unknown[]): unknown =>
      html`<ul role="list">${entries.map((entry) => html`<li>${entry}</li>`)}</ul>`;
    const rows: readonly (readonly [string, readonly unknown[]])[] = [
      [
        t('Pages'),
        pages.map(
          ({ path, title }) =>
            html`${path.includes(':') || !isRunning(plugin) ? t(title) : html`<a href=${path}>${t(title)}</a>`} <code class="muted">${path}</code>`,
        ),
      ],
      [
        t('Parts of other pages'),
        slots.map(
          ({ slot, title }) =>
            html`${title === undefined ? nothing : html`${t(title)} `}<code class="muted">${slot}</code>`,
        ),
      ],
      [t('Commands'), commands.map(({ name, summary }) => html`<code>datawave ${name}</code> ${t(summary)}`)],
      [t('Resources of the API'), plugin.resources.map((name) => html`<code>/api/v1/${name}</code>`)],
      [
        t('Routes'),
        plugin.routes.length === 0
          ? []
          : [
              html`<dw-details heading=${t('{n, plural, one {# route} other {# routes}}', { n: plugin.routes.length })}>${list(plugin.routes.map(({ method, path, summary }) => html`<code>${method} ${path}</code> <span class="muted">${summary}</span>`))}</dw-details>`,
            ],
      ],
      [
        t('Contributes to others'),
        plugin.contributions
          .filter(({ point }) => !point.startsWith(`${plugin.id}.`))
          .map(
            ({ point, key }) =>
              html`<code>${key}</code> <span class="muted">${t('to {point}', { point })}</span>`,
          ),
      ],
      [
        t('Takes contributions'),
        plugin.extensionPoints.map(
          ({ id, contributions }) =>
            html`<code>${id}</code> <span class="muted">${
              contributions.length === 0
                ? t('nobody yet')
                : contributions.map(({ plugin: by, key }) => `${titleOf(by)} (${key})`).join(', ')
            }</span>`,
        ),
      ],
      [t('Services for others'), plugin.services.provided.map((id) => html`<code>${id}</code>`)],
    ];
    const filled = rows.filter(([, entries]) => entries.length > 0);
    return filled.length === 0
      ? html`<p class="muted">${t('Nothing that its manifest names; what its code adds shows while it runs.')}</p>`
      : html`<dl>${filled.map(([name, entries]) => html`<dt>${name}</dt><dd>${list(entries)}</dd>`)}</dl>`;
  }
}
