import {
  baseStyles,
  DataWaveElement,
  type ListPage,
  layoutStyles,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import { type Drift, scanHref } from './api.ts';
import { driftCard, driftStyles } from './drift-card.ts';

const MOST_RUNS = 20;
const MOST_DRIFTS = 50;

interface DriftingRun {
  readonly id: string;
  readonly source: { readonly id: string; readonly title: string };
  readonly at: string;
  readonly assets: number;
}

/** Assets that had another shape when their sources were last scanned, source by source. */
export class ScansDriftPage extends DataWaveElement {
  #runs = new Resource(
    this,
    () => 'drift',
    async (_, signal) => {
      const { drifted } = await this.shell.api.get<{ readonly drifted: readonly DriftingRun[] }>(
        '/scans/attention',
        {
          signal,
        },
      );
      const shown = drifted.slice(0, MOST_RUNS);
      return Promise.all(
        shown.map(async (run) => ({
          run,
          page: await this.shell.api.get<ListPage<Drift>>(`/scans/${encodeURIComponent(run.id)}/drift`, {
            query: { limit: MOST_DRIFTS },
            signal,
          }),
        })),
      );
    },
    { follows: ['scans'] },
  );
  static override styles = [baseStyles, layoutStyles, driftStyles];

  override render(): unknown {
    return html`<dw-page-header heading=${t('Schema changes')} .crumbs=${[{ title: t('Scans'), href: '/scans' }]}>
        <p slot="sub">${t('Assets whose columns were other ones when their source was last scanned, within the last 7 days.')}</p></dw-page-header>
      ${this.#runs.view({
        ready: (runs) =>
          runs.length === 0
            ? html`<dw-card><dw-empty icon="success" heading=${t('No schema has changed')}>${t('All assets have the columns that they had before.')}</dw-empty></dw-card>`
            : html`<div class="stack loose">${runs.map(
                ({ run, page }) =>
                  html`<section class="stack tight"><h2><a href=${scanHref(run.id)}>${run.source.title}</a></h2>${driftCard(page.items, page.nextCursor !== null)}</section>`,
              )}</div>`,
      })}`;
  }
}
