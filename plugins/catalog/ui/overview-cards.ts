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
  SENSITIVITIES,
  sensitivityTone,
  sensitivityWord,
  t,
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
    note: sensitivityWord(entry.sensitivity),
    href: withQuery('/assets', { infoType: entry.infoType, source }),
  }));
  return bars.length === 0
    ? html`<dw-empty icon="success" heading=${t('No sensitive column found')}>${t('{what} looked at, none confidential or restricted.', { what: count(counts.columns, 'column') })}</dw-empty>`
    : html`<dw-bars label=${t('Sensitive columns by info type')} .bars=${bars}></dw-bars>`;
}

/** The columns by their sensitivity, as parts of the whole. */
export const sensitivityParts = (counts: CatalogCounts, source?: string): unknown =>
  sensitivityPartsOf(counts.bySensitivity, (level) => withQuery('/assets', { sensitivity: level, source }));

/**
 * Columns by sensitivity as parts of the whole.
 * @param levels - how many columns are `restricted`, `confidential`, `internal`, `public`, `none`
 * @param href - where a part leads; nowhere unless given
 */
export function sensitivityPartsOf(
  levels: Readonly<Record<string, number>>,
  href?: (level: string) => string,
): unknown {
  const parts: readonly Bar[] = [
    ...SENSITIVITIES.toReversed().map((level) => ({
      ...{ label: sensitivityWord(level), value: levels[level] ?? 0, tone: sensitivityTone(level) },
      ...(href === undefined ? {} : { href: href(level) }),
    })),
    { label: t('unrecognised'), value: levels['none'] ?? 0, tone: 'neutral' },
  ];
  return html`<dw-parts label=${t('Columns by sensitivity')} .parts=${parts}></dw-parts>`;
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
    return html`<dw-card heading=${t('Sensitive columns by type')}><dw-button slot="actions" variant="quiet" size="small" href="/assets?sensitivity=restricted,confidential">${t('All of them')}</dw-button>
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
      .figures { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--dw-space-4); margin-block-end: var(--dw-space-5); }
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
    return html`<dw-card heading=${t('Coverage')}>${this.#counts.view({
      ready: (counts) => html`
      <dl class="figures">${figure(t('Assets'), counts.assets)}${figure(t('Columns'), counts.columns)}${figure(
        t('Sensitive'),
        counts.sensitiveColumns,
        counts.columns === 0
          ? nothing
          : html`<dd class="small">${t('{share} of columns', { share: formatShare(counts.sensitiveColumns / counts.columns) })}</dd>`,
      )}</dl>
      ${sensitivityParts(counts)}
      <dw-slot class="lines" name="overview.coverage" .context=${{}}></dw-slot>`,
    })}</dw-card>`;
  }
}
