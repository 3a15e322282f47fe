import { css, html, LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { JsonSchema } from '../../json-schema.ts';
import { baseStyles } from '../styles/base.ts';
import { formStyles } from '../styles/forms.ts';
import {
  checkValues,
  type FieldFault,
  initialValues,
  pruneValues,
  type SchemaField,
  schemaFields,
} from './schema-fields.ts';

/** Properties beyond this many are folded away unless they are required. */
const SHOWN_AT_ONCE = 7;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A form made from a JSON Schema. Secrets (`"writeOnly": true`) are never shown: an empty field keeps the stored one.
 * `given` fills it, `stored` names the secrets that are kept, `faults` shows what the server refused
 * (pointers below `pointerBase`). Fires `dw-input` after each change and `dw-submit` on Enter. The form around it is
 * the caller's.
 * @public
 */
export class DwSchemaForm extends LitElement {
  static override properties = {
    schema: { attribute: false },
    given: { attribute: false },
    stored: { attribute: false },
    faults: { attribute: false },
    pointerBase: { type: String },
    own: { state: true },
  };
  declare schema: JsonSchema;
  declare given: Readonly<Record<string, unknown>>;
  declare stored: readonly string[];
  declare faults: readonly FieldFault[];
  declare pointerBase: string;
  declare own: readonly FieldFault[];
  #fields: readonly SchemaField[] = [];
  #values: Record<string, unknown> = {};

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; }
      .fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--dw-space-4); }
      .field, fieldset, details { grid-column: 1 / -1; }
      .field.half { grid-column: span 1; }
      @media (max-width: 640px) { .field.half { grid-column: 1 / -1; } }
    `,
  ];

  constructor() {
    super();
    this.schema = {};
    this.given = {};
    this.stored = [];
    this.faults = [];
    this.pointerBase = '';
    this.own = [];
  }

  /** What was filled in, without empty fields. */
  get value(): Record<string, unknown> {
    return pruneValues(this.#values);
  }

  /** Checks at first sight, shows what is wrong and moves the focus to the first fault. Answers whether all is well. */
  check(): boolean {
    this.own = checkValues(this.#fields, this.#values, this.stored);
    if (this.own.length > 0) void this.focusFault();
    return this.own.length === 0;
  }

  /** Moves the focus to the first field with a fault. */
  async focusFault(): Promise<void> {
    await this.updateComplete;
    const field = this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]');
    const details = field?.closest('details');
    if (details) details.open = true;
    field?.focus();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('schema') && !changed.has('given')) return;
    this.#fields = schemaFields(this.schema);
    this.#values = initialValues(this.#fields, this.given);
    this.own = [];
  }

  override render(): unknown {
    const isMany = this.#fields.length > SHOWN_AT_ONCE;
    const shown = this.#fields.filter((field, index) => !isMany || field.isRequired || index < SHOWN_AT_ONCE);
    const folded = this.#fields.filter((field) => !shown.includes(field));
    return html`<div class="fields">${shown.map((field) => this.#field(field, this.#values, ''))}
      ${folded.length === 0 ? nothing : html`<details><summary>More settings</summary><div class="fields">${folded.map((field) => this.#field(field, this.#values, ''))}</div></details>`}
    </div>`;
  }

  #field(field: SchemaField, values: Record<string, unknown>, base: string): unknown {
    const pointer = `${base}/${field.name}`;
    const id = `field${pointer.replaceAll(/[^\w-]/g, '-')}`;
    if (field.kind === 'group') {
      const inner = values[field.name];
      const group = isRecord(inner) ? inner : {};
      values[field.name] = group;
      return html`<fieldset><legend>${field.title}</legend>${field.description === '' ? nothing : html`<p class="help">${field.description}</p>`}
        <div class="fields">${field.children.map((child) => this.#field(child, group, pointer))}</div></fieldset>`;
    }
    const fault = [...this.own, ...this.faults].find(
      (entry) => entry.pointer === pointer || entry.pointer === this.pointerBase + pointer,
    );
    const described = [field.description === '' ? '' : `${id}-help`, fault === undefined ? '' : `${id}-fault`]
      .join(' ')
      .trim();
    const help =
      field.description === '' ? nothing : html`<p class="help" id="${id}-help">${field.description}</p>`;
    const error =
      fault === undefined
        ? nothing
        : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault.message}</p>`;
    const change = (value: unknown): void => this.#change(values, field.name, value);
    const shared = {
      id,
      described: described === '' ? nothing : described,
      invalid: fault === undefined ? nothing : 'true',
    };
    if (field.kind === 'flag')
      return html`<div class="field"><div class="check">
      <input type="checkbox" id=${id} name=${field.name} .checked=${live(values[field.name] === true)} aria-describedby=${shared.described}
        @change=${(event: Event) => change(event.target instanceof HTMLInputElement && event.target.checked)}>
      <div><label for=${id}>${field.title}</label>${help}</div></div>${error}</div>`;
    const isHalf = field.kind === 'number' || field.kind === 'choice';
    return html`<div class="field ${isHalf ? 'half' : ''}">
      <label for=${id}>${field.title}${field.isRequired || field.initial !== undefined ? nothing : html` <span class="optional">optional</span>`}</label>
      ${this.#control(field, values[field.name], shared, change)}${help}${error}</div>`;
  }

  #control(
    field: SchemaField,
    value: unknown,
    shared: { id: string; described: unknown; invalid: unknown },
    change: (value: unknown) => void,
  ): unknown {
    const typed = (event: Event): string =>
      event.target instanceof HTMLInputElement ||
      event.target instanceof HTMLTextAreaElement ||
      event.target instanceof HTMLSelectElement
        ? event.target.value
        : '';
    const text = value === undefined || value instanceof Error ? '' : String(value);
    if (field.kind === 'choice')
      return html`<select id=${shared.id} name=${field.name} aria-describedby=${shared.described} aria-invalid=${shared.invalid}
      @change=${(event: Event) => change(field.choices[Number(typed(event))])}>
      ${field.isRequired && value !== undefined ? nothing : html`<option value="" ?selected=${value === undefined}></option>`}
      ${field.choices.map((choice, index) => html`<option value=${index} ?selected=${choice === value}>${String(choice)}</option>`)}</select>`;
    if (field.kind === 'lines' || field.kind === 'json') {
      const lines =
        field.kind === 'lines'
          ? Array.isArray(value)
            ? value.join('\n')
            : ''
          : value === undefined || value instanceof Error
            ? ''
            : JSON.stringify(value, null, 2);
      const parse = (input: string): unknown => (field.kind === 'lines' ? linesOf(input) : jsonOf(input));
      return html`<textarea class=${field.kind === 'json' ? 'mono' : ''} id=${shared.id} name=${field.name} spellcheck="false" aria-describedby=${shared.described} aria-invalid=${shared.invalid}
        placeholder=${field.kind === 'lines' ? field.example || 'One on each line' : nothing} .value=${lines} @change=${(event: Event) => change(parse(typed(event)))}></textarea>`;
    }
    const isSecret = field.kind === 'secret';
    const isStored = isSecret && this.stored.includes(field.name);
    return html`<input id=${shared.id} name=${field.name} type=${isSecret ? 'password' : 'text'} inputmode=${field.kind === 'number' ? 'decimal' : nothing}
      autocomplete=${isSecret ? 'new-password' : 'off'} autocapitalize="off" spellcheck="false"
      aria-describedby=${shared.described} aria-invalid=${shared.invalid} aria-required=${field.isRequired && !isStored ? 'true' : nothing}
      placeholder=${isStored ? 'Stored. Leave empty to keep it' : field.example || nothing}
      .value=${live(field.kind === 'number' && Number.isNaN(value) ? '' : text)}
      @input=${(event: Event) => change(field.kind === 'number' ? numberOf(typed(event)) : typed(event))}
      @keydown=${this.#pressed}>`;
  }

  // The form around it lies outside of this shadow root, so Enter would not reach it by itself.
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.dispatchEvent(new Event('dw-submit', { bubbles: true, composed: true }));
  };

  #change(values: Record<string, unknown>, name: string, value: unknown): void {
    if (value === undefined || value === '') delete values[name];
    else values[name] = value;
    this.own = this.own.filter((fault) => !fault.pointer.endsWith(`/${name}`));
    this.dispatchEvent(new Event('dw-input', { bubbles: true, composed: true }));
  }
}

const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text.replace(',', '.'));

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
  } catch (error) {
    return error;
  }
}
