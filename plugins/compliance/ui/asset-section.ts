import { baseStyles, count, DataWaveElement, layoutStyles, PagedList, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Violation } from './api.ts';
import { groupViolations } from './group-violations.ts';

/** What the frameworks ask of one asset, on its page. */
export class ComplianceAssetSection extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly asset: { readonly urn: string } };
  #violations = new PagedList<Violation, { readonly total: number }>(this, () => ({
    path: '/violations',
    query: { state: 'standing', asset: this.context.asset.urn },
  }));
  static override styles = [
    baseStyles,
    layoutStyles,
    css`.more { display: grid; place-items: center; padding: var(--dw-space-2); border-block-start: 1px solid var(--dw-border); }`,
  ];

  override render(): unknown {
    return html`<dw-card heading=${t('What the law asks')} note=${this.#violations.page === undefined ? '' : count(this.#violations.page.total, 'open violation')} flush>
      ${this.#violations.view({
        ready: (violations) =>
          violations.length === 0
            ? html`<dw-empty icon="success" heading=${t('No open violation')}>${t('The frameworks ask nothing more of this asset.')}</dw-empty>`
            : repeat(
                groupViolations(violations),
                ([violation]) => violation.id,
                (group) =>
                  html`<compliance-violation .group=${group} .onAsset=${true}></compliance-violation>`,
              ),
      })}</dw-card>`;
  }
}
