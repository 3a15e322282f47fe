import { baseStyles, count, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ViolationCounts } from './api.ts';

/** The articles that one source's data touches, on its page. Hides itself while there is none. */
export class ComplianceSourceSection extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly source: { readonly id: string } };
  #counts = new Resource(
    this,
    () => this.context.source.id,
    (source, signal) =>
      this.shell.api.get<ViolationCounts>('/violations/summary', { query: { source }, signal }),
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; }
      li { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) auto; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); padding: 0.6875rem var(--dw-space-5); border-block-end: 1px solid var(--dw-border); }
      li:last-child { border-block-end: 0; }
      strong { font-weight: 570; }
      @media (max-width: 640px) { li { grid-template-columns: minmax(0, 1fr) auto; padding-inline: var(--dw-space-4); } .title { grid-column: 1 / -1; grid-row: 2; } }
    `,
  ];

  override willUpdate(): void {
    this.hidden = (this.#counts.value?.open ?? 0) === 0;
  }

  override render(): unknown {
    return this.#counts.view({
      loading: () => nothing,
      ready: (
        counts,
      ) => html`<dw-card heading=${t('What the law asks')} note=${count(counts.open, 'open violation')} flush>
      <ul role="list">${counts.byControl.map(
        (
          control,
        ) => html`<li><strong>${control.control}</strong><span class="title muted">${t(control.title)}</span>
        <span class="row"><dw-severity .level=${control.severity}></dw-severity><span class="number small muted">${count(control.violations, 'violation')}</span></span></li>`,
      )}</ul></dw-card>`,
    });
  }
}
