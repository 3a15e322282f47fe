import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { chartOf } from '@datawave/plugin-sdk/ui/chart';
import { html, nothing } from 'lit';
import type { AssetHistory } from './api.ts';

/** How many rows an asset had in each of its last scans. Hides itself where there is nothing to compare. */
export class CatalogRowCounts extends DataWaveElement {
  static override properties = { observations: { attribute: false } };
  declare observations: AssetHistory['observations'];
  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.observations = [];
  }

  override willUpdate(): void {
    this.hidden = this.observations.filter(({ rowCount }) => rowCount !== null).length < 2;
  }

  override render(): unknown {
    if (this.hidden) return nothing;
    const oldest = this.observations.toReversed();
    return html`<dw-card heading=${t('Rows over its scans')}>${chartOf({
      kind: 'line',
      label: t('Rows over its scans'),
      labelTitle: t('Scan'),
      labels: oldest.map(({ at }) => new Date(at)),
      series: [{ label: t('Rows'), values: oldest.map(({ rowCount }) => rowCount) }],
      height: 180,
    })}</dw-card>`;
  }
}
