import { baseStyles, DataWaveElement, Resource, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ListedScan } from './api.ts';

/** How a source's last run went, in a row of the list of sources. */
export class ScansSourceStatus extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly source: { readonly id: string } };
  #last = new Resource(
    this,
    () => this.context.source.id,
    (source, signal) => this.shell.api.list<ListedScan>('/scans', { query: { source, limit: 1 }, signal }),
  );
  static override styles = [baseStyles];

  override render(): unknown {
    return this.#last.view({
      loading: () => nothing,
      failed: () => nothing,
      ready: (page) => {
        const run = page.items[0];
        if (run === undefined) return html`<span class="muted small">${t('not scanned yet')}</span>`;
        return html`<scans-state-badge .state=${run.state}></scans-state-badge> <dw-time class="muted small" at=${run.finishedAt ?? run.createdAt}></dw-time>`;
      },
    });
  }
}
