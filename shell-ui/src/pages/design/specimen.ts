import { t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** One element or pattern as the page of the design system shows it. */
export interface Specimen {
  /** As it is written: `dw-button`, `tabsOf(…)`. */
  readonly name: string;
  /** What it is for. */
  readonly purpose: string;
  readonly example: unknown;
  /** Attributes and properties with what they do. */
  readonly attributes?: readonly (readonly [name: string, what: string])[];
  readonly instead?: readonly [good: string, bad: string];
  /** Whether the example reaches the edges, as a table does. */
  readonly isFlush?: boolean;
}

/** How specimens are laid out. */
export const specimenStyles = css`
  :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
  .purpose { color: var(--dw-text-muted); max-width: 60rem; }
  .example { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-3); padding: var(--dw-space-5) 0; }
  .example.flush { display: block; padding: 0; margin-block: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); overflow: clip; }
  .example > .wide { flex: 1 1 100%; min-width: 0; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-4); font-size: var(--dw-font-size-s); }
  dt { font-family: var(--dw-font-mono); overflow-wrap: anywhere; }
  dd { margin: 0; color: var(--dw-text-muted); }
  .advice { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: var(--dw-space-3); margin-top: var(--dw-space-4); }
  .advice p { display: flex; gap: var(--dw-space-2); padding: var(--dw-space-3); border-radius: var(--dw-radius); font-size: var(--dw-font-size-s); }
  .advice dw-icon { margin-top: 0.15em; }
  .good { background: var(--dw-success-soft); color: var(--dw-success-text); }
  .bad { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
  @media (max-width: 640px) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: var(--dw-space-2); } }
`;

/** Draws a specimen in a card of its own. */
export const drawSpecimen = ({ name, purpose, example, attributes, instead, isFlush }: Specimen): unknown =>
  html`<dw-card heading=${name}><p class="purpose">${purpose}</p><div class="example ${isFlush ? 'flush' : ''}">${example}</div>
    ${attributes === undefined ? nothing : html`<dl>${attributes.map(([attribute, what]) => html`<dt>${attribute}</dt><dd>${what}</dd>`)}</dl>`}
    ${
      instead === undefined
        ? nothing
        : html`<div class="advice"><p class="good"><dw-icon name="check"></dw-icon><span><strong>${t('Do')}</strong> ${instead[0]}</span></p><p class="bad"><dw-icon name="close"></dw-icon><span><strong>${t('Do not')}</strong> ${instead[1]}</span></p></div>`
    }</dw-card>`;
