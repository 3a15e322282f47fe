import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { t } from '../i18n/index.ts';
import { textOf } from './fields.ts';
import { isRecord, type SchemaField } from './schema-fields.ts';
import { readNumber, saidAmount, unitWord } from './schema-units.ts';
import { UnreadText } from './schema-values.ts';

/** Where a control stands and what it does. */
export interface ControlContext {
  readonly id: string;
  readonly value: unknown;
  readonly fault: string | null;
  readonly isNeeded: boolean;
  /** A secret that the server keeps. */
  readonly isStored: boolean;
  readonly isDisabled: boolean;
  /** Up to so many choices are all shown. */
  readonly seenAtOnce: number;
  readonly change: (value: unknown) => void;
  readonly submit: () => void;
}

/** A label, the control that fits and what is said of it. */
export function drawControl(field: SchemaField, context: ControlContext): unknown {
  const { id } = context;
  if (field.kind === 'flag') return drawSwitch(field, context);
  if (field.kind === 'choice' && field.options.length <= context.seenAtOnce)
    return drawRadios(field, context);
  if (field.kind === 'picks') return drawPicks(field, context);
  if (field.kind === 'map') return drawMap(field, context);
  return html`<label for=${id}>${t(field.title)}${optional(field, context)}</label>
    ${drawInput(field, context)}${notes(field, context)}`;
}

const optional = (field: SchemaField, { isNeeded, isStored }: ControlContext): unknown =>
  isNeeded || isStored || field.initial !== undefined
    ? nothing
    : html` <span class="optional">${t('optional')}</span>`;

const described = (field: SchemaField, { id, fault }: ControlContext, further = ''): unknown =>
  [field.description === '' ? '' : `${id}-help`, fault === null ? '' : `${id}-fault`, further]
    .filter(Boolean)
    .join(' ') || nothing;

const notes = (field: SchemaField, { id, fault }: ControlContext): unknown =>
  html`${field.description === '' ? nothing : html`<p class="help" id="${id}-help">${t(field.description)}</p>`}${
    fault === null
      ? nothing
      : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault}</p>`
  }`;

const invalid = ({ fault }: ControlContext): unknown => (fault === null ? nothing : 'true');

/** What holds while nothing is filled in. */
const placeholderOf = (field: SchemaField): string =>
  field.initial !== undefined && field.initial !== '' && typeof field.initial !== 'object'
    ? String(field.initial)
    : field.example;

function drawInput(field: SchemaField, context: ControlContext): unknown {
  switch (field.kind) {
    case 'choice':
      return drawSelect(field, context);
    case 'lines':
    case 'json':
    case 'long':
      return drawTextArea(field, context);
    case 'number':
      return drawNumber(field, context);
    case 'secret':
      return drawSecret(field, context);
    default:
      return html`<input id=${context.id} name=${field.name} type="text" autocomplete="off" autocapitalize="off" spellcheck="false" ?disabled=${context.isDisabled}
        aria-describedby=${described(field, context)} aria-invalid=${invalid(context)} aria-required=${context.isNeeded ? 'true' : nothing}
        placeholder=${placeholderOf(field) || nothing} .value=${live(typeof context.value === 'string' ? context.value : '')}
        @input=${(event: Event) => context.change(textOf(event))} @keydown=${enters(context)}>`;
  }
}

/** The form around lies outside of the element's own tree, so Enter would not reach it by itself. */
const enters =
  ({ submit }: ControlContext) =>
  (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing) submit();
  };

function drawSwitch(field: SchemaField, context: ControlContext): unknown {
  const { id, value, change } = context;
  const isOn = typeof value === 'boolean' ? value : field.initial === true;
  return html`<div class="check"><input type="checkbox" role="switch" id=${id} name=${field.name} ?disabled=${context.isDisabled} .checked=${live(isOn)} aria-describedby=${described(field, context)}
    @change=${(event: Event) => change(event.target instanceof HTMLInputElement && event.target.checked)}>
    <div><label for=${id}>${t(field.title)}</label>${notes(field, context)}</div></div>`;
}

function drawRadios(field: SchemaField, context: ControlContext): unknown {
  const { id, change } = context;
  const shown = context.value === undefined ? field.initial : context.value;
  return html`<span class="label" id="${id}-label">${t(field.title)}${optional(field, context)}</span>
    <div class="choices" role="radiogroup" aria-labelledby="${id}-label" aria-describedby=${described(field, context)} aria-invalid=${invalid(context)} aria-required=${context.isNeeded ? 'true' : nothing}>${field.options.map(
      (
        option,
        index,
      ) => html`<div class="check"><input type="radio" name=${id} id="${id}-${index}" ?disabled=${context.isDisabled} .checked=${live(option.value === shown)} @change=${() => change(option.value)}>
        <div><label for="${id}-${index}">${t(option.title)}</label>${option.description === '' ? nothing : html`<p class="help">${t(option.description)}</p>`}</div></div>`,
    )}</div>${notes(field, context)}`;
}

function drawPicks(field: SchemaField, context: ControlContext): unknown {
  const { id, value, change } = context;
  const given = Array.isArray(value) ? value : Array.isArray(field.initial) ? field.initial : [];
  const picked = new Set<unknown>(given);
  const pick = (choice: unknown, isOn: boolean): void =>
    change(field.choices.filter((other) => (other === choice ? isOn : picked.has(other))));
  return html`<span class="label" id="${id}-label">${t(field.title)}${optional(field, context)}</span>
    <div class="choices" role="group" aria-labelledby="${id}-label" aria-describedby=${described(field, context)}>${field.options.map(
      (
        option,
        index,
      ) => html`<div class="check"><input type="checkbox" id="${id}-${index}" ?disabled=${context.isDisabled} aria-invalid=${invalid(context)} .checked=${live(picked.has(option.value))}
        @change=${(event: Event) => pick(option.value, event.target instanceof HTMLInputElement && event.target.checked)}><label for="${id}-${index}">${t(option.title)}</label></div>`,
    )}</div>${notes(field, context)}`;
}

function drawSelect(field: SchemaField, context: ControlContext): unknown {
  const { id, change } = context;
  const shown = context.value === undefined ? field.initial : context.value;
  return html`<select id=${id} name=${field.name} ?disabled=${context.isDisabled} aria-describedby=${described(field, context)} aria-invalid=${invalid(context)}
    @change=${(event: Event) => change(field.choices[Number(textOf(event) || 'NaN')])}>
    ${(context.isNeeded || field.initial !== undefined) && shown !== undefined ? nothing : html`<option value="" ?selected=${shown === undefined}></option>`}
    ${field.options.map((option, index) => html`<option value=${index} ?selected=${option.value === shown}>${t(option.title)}</option>`)}</select>`;
}

/** A number without a word behind it: what has one is read only once it is written to its end. */
const PLAIN = /^\s*[+-]?[\d.,]+\s*$/;

function drawNumber(field: SchemaField, context: ControlContext): unknown {
  const { id, value, change, submit } = context;
  const { unit } = field;
  const text = value instanceof UnreadText ? value.text : typeof value === 'number' ? String(value) : '';
  const shown = typeof value === 'number' ? value : typeof field.initial === 'number' ? field.initial : null;
  const said = shown === null ? null : saidAmount(shown, unit);
  const read = (written: string): void => {
    const number = readNumber(written, unit);
    change(written.trim() === '' ? undefined : Number.isNaN(number) ? new UnreadText(written) : number);
  };
  const typed = (event: Event): void => {
    const written = textOf(event);
    if (written.trim() === '' || PLAIN.test(written)) read(written);
    else change(new UnreadText(written));
  };
  // Without live(): half a number, such as “1.”, stays as it is while it is typed.
  return html`<div class="affix"><input id=${id} name=${field.name} type="text" inputmode="decimal" autocomplete="off" ?disabled=${context.isDisabled}
    aria-describedby=${described(field, context, unit === null ? '' : `${id}-unit`)} aria-invalid=${invalid(context)} aria-required=${context.isNeeded ? 'true' : nothing}
    placeholder=${placeholderOf(field) || nothing} .value=${text} @input=${typed} @change=${(event: Event) => read(textOf(event))}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      read(textOf(event));
      submit();
    }}>${
      unit === null
        ? nothing
        : html`<span class="unit" id="${id}-unit">${unitWord(unit)}${said === null ? nothing : ` = ${said}`}</span>`
    }</div>`;
}

function drawTextArea(field: SchemaField, context: ControlContext): unknown {
  const { id, value, change } = context;
  const example =
    field.kind === 'lines'
      ? Array.isArray(field.initial) && field.initial.length > 0
        ? field.initial.join('\n')
        : field.example || t('One on each line')
      : field.kind === 'json'
        ? field.initial === undefined
          ? '{ }'
          : JSON.stringify(field.initial)
        : placeholderOf(field);
  const text =
    value instanceof UnreadText
      ? value.text
      : field.kind === 'lines'
        ? Array.isArray(value)
          ? value.join('\n')
          : ''
        : field.kind === 'json'
          ? value === undefined
            ? ''
            : JSON.stringify(value, null, 2)
          : typeof value === 'string'
            ? value
            : '';
  const parse = (input: string): unknown =>
    field.kind === 'lines' ? linesOf(input) : field.kind === 'json' ? jsonOf(input) : input;
  return html`<textarea class=${field.kind === 'json' ? 'mono' : ''} id=${id} name=${field.name} spellcheck="false" ?disabled=${context.isDisabled}
    aria-describedby=${described(field, context)} aria-invalid=${invalid(context)} aria-required=${context.isNeeded ? 'true' : nothing}
    placeholder=${example || nothing} .value=${text} @change=${(event: Event) => change(parse(textOf(event)))}></textarea>`;
}

/**
 * A secret is written and never read: where one is stored, an empty field keeps it, a filled one replaces it, and one that need not be
 * there can be taken away, which null stands for.
 */
function drawSecret(field: SchemaField, context: ControlContext): unknown {
  const { id, value, change, isStored } = context;
  const isGoing = isStored && value === null;
  const isWritten = typeof value === 'string' && value !== '';
  const isLong = Number(field.schema['maxLength'] ?? 0) >= 5000;
  const placeholder =
    isStored && !isGoing ? t('Stored. Leave empty to keep it') : isGoing ? '' : field.example;
  const shared = {
    describedBy: described(field, context, isStored ? `${id}-kept` : ''),
    text: isWritten ? value : '',
  };
  const input = isLong
    ? html`<textarea id=${id} name=${field.name} spellcheck="false" autocomplete="off" ?disabled=${context.isDisabled || isGoing} aria-describedby=${shared.describedBy} aria-invalid=${invalid(context)}
        aria-required=${context.isNeeded && !isStored ? 'true' : nothing} placeholder=${placeholder || nothing} .value=${live(shared.text)} @input=${(event: Event) => change(textOf(event))}></textarea>`
    : html`<input id=${id} name=${field.name} type="password" autocomplete="new-password" autocapitalize="off" spellcheck="false" ?disabled=${context.isDisabled || isGoing}
        aria-describedby=${shared.describedBy} aria-invalid=${invalid(context)} aria-required=${context.isNeeded && !isStored ? 'true' : nothing}
        placeholder=${placeholder || nothing} .value=${live(shared.text)} @input=${(event: Event) => change(textOf(event))} @keydown=${enters(context)}>`;
  if (!isStored) return input;
  const said = isGoing
    ? t('The stored value is removed when you save.')
    : isWritten
      ? t('The stored value is replaced when you save.')
      : t('A value is stored; it is kept.');
  const act =
    isGoing || isWritten
      ? html`<dw-button size="small" variant="quiet" @click=${() => change(undefined)}>${t('Keep the stored one')}</dw-button>`
      : context.isNeeded || context.isDisabled
        ? nothing
        : html`<dw-button size="small" variant="quiet" @click=${() => change(null)}>${t('Remove')}</dw-button>`;
  return html`${input}<p class="kept"><span id="${id}-kept">${said}</span>${act}</p>`;
}

/** Names of one's own with a text each: rows, and an empty one for the next. */
function drawMap(field: SchemaField, context: ControlContext): unknown {
  const { id, value, change } = context;
  const entries = isRecord(value) ? Object.entries(value) : [];
  const put = (index: number, name: string, text: unknown): void => {
    const next = entries.with(index, [name, text]);
    change(Object.fromEntries(next.filter(([key]) => key !== '')));
  };
  const title = t(field.title);
  const add = (event: Event): void => {
    const name = textOf(event).trim();
    if (name === '' || entries.some(([key]) => key === name)) return;
    change(Object.fromEntries([...entries, [name, '']]));
    if (event.target instanceof HTMLInputElement) event.target.value = '';
  };
  const shownOf = (text: unknown): string => (typeof text === 'string' ? text : '');
  return html`<span class="label" id="${id}-label">${title}${optional(field, context)}</span>
    <div class="choices" role="group" aria-labelledby="${id}-label" aria-describedby=${described(field, context)}>${entries.map(
      (
        [name, text],
        index,
      ) => html`<div class="pair"><input aria-label=${t('{title}: name {n}', { title, n: index + 1 })} ?disabled=${context.isDisabled} .value=${live(name)} @change=${(event: Event) => put(index, textOf(event).trim(), text)}>
        <input aria-label=${t('{title}: value of {name}', { title, name })} aria-invalid=${invalid(context)} ?disabled=${context.isDisabled} .value=${live(shownOf(text))} @input=${(event: Event) => put(index, name, textOf(event))}>
        <dw-button size="small" variant="quiet" icon="trash" label=${t('Remove {name}', { name })} ?disabled=${context.isDisabled} @click=${() => change(Object.fromEntries(entries.filter(([key]) => key !== name)))}></dw-button></div>`,
    )}<input aria-label=${t('{title}: a further name', { title })} placeholder=${t('A further name')} ?disabled=${context.isDisabled} @change=${add}></div>${notes(field, context)}`;
}

const linesOf = (text: string): readonly string[] | undefined => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
};

function jsonOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return new UnreadText(text);
  }
}
