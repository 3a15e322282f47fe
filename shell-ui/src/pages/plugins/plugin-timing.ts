import {
  type Bar,
  baseStyles,
  DataWaveElement,
  formatDuration,
  formatNumber,
  layoutStyles,
  t,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type ListedPlugin, type PluginDetail, phaseWord, startTime, type TapCost } from './plugin-types.ts';

/** More of them says nothing of times: 67.9, 1,270. */
const threeFigures = (value: number): number => Number(value.toPrecision(3));

/** What a plugin's start took, and what its taps on hooks cost since. */
export class ShellPluginTiming extends DataWaveElement {
  static override properties = { plugin: { attribute: false }, all: { attribute: false } };
  declare plugin: PluginDetail | null;
  declare all: readonly ListedPlugin[];

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      dw-bars { max-width: 40rem; margin-block-start: var(--dw-space-3); }
      .bad { color: var(--dw-danger-text); font-weight: 550; }
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
    const phases = Object.entries(plugin.timing);
    const slowest = Math.max(...phases.map(([, ms]) => ms));
    const bars: readonly Bar[] = phases.map(([name, ms]) => ({
      label: phaseWord(name),
      value: threeFigures(ms),
      tone: ms === slowest && phases.length > 1 ? 'warning' : 'info',
    }));
    const inside = plugin.hooks.flatMap(({ taps }) => taps);
    return html`<dw-card heading=${t('Its start')}>${
      phases.length === 0
        ? html`<p class="muted">${t('It has not been started since the platform was.')}</p>`
        : html`<p>${t('Starting it took {time} the last time.', { time: formatDuration(startTime(plugin)) })}</p><dw-bars .label=${t('Phases, in milliseconds')} .bars=${bars}></dw-bars><p class="muted small">${t('In milliseconds.')}</p>`
    }</dw-card>
      ${this.#costs(t('What it does in hooks of others'), t('It hangs on no hook.'), plugin.taps, 'hook')}
      ${inside.length === 0 ? nothing : this.#costs(t('What others do in its hooks'), '', inside, 'plugin')}`;
  }

  #costs(heading: string, none: string, taps: readonly TapCost[], by: 'hook' | 'plugin'): unknown {
    const sorted = taps.toSorted((one, other) => other.p95Ms - one.p95Ms || other.calls - one.calls);
    const ms = (value: number): string =>
      value === 0 ? '–' : t('{n} ms', { n: formatNumber(threeFigures(value)) });
    const titleOf = (id: string): string => t(this.all.find((one) => one.id === id)?.title ?? id);
    return html`<dw-card flush heading=${heading} note=${taps.length === 0 ? '' : t('The slowest first. The first 64 calls are measured, then one in 64; errors are counted always.')}>${
      taps.length === 0
        ? html`<dw-empty icon="gauge" heading=${none}></dw-empty>`
        : tableOf<TapCost>({
            label: heading,
            rows: sorted,
            key: ({ hook, plugin }) => `${hook} ${plugin}`,
            columns: [
              ...(by === 'plugin'
                ? [
                    {
                      key: 'plugin',
                      title: t('Plugin'),
                      cell: ({ plugin }: TapCost) =>
                        html`<a href="/plugins/${encodeURIComponent(plugin)}?tab=timing">${titleOf(plugin)}</a>`,
                    },
                  ]
                : []),
              { key: 'hook', title: t('Hook'), cell: ({ hook }) => html`<code>${hook}</code>`, grows: true },
              { key: 'calls', title: t('Calls'), cell: ({ calls }) => formatNumber(calls), align: 'end' },
              { key: 'p50', title: t('Half within'), cell: ({ p50Ms }) => ms(p50Ms), align: 'end' },
              { key: 'p95', title: t('95 % within'), cell: ({ p95Ms }) => ms(p95Ms), align: 'end' },
              { key: 'max', title: t('Longest'), cell: ({ maxMs }) => ms(maxMs), align: 'end' },
              {
                key: 'errors',
                title: t('Errors'),
                cell: ({ errors }) =>
                  errors === 0 ? formatNumber(0) : html`<span class="bad">${formatNumber(errors)}</span>`,
                align: 'end',
              },
            ],
          })
    }</dw-card>`;
  }
}
