import { baseStyles, DataWaveElement, layoutStyles, PagedList } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { isWorking, type ListedScan } from './api.ts';
import { scansTable } from './scans-table.ts';

const REFRESH_MS = 3000;

/** All runs, newest first; read again every few seconds while one is at work. */
export class ScansPage extends DataWaveElement {
  #runs = new PagedList<ListedScan>(this, () => ({ path: '/scans', query: {} }));
  static override styles = [
    baseStyles,
    layoutStyles,
    css`.more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }`,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && this.#runs.items.some((run) => isWorking(run.state)))
        void this.#runs.reload();
    }, REFRESH_MS);
    this.onDisconnect(() => clearInterval(timer));
  }

  override render(): unknown {
    return html`<dw-page-header heading="Scans"><p slot="sub">Every run over your sources.</p></dw-page-header>
      <dw-card flush>${this.#runs.view({
        ready: (runs) =>
          runs.length === 0
            ? html`<dw-empty icon="scan" heading="No scan yet">Open a source and scan it.<dw-button slot="actions" href="/sources">See sources</dw-button></dw-empty>`
            : scansTable(runs, { withSource: true, label: 'Scans' }),
      })}</dw-card>`;
  }
}
