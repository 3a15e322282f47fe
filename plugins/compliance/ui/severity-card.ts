import {
  type Bar,
  baseStyles,
  count,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  Resource,
  severityTone,
  severityWord,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { type ViolationCounts, WORST_FIRST } from './api.ts';

const SHOWN_CONTROLS = 4;

/** Open violations by severity and the articles most concerned, on the overview. Hides itself while there is none. */
export class ComplianceSeverityCard extends DataWaveElement {
  #counts = new Resource(
    this,
    () => 'counts',
    (_, signal) => this.shell.api.get<ViolationCounts>('/violations/summary', { signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; gap: var(--dw-space-1); margin-block-start: var(--dw-space-5); padding-block-start: var(--dw-space-4); border-block-start: 1px solid var(--dw-border); }
      li a { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) auto; gap: var(--dw-space-3); align-items: baseline; color: inherit; padding: 0.125rem 0; }
      li strong { font-weight: 550; }
    `,
  ];

  override willUpdate(): void {
    this.hidden = this.#counts.value?.open === 0;
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Open violations')}><dw-button slot="actions" variant="quiet" size="small" href="/compliance">${t('See all')}</dw-button>
      ${this.#counts.view({ ready: (counts) => this.#content(counts) })}</dw-card>`;
  }

  #content(counts: ViolationCounts): unknown {
    const bars: readonly Bar[] = WORST_FIRST.map((severity) => ({
      label: severityWord(severity),
      value: counts.bySeverity[severity],
      tone: severityTone(severity),
      href: withQuery('/compliance', { severity }),
    }));
    return html`<dw-bars label=${t('Open violations by severity')} .bars=${bars}></dw-bars>
      <ul role="list" aria-label=${t('Articles most concerned')}>${counts.byControl
        .slice(0, SHOWN_CONTROLS)
        .map(
          (control) => html`
        <li><a href=${withQuery('/compliance', { control: control.control })}><strong class="truncate">${control.control}</strong><span class="muted truncate" title=${t(control.title)}>${t(control.title)}</span><span class="number"><span aria-hidden="true">${formatNumber(control.violations)}</span><span class="visually-hidden">${count(control.violations, 'violation')}</span></span></a></li>`,
        )}</ul>`;
  }
}
