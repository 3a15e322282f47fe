import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { Playbook } from './api.ts';

/** A step was done, or is to be done again. */
export class StepMarked extends Event {
  readonly step: { readonly id: string; readonly isDone: boolean };

  constructor(step: StepMarked['step']) {
    super('dw-step-marked');
    this.step = step;
  }
}

/** What to do, step by step, and which steps are done. Fires {@link StepMarked}. */
export class SecurityMonitorPlaybook extends DataWaveElement {
  static override properties = {
    playbook: { attribute: false },
    steps: { attribute: false },
    isWritable: { type: Boolean },
  };
  declare playbook: Playbook | null;
  /** Those that are done: `SECTION.STEP`, counted from 1. */
  declare steps: readonly string[];
  declare isWritable: boolean;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      h3 { margin-block: var(--dw-space-4) 0; }
      ol { margin: 0; padding: 0; list-style: none; }
      li { margin-block-start: var(--dw-space-2); }
      label, .step { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-2); align-items: start; }
      label { padding-block: 0.125rem; cursor: pointer; }
      input { width: 1.125rem; height: 1.125rem; margin: 0.125rem 0 0; accent-color: var(--dw-accent); cursor: pointer; }
      .done { color: var(--dw-text-muted); text-decoration: line-through; text-decoration-thickness: 1px; }
      .progress { margin-block: var(--dw-space-3) 0; }
    `,
  ];

  constructor() {
    super();
    this.playbook = null;
    this.steps = [];
    this.isWritable = false;
  }

  override render(): unknown {
    const { playbook } = this;
    if (playbook === null) return null;
    const all = playbook.sections.flatMap(({ steps }, section) =>
      steps.map((_, step) => `${section + 1}.${step + 1}`),
    );
    const done = all.filter((id) => this.steps.includes(id)).length;
    return html`<dw-card heading=${t('Playbook')}><p><strong>${playbook.title}.</strong> ${playbook.intro}</p>
      <div class="progress"><dw-progress value=${done / Math.max(1, all.length)} label=${t('{done} of {all} steps are done', { done, all: all.length })}></dw-progress>
        <p class="muted small">${t('{done} of {all} steps are done', { done, all: all.length })}</p></div>
      ${playbook.sections.map(
        (section, index) =>
          html`<h3>${section.title}</h3><ol>${section.steps.map((step, at) => html`<li>${this.#step(`${index + 1}.${at + 1}`, step)}</li>`)}</ol>`,
      )}</dw-card>`;
  }

  #step(id: string, text: string): unknown {
    const isDone = this.steps.includes(id);
    const words = html`<span class=${isDone ? 'done' : ''}>${text}</span>`;
    if (!this.isWritable)
      return html`<span class="step"><dw-icon name=${isDone ? 'check' : 'minus'} label=${isDone ? t('done', {}, 'step') : t('to do', {}, 'step')}></dw-icon>${words}</span>`;
    return html`<label><input type="checkbox" .checked=${isDone} @change=${() => this.dispatchEvent(new StepMarked({ id, isDone: !isDone }))}>${words}</label>`;
  }
}
