import {
  baseStyles,
  count,
  DataWaveElement,
  layoutStyles,
  Resource,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { CatalogCounts } from './api.ts';
import { infoTypeBars, sensitivityParts } from './overview-cards.ts';

/** What is known of one source: sensitive columns by type and the columns by sensitivity. */
class FoundSection extends DataWaveElement {
  #counts = new Resource(
    this,
    () => this.sourceId(),
    (source, signal) => this.shell.api.get<CatalogCounts>('/assets/summary', { query: { source }, signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: var(--dw-space-5) var(--dw-space-7); }
      h3 { margin-block-end: var(--dw-space-3); }
    `,
  ];

  protected sourceId(): string {
    return '';
  }

  protected heading(): string {
    return t('What it holds');
  }

  override willUpdate(): void {
    this.hidden = (this.#counts.value?.assets ?? 0) === 0;
  }

  override render(): unknown {
    return this.#counts.view({
      loading: () => nothing,
      ready: (
        counts,
      ) => html`<dw-card heading=${this.heading()} note=${t('{assets}, {columns}, {n, number} sensitive', { assets: count(counts.assets, 'asset'), columns: count(counts.columns, 'column'), n: counts.sensitiveColumns })}>
        <dw-button slot="actions" size="small" icon="table" href=${withQuery('/assets', { source: this.sourceId() })}>${t('See assets')}</dw-button>
        <div class="halves"><div><h3>${t('Sensitive columns by type')}</h3>${infoTypeBars(counts, this.infoTypeTitle, this.sourceId())}</div><div><h3>${t('Columns by sensitivity')}</h3>${sensitivityParts(counts, this.sourceId())}</div></div>
      </dw-card>`,
    });
  }
}

/** On a source's page. */
export class CatalogSourceSection extends FoundSection {
  static override properties = { context: { attribute: false } };
  declare context: { readonly source: { readonly id: string } };

  protected override sourceId(): string {
    return this.context.source.id;
  }
}

/** On a scan's page, once it has ended. */
export class CatalogScanSection extends FoundSection {
  static override properties = { context: { attribute: false } };
  declare context: { readonly scan: { readonly sourceId: string } };

  protected override sourceId(): string {
    return this.context.scan.sourceId;
  }

  protected override heading(): string {
    return t('What it found');
  }
}
