import { baseStyles, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import type { ListedScan } from './api.ts';
import { queueStyles, runsTables } from './queue-table.ts';

/** The latest runs, on the overview. Hides itself while there is none. */
export class ScansLatestCard extends DataWaveElement {
  #runs = new Resource(
    this,
    () => 'latest',
    (_, signal) => this.shell.api.list<ListedScan>('/scans', { query: { limit: 5 }, signal }),
    { follows: ['scan-progress'] },
  );
  static override styles = [baseStyles, layoutStyles, queueStyles];

  override willUpdate(): void {
    this.hidden = this.#runs.value?.items.length === 0;
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Latest scans')} flush><dw-button slot="actions" variant="quiet" size="small" href="/scans">${t('All scans')}</dw-button>
      ${this.#runs.view({ ready: ({ items }) => runsTables(items, { withSource: true, label: t('Latest scans') }) })}</dw-card>`;
  }
}
