import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { JsonSchema } from '../../json-schema.ts';
import { DataWaveElement } from '../datawave-element.ts';
import { t } from '../i18n/index.ts';
import { baseStyles } from '../styles/base.ts';
import { formStyles } from '../styles/forms.ts';
import { FormDraft } from './form-draft.ts';
import { type ControlContext, drawControl } from './schema-controls.ts';
import { isRecord, type SchemaField, schemaFields } from './schema-fields.ts';
import {
  beginOf,
  branchOf,
  checkValues,
  type FieldFault,
  initialValues,
  isStoredAt,
  type Path,
  pointerOf,
  pruneValues,
  typedSecrets,
  valueAt,
  withoutSecrets,
  withValue,
} from './schema-values.ts';

/** Properties beyond this many are folded away unless they are required. */
const SHOWN_AT_ONCE = 7;
/** Up to so many choices are all to be seen. */
const SEEN_AT_ONCE = 4;
/** What stands for a secret that the server keeps in an entry of a list, which may change places: sent back, it keeps it. */
const isKeptSecret = (value: unknown): boolean =>
  typeof value === 'string' && value.startsWith('secret://kept#');
/** Kinds that stand beside another one of them. */
const NARROW: readonly string[] = ['number', 'flag'];

/**
 * A form made from a JSON Schema: groups, lists, maps, choices, shapes to choose from, numbers with units, switches. Secrets
 * (`"writeOnly": true`) are never shown: what is stored is kept until it is replaced or removed, where its value is null then.
 * Defaults stand in the fields as what holds while nothing is filled in, and are not part of the value.
 *
 * `given` fills it, `stored` names the secrets that are kept (a name at the top or a JSON pointer), `faults` shows what the server
 * refused (pointers below `pointerBase`). With a `draft`, which names the form on its page, what is written is kept in the browser
 * until `clearDraft()`; never a secret. Fires `dw-input` after each change and `dw-submit` on Enter. The form around it is the caller's.
 * @public
 */
export class DwSchemaForm extends DataWaveElement {
  static override properties: PropertyDeclarations = {
    schema: { attribute: false },
    given: { attribute: false },
    stored: { attribute: false },
    faults: { attribute: false },
    pointerBase: { type: String },
    disabled: { type: Boolean },
    draft: { type: String },
    etag: { attribute: false },
    own: { state: true },
  };
  declare schema: JsonSchema;
  declare given: Readonly<Record<string, unknown>>;
  declare stored: readonly string[];
  declare faults: readonly FieldFault[];
  declare pointerBase: string;
  declare disabled: boolean;
  /** Name of the form on its page; empty where nothing is to be kept. */
  declare draft: string;
  /** Version of what is changed, kept with the draft. */
  declare etag: string | null;
  declare own: readonly FieldFault[];
  #fields: readonly SchemaField[] = [];
  #values: unknown = {};
  #carried: ReturnType<typeof typedSecrets> = [];
  readonly #draft = new FormDraft<Record<string, unknown>>(this, () => this.draft);

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; }
      .fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--dw-space-4); align-items: start; }
      .field, fieldset, details, dw-callout { grid-column: 1 / -1; }
      .field.half { grid-column: span 1; }
      fieldset.group { padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); gap: var(--dw-space-3); }
      fieldset.group > legend { float: inline-start; width: 100%; margin: 0; }
      fieldset.group > legend + * { clear: both; }
      .item { display: grid; gap: var(--dw-space-3); padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface-2); }
      .item > header { display: flex; align-items: center; justify-content: space-between; gap: var(--dw-space-3); min-width: 0; font-weight: 600; }
      .item > header span { min-width: 0; overflow-wrap: anywhere; }
      .items { display: grid; gap: var(--dw-space-3); }
      .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr) auto; gap: var(--dw-space-2); align-items: center; }
      .kept { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .add { justify-self: start; }
      textarea.mono { font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); }
      @media (max-width: 640px) { .field.half { grid-column: 1 / -1; } .pair { grid-template-columns: minmax(0, 1fr) auto; } .pair > :nth-child(2) { grid-row: 2; grid-column: 1; } }
    `,
  ];

  constructor() {
    super();
    this.schema = {};
    this.given = {};
    this.stored = [];
    this.faults = [];
    this.pointerBase = '';
    this.disabled = false;
    this.draft = '';
    this.etag = null;
    this.own = [];
  }

  /** What was filled in, without empty fields. */
  get value(): Record<string, unknown> {
    return pruneValues(isRecord(this.#values) ? this.#values : {});
  }

  /** Whether something was filled in or changed. */
  get isChanged(): boolean {
    const before = pruneValues(initialValues(this.#fields, this.given));
    return JSON.stringify(before) !== JSON.stringify(this.value);
  }

  /** Checks at first sight, shows what is wrong and moves the focus to the first fault. Answers whether all is well. */
  check(): boolean {
    this.own = checkValues(this.#fields, isRecord(this.#values) ? this.#values : {}, this.stored);
    if (this.own.length > 0) void this.focusFault();
    return this.own.length === 0;
  }

  /** Moves the focus to the first field with a fault. */
  async focusFault(): Promise<void> {
    await this.updateComplete;
    const field = this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"], .elsewhere');
    const details = field?.closest('details');
    if (details) details.open = true;
    const inner = field?.matches('[role="radiogroup"], fieldset')
      ? field.querySelector<HTMLElement>('input, select, textarea')
      : null;
    (inner ?? field)?.focus();
  }

  /** What was written is saved, or given up. */
  clearDraft(): void {
    if (this.draft !== '') this.#draft.clear();
  }

  /** The secrets that were typed stay in the form when it is filled anew next: in memory, and nowhere else. */
  keepSecrets(): void {
    this.#carried = typedSecrets(this.#fields, this.#values);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('schema') && !changed.has('given') && !changed.has('draft')) return;
    this.#fields = schemaFields(this.schema);
    this.#values = initialValues(this.#fields, this.given);
    this.own = [];
    const left = this.draft === '' ? null : this.#draft.take();
    if (left !== null) this.#values = initialValues(this.#fields, left.values);
    for (const [path, value] of this.#carried) this.#values = withValue(this.#values, path, value);
    this.#carried = [];
  }

  override render(): unknown {
    const isMany = this.#fields.length > SHOWN_AT_ONCE + 1;
    const shown = this.#fields.filter((field, index) => !isMany || field.isRequired || index < SHOWN_AT_ONCE);
    const folded = this.#fields.filter((field) => !shown.includes(field));
    const draw = (field: SchemaField, index: number, set: string): unknown =>
      this.#field(field, [field.name], `${set}${index}`);
    const startAnew = (): void => {
      this.#values = initialValues(this.#fields, this.given);
      this.requestUpdate();
      this.dispatchEvent(new Event('dw-input', { bubbles: true, composed: true }));
    };
    return html`<div class="fields">${this.draft === '' ? nothing : this.#draft.note(startAnew)}${this.#elsewhere()}${shown.map((field, index) => draw(field, index, 'f'))}
      ${folded.length === 0 ? nothing : html`<details><summary>${t('More settings')}</summary><div class="fields">${folded.map((field, index) => draw(field, index, 'm'))}</div></details>`}
    </div>`;
  }

  /** What is wrong at a place that no field stands for. */
  #elsewhere(): unknown {
    const known = new Set<string>();
    const learn = (fields: readonly SchemaField[], path: Path): void => {
      for (const field of fields) {
        const here = [...path, field.name];
        known.add(pointerOf(here));
        const value = valueAt(this.#values, here);
        if (field.kind === 'group') learn(field.children, here);
        if (field.kind === 'list' && Array.isArray(value))
          for (const index of value.keys()) learn(field.children, [...here, index]);
        if (field.kind === 'variant') {
          const inner = branchOf(field, value)?.field;
          if (inner) learn(inner.children, here);
        }
      }
    };
    learn(this.#fields, []);
    const lost = this.faults.filter(
      ({ pointer }) =>
        pointer.startsWith(`${this.pointerBase}/`) &&
        !known.has(pointer) &&
        !known.has(pointer.slice(this.pointerBase.length)),
    );
    if (lost.length === 0) return nothing;
    return html`<dw-callout class="elsewhere" tone="danger" tabindex="-1" live>${lost.map(({ pointer, message }) => html`<div><code>${pointer.slice(this.pointerBase.length)}</code> ${message}</div>`)}</dw-callout>`;
  }

  #faultAt(pointer: string): string | null {
    const found = [...this.own, ...this.faults].find(
      (entry) => entry.pointer === pointer || entry.pointer === this.pointerBase + pointer,
    );
    return found?.message ?? null;
  }

  #field(field: SchemaField, path: Path, id: string): unknown {
    const value = valueAt(this.#values, path);
    const fault = this.#faultAt(pointerOf(path));
    switch (field.kind) {
      case 'group':
        return this.#group(field, path, id, fault);
      case 'list':
        return this.#list(field, path, id, fault);
      case 'variant':
        return this.#variant(field, path, id, fault);
      default: {
        const siblings = valueAt(this.#values, path.slice(0, -1));
        const isNeeded =
          field.isRequired ||
          field.requiredBy.some(
            (name) => valueAt(siblings, [name]) !== undefined && valueAt(siblings, [name]) !== '',
          );
        const isKept = field.kind === 'secret' && isKeptSecret(value);
        const context: ControlContext = {
          id,
          value: isKept ? undefined : value,
          fault,
          isNeeded,
          isStored: isKept || isStoredAt(this.stored, path),
          isDisabled: this.disabled,
          seenAtOnce: SEEN_AT_ONCE,
          change: (next) => this.#change(path, next),
          submit: () => this.dispatchEvent(new Event('dw-submit', { bubbles: true, composed: true })),
        };
        const isHalf =
          NARROW.includes(field.kind) || (field.kind === 'choice' && field.options.length > SEEN_AT_ONCE);
        return html`<div class="field ${isHalf ? 'half' : ''}">${drawControl(field, context)}</div>`;
      }
    }
  }

  #notes(field: SchemaField, id: string, fault: string | null): unknown {
    return html`${field.description === '' ? nothing : html`<p class="help" id="${id}-help">${t(field.description)}</p>`}${
      fault === null
        ? nothing
        : html`<p class="fault" id="${id}-fault"><dw-icon name="error"></dw-icon>${fault}</p>`
    }`;
  }

  #group(field: SchemaField, path: Path, id: string, fault: string | null): unknown {
    return html`<fieldset class="group" aria-invalid=${fault === null ? nothing : 'true'}><legend>${t(field.title)}</legend>${this.#notes(field, id, fault)}
      <div class="fields">${field.children.map((child, index) => this.#field(child, [...path, child.name], `${id}-${index}`))}</div></fieldset>`;
  }

  #list(field: SchemaField, path: Path, id: string, fault: string | null): unknown {
    const value = valueAt(this.#values, path);
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const most = Number(field.schema['maxItems'] ?? Number.POSITIVE_INFINITY);
    const title = t(field.title);
    const add = async (): Promise<void> => {
      this.#change([...path, items.length], {});
      await this.updateComplete;
      this.renderRoot
        .querySelector<HTMLElement>(`#${id}-i${items.length} :is(input, select, textarea)`)
        ?.focus();
    };
    const naming = field.children.find(({ kind }) => kind === 'text');
    return html`<fieldset class="group" aria-invalid=${fault === null ? nothing : 'true'}><legend>${title}</legend>${this.#notes(field, id, fault)}
      <div class="items">${items.map((item, index) => {
        const name = naming === undefined ? undefined : valueAt(item, [naming.name]);
        const called = typeof name === 'string' && name !== '' ? name : `${index + 1}`;
        return html`<div class="item" id="${id}-i${index}" role="group" aria-label="${title}: ${called}"><header><span>${called}</span>
          <dw-button size="small" variant="quiet" icon="trash" label=${t('Remove {name}', { name: called })} ?disabled=${this.disabled} @click=${() => this.#change([...path, index], undefined)}></dw-button></header>
          <div class="fields">${field.children.map((child, place) => this.#field(child, [...path, index, child.name], `${id}-i${index}-${place}`))}</div></div>`;
      })}</div>
      <dw-button class="add" size="small" icon="plus" ?disabled=${this.disabled || items.length >= most} @click=${() => void add()}>${t('Add an entry')}</dw-button></fieldset>`;
  }

  #variant(field: SchemaField, path: Path, id: string, fault: string | null): unknown {
    const value = valueAt(this.#values, path);
    const branch = branchOf(field, value);
    const chosen = branch === null ? -1 : field.branches.indexOf(branch);
    const choose = (index: number): void => {
      const next = field.branches[index];
      this.#change(path, next === undefined ? undefined : beginOf(next));
    };
    const isKnown = field.isRequired || field.initial !== undefined;
    const choice =
      field.branches.length <= SEEN_AT_ONCE
        ? html`<div class="choices" role="radiogroup" aria-label=${t(field.title)}>${field.branches.map(
            (entry, index) =>
              html`<div class="check"><input type="radio" name=${id} id="${id}-${index}" ?disabled=${this.disabled} .checked=${index === chosen} @change=${() => choose(index)}><div><label for="${id}-${index}">${t(entry.title)}</label>${entry.description === '' ? nothing : html`<p class="help">${t(entry.description)}</p>`}</div></div>`,
          )}</div>`
        : html`<select id=${id} aria-label=${t(field.title)} ?disabled=${this.disabled} @change=${(event: Event) => choose(event.target instanceof HTMLSelectElement ? Number(event.target.value) : -1)}>
            ${isKnown && chosen >= 0 ? nothing : html`<option value="-1" ?selected=${chosen < 0}></option>`}
            ${field.branches.map((entry, index) => html`<option value=${index} ?selected=${index === chosen}>${t(entry.title)}</option>`)}</select>`;
    const inner = branch?.field ?? null;
    return html`<fieldset class="group" aria-invalid=${fault === null || inner !== null ? nothing : 'true'}><legend>${t(field.title)}</legend>${this.#notes(field, id, inner === null || inner.kind === 'group' ? fault : null)}${choice}
      ${
        inner === null
          ? nothing
          : keyed(
              chosen,
              html`<div class="fields">${
                inner.kind === 'group'
                  ? inner.children.map((child, index) =>
                      this.#field(child, [...path, child.name], `${id}-b${index}`),
                    )
                  : this.#field({ ...inner, title: field.title }, path, `${id}-v`)
              }</div>`,
            )
      }</fieldset>`;
  }

  #change(path: Path, value: unknown): void {
    this.#values = withValue(this.#values, path, value === '' ? undefined : value);
    const pointer = pointerOf(path);
    this.own = this.own.filter(
      (fault) => fault.pointer !== pointer && !fault.pointer.startsWith(`${pointer}/`),
    );
    if (this.draft !== '')
      this.#draft.keep(
        withoutSecrets(this.#fields, this.value),
        this.etag === null ? {} : { etag: this.etag },
      );
    this.requestUpdate();
    this.dispatchEvent(new Event('dw-input', { bubbles: true, composed: true }));
  }
}
