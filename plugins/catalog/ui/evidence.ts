import {
  baseStyles,
  type Classification,
  DataWaveElement,
  type Evidence,
  type EvidenceSignal,
  formatConfidence,
  formatNumber,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

const SPEAKS: Readonly<Record<EvidenceSignal, string>> = {
  name: 'Its name speaks',
  comment: 'Its comment speaks',
  'data-type': 'Its data type speaks',
  pattern: 'A pattern speaks',
  checksum: 'A checksum speaks',
  dictionary: 'A word list speaks',
  shape: 'The shape of its values speaks',
  neighbour: 'Its neighbours speak',
  key: 'Its keys speak',
  model: 'A model speaks',
  text: 'The text of its values speaks',
  rule: 'A rule of this workspace speaks',
  feedback: 'What people decided before speaks',
  negative: 'A counter-sign speaks',
};

/** How a weight (natural-log likelihood ratio) reads: e^3 is about 20 to 1. */
function strength(weight: number): string {
  const size = Math.abs(weight);
  return size >= 3 ? 'strongly' : size >= 1.5 ? 'clearly' : size >= 0.5 ? 'somewhat' : 'slightly';
}

/** Why a verdict stands, as sentences with their weights, strongest first. */
export class CatalogEvidence extends DataWaveElement {
  static override properties = { verdict: { attribute: false } };
  declare verdict: Classification;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      p { text-wrap: pretty; }
      ul { display: grid; gap: var(--dw-space-2); margin-top: var(--dw-space-3); }
      li { display: grid; grid-template-columns: 3.25rem minmax(0, 1fr); gap: var(--dw-space-3); align-items: baseline; }
      .weight { justify-self: start; padding: 0 0.375rem; border-radius: var(--dw-radius-s); font-size: var(--dw-font-size-xs); font-weight: 600; font-variant-numeric: tabular-nums; background: var(--dw-success-soft); color: var(--dw-success-text); }
      .against .weight { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
    `,
  ];

  override render(): unknown {
    const { verdict } = this;
    return html`<h3>${verdict.question === 'contains' ? 'Evidence that it contains' : 'Evidence for'} ${this.infoTypeTitle(verdict.infoType)}</h3>
      <p class="muted small">Confidence ${formatConfidence(verdict.confidence)}${verdict.sampled === 0 ? nothing : html`; ${formatNumber(verdict.matched)} of ${formatNumber(verdict.sampled)} distinct values matched`}. Category <code>${verdict.category}</code>${verdict.status === 'suggested' ? nothing : html`, ${verdict.status}`}.</p>
      <p>${verdict.explanation}</p>
      <ul role="list" aria-label="Evidence">${verdict.evidence.map((entry) => this.#sentence(entry))}</ul>`;
  }

  #sentence(entry: Evidence): unknown {
    const isFor = entry.weight >= 0;
    const weight = `${isFor ? '+' : '−'}${Math.abs(entry.weight).toFixed(1)}`;
    const detail = entry.detail.replace(/\.$/, '');
    return html`<li class=${isFor ? 'for' : 'against'}><span class="weight" title="Natural-log likelihood ratio">${weight}</span>
      <span>${SPEAKS[entry.signal]} ${strength(entry.weight)} ${isFor ? 'for' : 'against'} it: ${detail}. <span class="muted small mono">${entry.classifier}</span></span></li>`;
  }
}
