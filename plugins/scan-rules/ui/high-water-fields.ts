import { describedBy, fieldOf, t, textOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Fault, faultAt, type HighWaterColumn, type RuleDocument } from './api.ts';

const MOST = 50;
const MOST_DAYS = 3650;

interface Fields {
  readonly draft: RuleDocument;
  readonly faults: readonly Fault[];
  readonly disabled: boolean;
  readonly change: (changed: Partial<RuleDocument>) => void;
}

/** Which columns tell what changed, each for the assets that a pattern fits. */
export function highWaterFields(fields: Fields): unknown {
  const { draft, faults, disabled, change } = fields;
  const lines = draft.highWater ?? [];
  const fault = faultAt(faults, '/highWater');
  const set = (at: number, changed: Partial<HighWaterColumn>): void =>
    change({ highWater: lines.map((line, index) => (index === at ? { ...line, ...changed } : line)) });
  const input = (
    at: number,
    label: string,
    placeholder: string,
    value: string,
    most: number,
    write: (text: string) => void,
  ): unknown =>
    html`<input class="code" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength=${most} placeholder=${placeholder} aria-label=${t('{field}, line {n}', { field: label, n: at + 1 })}
      aria-describedby=${fault === null ? 'high-water-help' : 'high-water-help high-water-fault'} aria-invalid=${fault === null ? nothing : 'true'}
      .value=${live(value)} @input=${(event: Event) => write(textOf(event))}>`;
  return html`<details ?open=${lines.length > 0 || fault !== null}><summary>${t('Columns that tell what changed')}</summary><div class="stack">
    <div class="field" role="group" aria-labelledby="high-water-label">
      <span class="label" id="high-water-label">${t('Column that only grows, by assets')}</span>
      <p class="help" id="high-water-help">${t('For assets of which the source does not tell whether they changed, such as updated_at or id: they are read when its highest value went on. The first line that fits an asset counts.')}</p>
      <ul role="list" class="thresholds">${lines.map(
        ({ assets, column }, at) => html`<li class="growing">
        ${input(at, t('Assets named'), 'shop.*', assets, 300, (text) => set(at, { assets: text }))}
        ${input(at, t('Column'), 'updated_at', column, 200, (text) => set(at, { column: text }))}
        ${disabled ? nothing : html`<dw-button size="small" variant="quiet" icon="trash" label=${t('Remove line {n}', { n: at + 1 })} @click=${() => change({ highWater: lines.filter((_, index) => index !== at) })}></dw-button>`}</li>`,
      )}</ul>
      ${fault === null ? nothing : html`<p class="fault" id="high-water-fault"><dw-icon name="error"></dw-icon>${fault}</p>`}
      ${disabled || lines.length >= MOST ? nothing : html`<div class="row"><dw-button size="small" icon="plus" @click=${() => change({ highWater: [...lines, { assets: '', column: '' }] })}>${t('Add a column')}</dw-button></div>`}
    </div>
    ${lines.length === 0 ? nothing : daysField(fields)}</div></details>`;
}

/** After how long what the columns do not tell is looked for. */
function daysField({ draft, faults, change }: Fields): unknown {
  const days = {
    help: t(
      'Rows that changed without their column, and rows that were deleted, are seen then. Never, when empty.',
    ),
    fault: faultAt(faults, '/fullReadEveryDays'),
  };
  return fieldOf(
    'full-read-every-days',
    t('Read again anyway after, in days'),
    html`<input id="full-read-every-days" class="narrow" type="number" inputmode="numeric" min="1" max=${MOST_DAYS} step="1" placeholder=${t('never')} .value=${live(String(draft.fullReadEveryDays ?? ''))}
      aria-invalid=${days.fault === null ? nothing : 'true'} aria-describedby=${describedBy('full-read-every-days', days)} @change=${(event: Event) => change({ fullReadEveryDays: daysOf(textOf(event)) })}>`,
    days,
  );
}

/** Null for never. */
function daysOf(text: string): number | null {
  const days = Math.round(Number(text));
  return text.trim() === '' || !Number.isFinite(days) ? null : Math.min(MOST_DAYS, Math.max(1, days));
}
