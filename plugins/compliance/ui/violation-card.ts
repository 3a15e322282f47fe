import { baseStyles, DataWaveElement, severityWord, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { STATES, type Violation } from './api.ts';
import { dayWords, stateTitle } from './state-words.ts';

/** A violation as a card of the board. Fires `dw-open`, and `dw-move` with a state. */
export class ComplianceViolationCard extends DataWaveElement {
  static override properties = { violation: { attribute: false }, isWritable: { type: Boolean } };
  declare violation: Violation;
  declare isWritable: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: grid; gap: var(--dw-space-2); padding: var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface); box-shadow: var(--dw-shadow); cursor: pointer; }
      :host(:hover) { border-color: var(--dw-border-strong); }
      :host(:focus-visible) { outline: 2px solid var(--dw-focus); outline-offset: 1px; }
      .head { display: flex; align-items: center; justify-content: space-between; gap: var(--dw-space-2); }
      .where { font-weight: 550; overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
      .foot { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-3); }
      .foot span { display: inline-flex; align-items: center; gap: 0.25rem; min-width: 0; overflow-wrap: anywhere; }
      .late { color: var(--dw-danger-text); font-weight: 560; }
    `,
  ];

  constructor() {
    super();
    this.isWritable = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this, 'click', (event) => {
      const isOfMenu = event
        .composedPath()
        .some((target) => target instanceof HTMLElement && target.localName === 'dw-menu');
      if (!isOfMenu) this.dispatchEvent(new Event('dw-open'));
    });
    this.setAttribute('role', 'group');
  }

  override willUpdate(): void {
    const { severity, assetName, column, control } = this.violation;
    this.setAttribute(
      'aria-label',
      t('{severity}: {where}, {control}', {
        ...{ severity: severityWord(severity), control },
        where: column === null ? assetName : `${assetName} ${column}`,
      }),
    );
  }

  override render(): unknown {
    const { violation } = this;
    const { column, dueOn, owner, ownerName, state, waiver } = violation;
    const isLate =
      dueOn !== null &&
      dueOn < new Date().toISOString().slice(0, 10) &&
      (state === 'open' || state === 'in-progress');
    return html`<div class="head"><dw-severity .level=${violation.severity}></dw-severity>${
      this.isWritable
        ? html`<dw-menu label=${t('Move to another column')} size="small" variant="quiet" .items=${STATES.filter((other) => other !== state).map((other) => ({ title: stateTitle(other), act: () => this.dispatchEvent(new CustomEvent('dw-move', { detail: other })) }))}></dw-menu>`
        : nothing
    }</div>
      <span class="where"><bdi>${violation.assetName.slice(0, 300)}</bdi>${column === null ? nothing : html` · <bdi>${column.slice(0, 300)}</bdi>`}</span>
      <span class="muted small">${violation.control} · ${t(violation.controlTitle)}</span>
      <div class="foot muted small">
        ${owner === null ? nothing : html`<span><dw-icon name="user"></dw-icon><bdi>${ownerName ?? owner}</bdi></span>`}
        ${dueOn === null ? nothing : html`<span class=${isLate ? 'late' : ''}><dw-icon name="calendar"></dw-icon>${isLate ? t('was due {day}', { day: dayWords(dueOn) }) : t('due {day}', { day: dayWords(dueOn) })}</span>`}
        ${waiver === null ? nothing : html`<span><dw-icon name="clock"></dw-icon>${t('until {day}', { day: dayWords(waiver.until) })}</span>`}
        ${state === 'resolved' ? nothing : html`<span><dw-time at=${violation.openedAt}></dw-time></span>`}
      </div>`;
  }
}
