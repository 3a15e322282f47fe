import { baseStyles, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ListedScan } from './api.ts';
import { queueStyles, runsTables } from './queue-table.ts';

/** A source's latest runs, on its page. */
export class ScansSourceSection extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly source: { readonly id: string } };
  #runs = new Resource(
    this,
    () => this.context.source.id,
    (source, signal) => this.shell.api.list<ListedScan>('/scans', { query: { source, limit: 5 }, signal }),
    { follows: ['scan-progress'] },
  );
  static override styles = [baseStyles, layoutStyles, queueStyles];

  override render(): unknown {
    return html`<dw-card heading=${t('Scans')} flush>${this.#runs.view({
      ready: (page) =>
        page.items.length === 0
          ? html`<dw-empty icon="scan" heading=${t('Not scanned yet')}>${this.shell.may('scans:run') ? t('Scan it to see what its columns hold.') : nothing}</dw-empty>`
          : runsTables(page.items, { withSource: false, label: t('Scans of this source') }),
    })}</dw-card>`;
  }
}
