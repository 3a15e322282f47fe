import {
  baseStyles,
  type Classification,
  DataWaveElement,
  type Evidence,
  explanationText,
  formatConfidence,
  formatNumber,
  rich,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing, svg } from 'lit';
import { statusWord } from './words.ts';

/** A weight beyond this fills its bar; e^6 is about 400 to 1. */
const FULL = 6;

/** What speaks: the subject of the sentence about a piece of evidence. */
function speaker({ signal }: Evidence): string {
  switch (signal) {
    case 'name':
      return t('Its name');
    case 'comment':
      return t('Its comment');
    case 'data-type':
      return t('Its data type');
    case 'pattern':
      return t('A pattern');
    case 'checksum':
      return t('A checksum');
    case 'dictionary':
      return t('A word list');
    case 'shape':
      return t('The shape of its values');
    case 'neighbour':
      return t('Its neighbours');
    case 'key':
      return t('Its keys');
    case 'model':
      return t('A model');
    case 'text':
      return t('The text of its values');
    case 'rule':
      return t('A rule of this workspace');
    case 'feedback':
      return t('What people decided before');
    case 'negative':
      return t('A counter-sign');
  }
}

/** How a weight (natural-log likelihood ratio) reads: e^3 is about 20 to 1. */
function strength(weight: number): string {
  const size = Math.abs(weight);
  return size >= 3 ? t('strongly') : size >= 1.5 ? t('clearly') : size >= 0.5 ? t('somewhat') : t('slightly');
}

/** Why a verdict stands, and what speaks against it: each piece of evidence in words, with its weight as a bar, strongest first. */
export class CatalogEvidence extends DataWaveElement {
  static override properties = { verdict: { attribute: false } };
  declare verdict: Classification;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; padding-block-end: var(--dw-space-4); border-block-end: 1px solid var(--dw-border); }
      p { text-wrap: pretty; margin-block-end: var(--dw-space-2); }
      .title { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); margin-block-end: var(--dw-space-2); }
      h4 { margin-block: var(--dw-space-3) var(--dw-space-2); font-size: var(--dw-font-size-s); color: var(--dw-text-muted); font-weight: 600; }
      ul { display: grid; gap: var(--dw-space-3); }
      li { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: var(--dw-space-3); align-items: start; }
      .weight { display: grid; gap: 0.25rem; font-size: var(--dw-font-size-xs); font-weight: 600; font-variant-numeric: tabular-nums; color: var(--dw-success-text); }
      .against .weight { color: var(--dw-danger-text); }
      svg { display: block; width: 100%; height: 0.375rem; border-radius: 999px; background: var(--dw-track); }
      rect { fill: var(--dw-success-fill); }
      .against rect { fill: var(--dw-danger-fill); }
    `,
  ];

  override render(): unknown {
    const { verdict } = this;
    const title = this.infoTypeTitle(verdict.infoType);
    const [pro, contra] = [
      verdict.evidence.filter(({ weight }) => weight >= 0),
      verdict.evidence.filter(({ weight }) => weight < 0),
    ];
    return html`<div class="title"><h3>${verdict.question === 'contains' ? t('Contains {what}', { what: title }) : title}</h3><dw-sensitivity .level=${verdict.sensitivity}></dw-sensitivity>${verdict.status === 'suggested' ? nothing : html`<dw-badge tone=${verdict.status === 'rejected' ? 'neutral' : 'success'}>${statusWord(verdict.status)}</dw-badge>`}</div>
      <p class="muted small">${rich('Confidence {share}, category <c>{category}</c>', { share: formatConfidence(verdict.confidence), category: verdict.category, c: (parts) => html`<code>${parts}</code>` })}${
        verdict.sampled === 0
          ? nothing
          : html`<br>${t('{matched} of {sampled} distinct values matched', { matched: formatNumber(verdict.matched), sampled: formatNumber(verdict.sampled) })}`
      }</p>
      <p>${explanationText(verdict, title)}</p>
      ${pro.length === 0 ? nothing : html`<h4>${t('What speaks for it')}</h4>${this.#list(pro, t('What speaks for it'))}`}
      ${contra.length === 0 ? nothing : html`<h4>${t('What speaks against it')}</h4>${this.#list(contra, t('What speaks against it'))}`}`;
  }

  #list(evidence: readonly Evidence[], label: string): unknown {
    return html`<ul role="list" aria-label=${label}>${evidence.map((entry) => this.#sentence(entry))}</ul>`;
  }

  #sentence(entry: Evidence): unknown {
    const isFor = entry.weight >= 0;
    const weight = `${isFor ? '+' : '−'}${formatNumber(Math.round(Math.abs(entry.weight) * 10) / 10)}`;
    const who = speaker(entry);
    const how = strength(entry.weight);
    const said = isFor ? t('{who}, {how} for it', { who, how }) : t('{who}, {how} against it', { who, how });
    return html`<li class=${isFor ? 'for' : 'against'}><span class="weight" title=${t('Natural-log likelihood ratio')}>${weight}<svg aria-hidden="true">${svg`<rect height="100%" width="${Math.min(1, Math.abs(entry.weight) / FULL) * 100}%"></rect>`}</svg></span>
      <span>${said}: ${saidText(entry.detail).replace(/\.$/, '')}. <span class="muted small mono">${entry.classifier}</span></span></li>`;
  }
}
