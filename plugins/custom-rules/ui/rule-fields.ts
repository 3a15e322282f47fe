import {
  checkboxOf,
  describedBy,
  fieldOf,
  SENSITIVITIES,
  type Sensitivity,
  sensitivityWord,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Fault, faultAt, faultsBelow, type InfoType } from './api.ts';
import { keyFromTitle, type RuleDraft } from './rule-draft.ts';

interface RuleFields {
  readonly draft: RuleDraft;
  readonly types: readonly InfoType[];
  readonly faults: readonly Fault[];
  /** What people call an info type. */
  readonly infoTypeTitle: (id: string) => string;
  readonly isNew: boolean;
  readonly disabled: boolean;
  readonly change: (changed: Partial<RuleDraft>) => void;
}

/** What a rule is called and recognises. */
export function identityFields(fields: RuleFields): unknown {
  const { draft, faults, isNew, disabled, change } = fields;
  const title = { fault: faultAt(faults, '/title') };
  const key = {
    help: isNew
      ? t('Names it in evidence and exports; it cannot be changed later.')
      : t('Names it in evidence and exports.'),
    fault: faultAt(faults, '/key'),
  };
  const shownKey = draft.hasOwnKey ? draft.key : keyFromTitle(draft.title);
  return html`<dw-card heading=${t('What it recognises')}><fieldset ?disabled=${disabled}>
    <legend class="visually-hidden">${t('What it recognises')}</legend>
    <div class="pair">
      ${fieldOf('title', t('Name'), html`<input id="title" autocomplete="off" placeholder=${t('Staff badge')} maxlength="120" .value=${live(draft.title)} aria-required="true" aria-invalid=${invalid(title.fault)} aria-describedby=${describedBy('title', title)} @input=${(event: Event) => change({ title: textOf(event) })}>`, title)}
      ${fieldOf('key', t('Key'), html`<input id="key" class="mono" autocomplete="off" spellcheck="false" maxlength="60" ?readonly=${!isNew} .value=${live(shownKey)} aria-invalid=${invalid(key.fault)} aria-describedby=${describedBy('key', key)} @input=${(event: Event) => change({ key: textOf(event), hasOwnKey: true })}>`, key)}
    </div>
    ${typeFields(fields)}
    ${fieldOf('description', t('Description'), html`<textarea id="description" rows="2" maxlength="2000" .value=${live(draft.description)} @input=${(event: Event) => change({ description: textOf(event) })}></textarea>`)}
  </fieldset></dw-card>`;
}

/** When a rule applies to a column, and how much that counts. */
export function applyFields(fields: RuleFields): unknown {
  return html`<dw-card heading=${t('When it applies')}><fieldset ?disabled=${fields.disabled}>
    <legend class="visually-hidden">${t('When it applies')}</legend>
    ${questionFields(fields)}
    ${trustFields(fields)}
  </fieldset></dw-card>`;
}

const invalid = (fault: string | null): unknown => (fault === null ? nothing : 'true');

function typeFields({ draft, types, infoTypeTitle, faults, change }: RuleFields): unknown {
  const known = types.map(({ id, title }) => ({ id, title: t(title) }));
  if (draft.infoType !== '' && !known.some(({ id }) => id === draft.infoType))
    known.push({ id: draft.infoType, title: infoTypeTitle(draft.infoType) });
  known.sort((a, b) => a.title.localeCompare(b.title));
  const options = { fault: faultAt(faults, '/infoType') };
  const own = draft.ownType;
  const below = faultsBelow(faults, '/infoType');
  const set = (changed: Partial<InfoType>): void => change({ ownType: { ...own, ...changed } });
  const text = (
    name: 'id' | 'title' | 'category',
    label: string,
    placeholder: string,
    read = (value: string) => value,
  ): unknown => {
    const fault = { fault: faultAt(below, `/${name}`) };
    return fieldOf(
      `own-${name}`,
      label,
      html`<input id="own-${name}" autocomplete="off" spellcheck="false" placeholder=${placeholder} .value=${live(own[name])} aria-invalid=${invalid(fault.fault)} aria-describedby=${describedBy(`own-${name}`, fault)} @input=${(event: Event) => set({ [name]: read(textOf(event)) })}>`,
      fault,
    );
  };
  return html`${fieldOf(
    'info-type',
    t('Info type'),
    html`<select id="info-type" .value=${live(draft.infoType)} aria-invalid=${invalid(options.fault)} aria-describedby=${describedBy('info-type', options)} @change=${(event: Event) => change({ infoType: textOf(event) })}>
      <option value="" ?selected=${draft.infoType === ''}>${t('One of its own…')}</option>
      ${known.map(({ id, title }) => html`<option value=${id} ?selected=${id === draft.infoType}>${title}</option>`)}</select>`,
    options,
  )}
  ${
    draft.infoType !== ''
      ? nothing
      : html`<div class="pair">
        ${text('id', t('Id of the type'), 'ACME_BADGE', (value) => value.toUpperCase().replace(/[^A-Z0-9]+/g, '_'))}
        ${text('title', t('Its title'), t('Acme badge'))}
        ${text('category', t('Category'), 'user.unique_id')}
        ${fieldOf('own-sensitivity', t('Sensitivity'), html`<select id="own-sensitivity" .value=${live(own.sensitivity)} @change=${(event: Event) => set({ sensitivity: sensitivityOf(textOf(event)) })}>${SENSITIVITIES.map((level) => html`<option value=${level} ?selected=${level === own.sensitivity}>${sensitivityWord(level)}</option>`)}</select>`)}
      </div>
      ${checkboxOf('own-personal', t('It tells something about a person'), own.personal, (personal) => set({ personal }))}`
  }`;
}

const sensitivityOf = (text: string): Sensitivity =>
  SENSITIVITIES.find((level) => level === text) ?? 'confidential';

function questionFields({ draft, faults, change }: RuleFields): unknown {
  const choice = (value: RuleDraft['question'], title: string, share: number): unknown =>
    html`<div class="check"><input type="radio" name="question" id="question-${value}" .checked=${live(draft.question === value)} @change=${() => change({ question: value, share })}><label for="question-${value}">${title}</label></div>`;
  const percent = { fault: faultAt(faults, '/threshold/share') };
  const least = { fault: faultAt(faults, '/threshold/values') };
  return html`<div class="choices" role="radiogroup" aria-label=${t('What it says of a column')}>
      ${choice('type', t('The column is of this type'), 0.8)}${choice('contains', t('The column contains such values among others'), 0)}
    </div>
    <div class="pair">
      ${fieldOf('share', t('Share of its values that fit, in percent'), html`<input id="share" type="number" min="0" max="100" .value=${live(String(Math.round(draft.share * 100)))} @change=${(event: Event) => change({ share: Math.min(1, Math.max(0, Number(textOf(event)) / 100 || 0)) })}>`, percent)}
      ${fieldOf('values', t('Distinct values that fit, at least'), html`<input id="values" type="number" min="1" .value=${live(String(draft.values))} @change=${(event: Event) => change({ values: Math.max(1, Math.round(Number(textOf(event)) || 1)) })}>`, least)}
    </div>`;
}

const TRUST = [0.7, 0.8, 0.9, 0.95, 0.99] as const;

function trustFields({ draft, faults, change }: RuleFields): unknown {
  const options = {
    help: t(
      'Of a hundred columns that it applies to, how many are right. Measured: the fewer ordinary values fit it, the more it counts.',
    ),
    fault: faultAt(faults, '/confidence'),
  };
  const known =
    draft.confidence === null || TRUST.some((share) => share === draft.confidence)
      ? TRUST
      : [...TRUST, draft.confidence];
  return fieldOf(
    'trust',
    t('How far it is trusted'),
    html`<select id="trust" aria-describedby=${describedBy('trust', options)} .value=${live(String(draft.confidence ?? ''))} @change=${(
      event: Event,
    ) => {
      const text = textOf(event);
      change({ confidence: text === '' ? null : Number(text) });
    }}>
      <option value="" ?selected=${draft.confidence === null}>${t('As measured on ordinary values')}</option>
      ${[...known].sort().map((share) => html`<option value=${String(share)} ?selected=${share === draft.confidence}>${t('{n} of 100 are right', { n: Math.round(share * 1000) / 10 })}</option>`)}
    </select>`,
    options,
  );
}
