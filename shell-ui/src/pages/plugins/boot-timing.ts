import {
  type Bar,
  baseStyles,
  DataWaveElement,
  formatDuration,
  layoutStyles,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type BootTiming, type ListedPlugin, phaseWord, startTime } from './plugin-types.ts';

/** Plugins that are shown with what their start took. */
const MOST_SHOWN = 8;

/** Where the time of the last start went, by phase and by plugin; the one that was slow is named. */
export class ShellBootTiming extends DataWaveElement {
  static override properties = { boot: { attribute: false }, plugins: { attribute: false } };
  declare boot: BootTiming | null;
  declare plugins: readonly ListedPlugin[];

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .both { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: var(--dw-space-5); margin-block-start: var(--dw-space-4); }
      h3 { margin-block-end: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.boot = null;
    this.plugins = [];
  }

  override render(): unknown {
    if (this.boot === null) return nothing;
    const { slowest, durationMs, phases } = this.boot;
    const slow = slowest?.path.at(-1) ?? '';
    const slowTitle = this.plugins.find(({ id }) => id === slow)?.title;
    const bars = (
      entries: readonly { readonly name: string; readonly ms: number; readonly id: string }[],
    ): readonly Bar[] =>
      entries.map(({ name, ms, id }) => ({
        label: name,
        value: Math.round(ms),
        tone: id === slow ? 'warning' : 'info',
        ...(id === slow ? { note: t('the slowest') } : {}),
      }));
    const longest = this.plugins
      .filter((plugin) => startTime(plugin) > 0)
      .toSorted((one, other) => startTime(other) - startTime(one))
      .slice(0, MOST_SHOWN);
    return html`<p>${
      slowest === null
        ? t('The last start took {time}.', { time: formatDuration(durationMs) })
        : t('The last start took {time}. The longest single part was {name} with {part}.', {
            time: formatDuration(durationMs),
            name: slowTitle === undefined ? phaseWord(slow) : t(slowTitle),
            part: formatDuration(slowest.durationMs),
          })
    }</p>
    <div class="both">
      <section><h3>${t('Phases, in milliseconds')}</h3><dw-bars .label=${t('Phases, in milliseconds')} .bars=${bars(phases.filter((phase) => phase.durationMs >= 0.5).map((phase) => ({ name: phaseWord(phase.name), ms: phase.durationMs, id: phase.name })))}></dw-bars></section>
      <section><h3>${t('Plugins that took longest, in milliseconds')}</h3><dw-bars .label=${t('Plugins that took longest, in milliseconds')} .bars=${bars(longest.map((plugin) => ({ name: t(plugin.title), ms: startTime(plugin), id: plugin.id })))}></dw-bars></section>
    </div>`;
  }
}
