import {
  type Bar,
  baseStyles,
  count,
  DataWaveElement,
  formatNumber,
  formatShare,
  isSensitive,
  layoutStyles,
  Resource,
  sensitivityTone,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { CatalogCounts } from './api.ts';

const SHOWN_TYPES = 10;

/** Sensitive columns by info type as bars, each a link to the assets that hold it. */
export function infoTypeBars(
  counts: CatalogCounts,
  infoTypeTitle: (id: string) => string,
  source?: string,
): unknown {
  const types = counts.infoTypes.filter((entry) => isSensitive(entry.sensitivity)).slice(0, SHOWN_TYPES);
  const bars: readonly Bar[] = types.map((entry) => ({
    label: infoTypeTitle(entry.infoType),
    value: entry.columns,
    tone: sensitivityTone(entry.sensitivity),
    note: entry.sensitivity,
    href: withQuery('/assets', { infoType: entry.infoType, source }),
  }));
  return bars.length === 0
    ? html`<dw-empty icon="success" heading="No sensitive column found">${count(counts.columns, 'column')} looked at, none confidential or restricted.</dw-empty>`
    : html`<dw-bars label="Sensitive columns by info type" .bars=${bars}></dw-bars>`;
}

/** The columns by their sensitivity, as parts of the whole. */
export function sensitivityParts(counts: CatalogCounts, source?: string): unknown {
  const part = (level: 'restricted' | 'confidential' | 'internal' | 'public'): Bar => ({
    label: level,
    value: counts.bySensitivity[level],
    tone: sensitivityTone(level),
    href: withQuery('/assets', { sensitivity: level, source }),
  });
  const parts: readonly Bar[] = [
    part('restricted'),
    part('confidential'),
    part('internal'),
    part('public'),
    { label: 'unrecognised', value: counts.bySensitivity.none, tone: 'neutral' },
  ];
  return html`<dw-parts label="Columns by sensitivity" .parts=${parts}></dw-parts>`;
}

/** Sensitive data by type, on the overview. */
export class CatalogInfoTypesCard extends DataWaveElement {
  #counts = new Resource(
    this,
    () => 'counts',
    (_, signal) => this.shell.api.get<CatalogCounts>('/assets/summary', { signal }),
  );
  static override styles = [baseStyles, layoutStyles];

  override willUpdate(): void {
    this.hidden = this.#counts.value?.assets === 0;
  }

  override render(): unknown {
    return html`<dw-card heading="Sensitive columns by type"><dw-button slot="actions" variant="quiet" size="small" href="/assets?sensitivity=restricted,confidential">All of them</dw-button>
      ${this.#counts.view({ ready: (counts) => infoTypeBars(counts, this.infoTypeTitle), loading: () => html`<dw-loading lines="6"></dw-loading>` })}</dw-card>`;
  }
}

/** How much is catalogued and how sensitive it is, on the overview. */
export class CatalogCoverageCard extends DataWaveElement {
  #counts = new Resource(
    this,
    () => 'counts',
    (_, signal) => this.shell.api.get<CatalogCounts>('/assets/summary', { signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .figures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--dw-space-4); margin-bottom: var(--dw-space-5); }
      .figures dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .figures dd { font-size: var(--dw-font-size-2xl); line-height: 1.2; font-weight: 620; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
      .lines { margin-block-start: var(--dw-space-5); }
      .figures dd.small { font-size: var(--dw-font-size-s); line-height: var(--dw-line-height); color: var(--dw-text-muted); letter-spacing: 0; font-weight: 450; }
    `,
  ];

  override willUpdate(): void {
    this.hidden = this.#counts.value?.assets === 0;
  }

  override render(): unknown {
    const figure = (title: string, value: number, note: unknown = nothing): unknown =>
      html`<div><dt>${title}</dt><dd>${formatNumber(value)}</dd>${note}</div>`;
    return html`<dw-card heading="Coverage">${this.#counts.view({
      ready: (counts) => html`
      <dl class="figures">${figure('Assets', counts.assets)}${figure('Columns', counts.columns)}${figure(
        'Sensitive',
        counts.sensitiveColumns,
        counts.columns === 0
          ? nothing
          : html`<dd class="small">${formatShare(counts.sensitiveColumns / counts.columns)} of columns</dd>`,
      )}</dl>
      ${sensitivityParts(counts)}
      <dw-slot class="lines" name="overview.coverage" .context=${{}}></dw-slot>`,
    })}</dw-card>`;
  }
}
