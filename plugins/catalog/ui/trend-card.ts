import {
  baseStyles,
  DataWaveElement,
  formatDate,
  formatNumber,
  layoutStyles,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

const DAYS = 42;

interface Point {
  readonly day: string;
  readonly value: number;
}

/** Sensitive columns and open violations over the last weeks, on the start page. Hides itself while there is nothing to follow. */
export class CatalogTrendCard extends DataWaveElement {
  #columns = new Resource(
    this,
    () => 'columns',
    async (_, signal) => {
      const { items } = await this.shell.api.list<{ day: string; sensitiveColumns: number }>(
        '/assets/trend',
        {
          query: { days: DAYS },
          signal,
        },
      );
      return items.map(({ day, sensitiveColumns }): Point => ({ day, value: sensitiveColumns }));
    },
  );
  #violations = new Resource(
    this,
    () => (this.shell.may('compliance:read') ? 'violations' : null),
    async (_, signal) => {
      const { items } = await this.shell.api.list<{ day: string; open: number }>('/violations/trend', {
        query: { days: DAYS },
        signal,
      });
      return items.map(({ day, open }): Point => ({ day, value: open }));
    },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .trends { display: grid; gap: var(--dw-space-5); }
      .head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--dw-space-3); }
      .now { font-size: var(--dw-font-size-xl); font-weight: 620; font-variant-numeric: tabular-nums; }
      dw-spark { --dw-spark-width: 100%; --dw-spark-height: 4rem; }
      .axis { display: flex; justify-content: space-between; margin-block-start: var(--dw-space-1); color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); }
    `,
  ];

  override willUpdate(): void {
    const points = this.#columns.value;
    this.hidden =
      points?.every(({ value }) => value === 0) === true &&
      (this.#violations.value ?? []).every(({ value }) => value === 0);
  }

  override render(): unknown {
    const loading = (): unknown => html`<dw-loading lines="3"></dw-loading>`;
    return html`<dw-card heading=${t('Trend')} note=${t('The last {n, number} weeks', { n: DAYS / 7 })}><div class="trends">
      ${this.#columns.view({ loading, ready: (points) => this.#trend(t('Sensitive columns'), '', points) })}
      ${this.#violations.view({ loading, ready: (points) => this.#trend(t('Open violations'), 'warning', points) })}
    </div></dw-card>`;
  }

  #trend(title: string, tone: '' | 'warning', points: readonly Point[]): unknown {
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined) return nothing;
    const change = last.value - first.value;
    const words =
      change === 0
        ? t('unchanged since then')
        : change > 0
          ? t('+{n} since then', { n: formatNumber(change) })
          : t('−{n} since then', { n: formatNumber(-change) });
    const label = t('{title}: {before} on {day}, {now} now', {
      title,
      ...{ before: formatNumber(first.value), day: dayWords(first.day), now: formatNumber(last.value) },
    });
    return html`<div><div class="head"><h3>${title}</h3><span><span class="now">${formatNumber(last.value)}</span> <span class="muted small">${words}</span></span></div>
      <dw-spark filled tone=${tone} label=${label} .values=${points.map(({ value }) => value)}></dw-spark>
      <div class="axis" aria-hidden="true"><span>${dayWords(first.day)}</span><span>${t('today')}</span></div></div>`;
  }
}

const dayWords = (day: string): string => formatDate(new Date(`${day}T12:00:00Z`));
