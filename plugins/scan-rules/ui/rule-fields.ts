import { checkboxOf, describedBy, fieldOf, msg, t, textOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Choice, type Fault, faultAt, type RuleDocument, type Selection, type Strategy } from './api.ts';
import { ChipsChange } from './chips.ts';
import { ConditionsChange } from './conditions-editor.ts';
import { highWaterFields } from './high-water-fields.ts';

/** What the parts of the form are given. */
export interface RuleFields {
  readonly draft: RuleDocument;
  readonly sources: readonly Choice[];
  readonly classifiers: readonly Choice[];
  readonly frameworks: readonly Choice[];
  readonly faults: readonly Fault[];
  readonly disabled: boolean;
  readonly change: (changed: Partial<RuleDocument>) => void;
}

const invalid = (fault: string | null): unknown => (fault === null ? nothing : 'true');

/** What a rule is called and which sources it is for. */
export function identityFields({ draft, sources, faults, disabled, change }: RuleFields): unknown {
  const title = { fault: faultAt(faults, '/title') };
  const gone = draft.sources.filter((id) => !sources.some((source) => source.id === id));
  return html`<dw-card heading=${t('Rule')}><fieldset ?disabled=${disabled}>
    <legend class="visually-hidden">${t('Rule')}</legend>
    ${fieldOf('title', t('Name'), html`<input id="title" autocomplete="off" placeholder=${t('Nightly, what changed')} maxlength="120" aria-required="true" .value=${live(draft.title)} aria-invalid=${invalid(title.fault)} aria-describedby=${describedBy('title', title)} @input=${(event: Event) => change({ title: textOf(event) })}>`, title)}
    ${fieldOf('description', t('Description'), html`<textarea id="description" rows="2" maxlength="2000" .value=${live(draft.description)} @input=${(event: Event) => change({ description: textOf(event) })}></textarea>`)}
    ${choices({
      label: t('Sources'),
      none: t('All sources, also those that are added later'),
      chosen: draft.sources,
      offered: [...sources, ...gone.map((id) => ({ id, title: t('A source that is gone') }))],
      fault: faultAt(faults, '/sources'),
      change: (chosen) => change({ sources: chosen }),
    })}
  </fieldset></dw-card>`;
}

/** Which assets and columns. */
export function selectionFields({ draft, faults, disabled, change }: RuleFields): unknown {
  const { assets, columns } = draft;
  const isOfColumns = columns.include.length > 0 || columns.exclude.length > 0 || columns.where !== null;
  return html`<dw-card heading=${t('What is scanned')} note=${t('* stands for any characters, ? for one, {a,b} for one of several. Capitals count.')}><fieldset ?disabled=${disabled}>
    <legend class="visually-hidden">${t('What is scanned')}</legend>
    ${selection('assets', 'asset', assets, faults, disabled, (changed) => change({ assets: { ...assets, ...changed } }))}
    <details ?open=${isOfColumns || faultAt(faults, '/columns') !== null}><summary>${t('Only some columns')}</summary><div class="stack">
      ${selection('columns', 'column', columns, faults, disabled, (changed) => change({ columns: { ...columns, ...changed } }))}
    </div></details>
  </fieldset></dw-card>`;
}

function selection(
  part: 'assets' | 'columns',
  topic: 'asset' | 'column',
  value: Selection,
  faults: readonly Fault[],
  disabled: boolean,
  change: (changed: Partial<Selection>) => void,
): unknown {
  const chips = (list: 'include' | 'exclude', label: string, help: string, placeholder: string): unknown =>
    html`<scan-rules-chips label=${label} help=${help} placeholder=${placeholder} .items=${value[list]} .fault=${faultAt(faults, `/${part}/${list}`)} ?disabled=${disabled}
      @scan-rules-chips=${(event: Event) => {
        if (event instanceof ChipsChange) change({ [list]: event.items });
      }}></scan-rules-chips>`;
  return html`<div class="pair">
      ${chips('include', topic === 'asset' ? t('Only assets named') : t('Only columns named'), topic === 'asset' ? t('All assets when empty.') : t('All columns when empty.'), topic === 'asset' ? 'hr.*' : '*_name')}
      ${chips('exclude', topic === 'asset' ? t('Not assets named') : t('Not columns named'), t('Counts more than what is included.'), topic === 'asset' ? '*.tmp_*' : 'note*')}
    </div>
    <scan-rules-conditions id="${part}-where" topic=${topic} label=${topic === 'asset' ? t('Only assets for which this holds') : t('Only columns for which this holds')} .value=${value.where} .fault=${faultAt(faults, `/${part}/where`)} ?disabled=${disabled}
      @scan-rules-conditions=${(event: Event) => {
        if (event instanceof ConditionsChange) change({ where: event.text });
      }}></scan-rules-conditions>`;
}

/** A name such as columns have. */
const SOME_COLUMN = 'country';

const STRATEGIES: readonly (readonly [Strategy, string, string])[] = [
  ['random', msg('Random rows'), msg('Every row alike. The best picture for its price.')],
  ['head', msg('The first rows'), msg('The cheapest; what is at the beginning speaks for all.')],
  [
    'stratified',
    msg('Even parts'),
    msg('As many rows from each part: of stretches, or of each value of a column.'),
  ],
];

/** How much is read, and how it is drawn. */
export function samplingFields({ draft, faults, disabled, change }: RuleFields): unknown {
  const { sampling, mode } = draft;
  const isFull = sampling.rows === 'full';
  const rows = { fault: faultAt(faults, '/sampling/rows') };
  const by = {
    help: t('Even stretches of the asset when empty.'),
    fault: faultAt(faults, '/sampling/stratifyBy'),
  };
  const set = (changed: Partial<RuleDocument['sampling']>): void =>
    change({ sampling: { ...sampling, ...changed } });
  return html`<dw-card heading=${t('How it is read')}><fieldset ?disabled=${disabled}>
    <legend class="visually-hidden">${t('How it is read')}</legend>
    <div class="choices" role="radiogroup" aria-label=${t('Which assets are read')}>
      ${radio('mode', 'incremental', t('What changed'), t('Assets that are new, or may have changed since their last scan.'), mode === 'incremental', () => change({ mode: 'incremental' }))}
      ${radio('mode', 'full', t('Everything'), t('Every asset, changed or not.'), mode === 'full', () => change({ mode: 'full' }))}
    </div>
    ${mode === 'incremental' || (draft.highWater ?? []).length > 0 ? highWaterFields({ draft, faults, disabled, change }) : nothing}
    <div class="choices" role="radiogroup" aria-label=${t('Which rows are read')}>
      ${STRATEGIES.map(([value, title, note]) => radio('rows', value, t(title), t(note), !isFull && sampling.strategy === value, () => set({ strategy: value, rows: isFull ? 1000 : sampling.rows })))}
      ${radio('rows', 'full', t('Every row'), t('Finds what is rare. Large assets are cut into slices that share the work.'), isFull, () => set({ rows: 'full' }))}
    </div>
    ${
      isFull
        ? nothing
        : html`<div class="pair">
      ${fieldOf('sample-rows', t('Rows of each asset'), html`<input id="sample-rows" type="number" min="1" max="1000000" step="1" .value=${live(String(sampling.rows))} aria-invalid=${invalid(rows.fault)} aria-describedby=${describedBy('sample-rows', rows)} @change=${(event: Event) => set({ rows: Math.min(1_000_000, Math.max(1, Math.round(Number(textOf(event)) || 1000))) })}>`, rows)}
      ${sampling.strategy === 'stratified' ? fieldOf('stratify-by', t('Parts by the values of column'), html`<input id="stratify-by" autocomplete="off" spellcheck="false" maxlength="200" placeholder=${SOME_COLUMN} .value=${live(sampling.stratifyBy ?? '')} aria-invalid=${invalid(by.fault)} aria-describedby=${describedBy('stratify-by', by)} @input=${(event: Event) => set({ stratifyBy: textOf(event) })}>`, by) : nothing}
    </div>`
    }
  </fieldset></dw-card>`;
}

const radio = (
  name: string,
  value: string,
  title: string,
  note: string,
  checked: boolean,
  choose: () => void,
): unknown =>
  html`<label class="choice"><input type="radio" name=${name} value=${value} .checked=${live(checked)} @change=${choose}><span><strong>${title}</strong><br><span class="muted small">${note}</span></span></label>`;

/** Who is asked, and how sure they must be. */
export function judgingFields(fields: RuleFields & { readonly infoTypes: readonly Choice[] }): unknown {
  const { draft, classifiers, frameworks, faults, disabled, change, infoTypes } = fields;
  const confidence = { help: t('Findings below are not reported. 50 is usual.') };
  const unset = infoTypes.filter(({ id }) => draft.thresholds[id] === undefined);
  return html`<dw-card heading=${t('What is looked for')}><fieldset ?disabled=${disabled}>
    <legend class="visually-hidden">${t('What is looked for')}</legend>
    ${choices({
      label: t('Classifiers'),
      none: t('All of them'),
      chosen: draft.classifiers,
      offered: classifiers.map(({ id, title }) => ({ id, title: t(title) })),
      fault: faultAt(faults, '/classifiers'),
      change: (chosen) => change({ classifiers: chosen }),
    })}
    ${
      frameworks.length === 0
        ? nothing
        : choices({
            label: t('Frameworks'),
            none: t('All of them'),
            chosen: draft.frameworks,
            offered: frameworks.map(({ id, title }) => ({ id, title: t(title) })),
            fault: faultAt(faults, '/frameworks'),
            change: (chosen) => change({ frameworks: chosen }),
          })
    }
    ${fieldOf('confidence', t('Confidence of at least, in percent'), html`<input id="confidence" class="narrow" type="number" min="0" max="100" step="1" .value=${live(percent(draft.minConfidence))} aria-describedby=${describedBy('confidence', confidence)} @change=${(event: Event) => change({ minConfidence: share(textOf(event), draft.minConfidence) })}>`, confidence)}
    <details ?open=${Object.keys(draft.thresholds).length > 0}><summary>${t('Other confidence for single info types')}</summary><div class="stack">
      <ul role="list" class="thresholds">${Object.entries(draft.thresholds).map(([id, value]) => {
        const title = t(infoTypes.find((type) => type.id === id)?.title ?? id);
        return html`<li class="row apart"><span>${title}</span><span class="row"><input class="narrow" type="number" min="0" max="100" step="1" aria-label=${t('Confidence for {type}, in percent', { type: title })} .value=${live(percent(value))} @change=${(event: Event) => change({ thresholds: { ...draft.thresholds, [id]: share(textOf(event), value) } })}>
          ${disabled ? nothing : html`<dw-button size="small" variant="quiet" icon="trash" label=${t('Remove {name}', { name: title })} @click=${() => change({ thresholds: Object.fromEntries(Object.entries(draft.thresholds).filter(([other]) => other !== id)) })}></dw-button>`}</span></li>`;
      })}</ul>
      <select aria-label=${t('Add an info type')} .value=${live('')} @change=${(event: Event) => {
        const id = textOf(event);
        if (id !== '') change({ thresholds: { ...draft.thresholds, [id]: draft.minConfidence } });
      }}><option value="">${t('Add an info type…')}</option>${unset.map(({ id, title }) => html`<option value=${id}>${t(title)}</option>`)}</select>
    </div></details>
  </fieldset></dw-card>`;
}

const percent = (value: number): string => String(Math.round(value * 100));

const share = (text: string, otherwise: number): number => {
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? otherwise : Math.min(100, Math.max(0, value)) / 100;
};

/** One of several, several, or none, which stands for all. */
function choices(options: {
  readonly label: string;
  readonly none: string;
  readonly chosen: readonly string[];
  readonly offered: readonly Choice[];
  readonly fault: string | null;
  readonly change: (chosen: readonly string[]) => void;
}): unknown {
  const { label, none, chosen, offered, fault, change } = options;
  const summary =
    chosen.length === 0
      ? none
      : chosen.map((id) => offered.find((one) => one.id === id)?.title ?? id).join(', ');
  const name = label.toLowerCase();
  return html`<div class="field"><span class="label">${label}</span>
    <details class="choosing"><summary><span class="visually-hidden">${label}: </span>${summary}</summary>
      <div class="options" role="group" aria-label=${label}>${
        offered.length === 0
          ? html`<p class="muted small">${t('There are none yet.')}</p>`
          : offered.map(({ id, title }) =>
              checkboxOf(`${name}-${id}`, title, chosen.includes(id), (checked) =>
                change(checked ? [...chosen, id] : chosen.filter((other) => other !== id)),
              ),
            )
      }</div></details>
    ${fault === null ? nothing : html`<p class="fault"><dw-icon name="error"></dw-icon>${fault}</p>`}</div>`;
}
