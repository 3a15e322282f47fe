import { baseStyles, DataWaveElement, formStyles, layoutStyles, t, textOf } from '@datawave/plugin-sdk/ui';
import '@datawave/plugin-sdk/ui/code';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { blockAt, type Direction, dropped, type Moved, moved, type Place, replaceAt } from './block-moves.ts';
import {
  type Block,
  FIELDS,
  type Group,
  newGroup,
  newTest,
  OPERATORS,
  type Operator,
  readBlocks,
  type Test,
  type Topic,
  takesValue,
  withField,
  writeBlocks,
} from './conditions.ts';
import { conditionsStyles } from './conditions-styles.ts';
import { fieldWords, operatorWords } from './conditions-words.ts';

/** Tells the form what the expression is now. */
export class ConditionsChange extends Event {
  static readonly type = 'scan-rules-conditions';
  readonly text: string;

  constructor(text: string) {
    super(ConditionsChange.type);
    this.text = text;
  }
}

const DEEPEST = 6;
const EXAMPLES: Readonly<Record<Topic, string>> = {
  asset: 'asset.schema == "hr"',
  column: 'column.kind == "text"',
};
const KEYS: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down' };

/** Conditions as blocks that can be nested and moved, or as the expression that they say: each changes the other. */
export class ScanRulesConditions extends DataWaveElement {
  static override properties = {
    topic: { type: String },
    label: { type: String },
    value: { attribute: false },
    fault: { attribute: false },
    disabled: { type: Boolean },
    view: { state: true },
    root: { state: true },
    carried: { state: true },
  };
  declare topic: Topic;
  declare label: string;
  declare value: string | null;
  declare fault: string | null;
  declare disabled: boolean;
  declare view: 'blocks' | 'text';
  declare root: Group;
  /** The block that is being dragged. */
  declare carried: Place | null;
  /** The expression that `root` was read from or has written. */
  #said = '';

  static override styles = [baseStyles, layoutStyles, formStyles, conditionsStyles];

  constructor() {
    super();
    this.topic = 'asset';
    this.label = '';
    this.value = null;
    this.fault = null;
    this.disabled = false;
    this.view = 'blocks';
    this.root = newGroup();
    this.carried = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const value = this.value ?? '';
    // Until the form has taken what was said, its value is the one before.
    if (!changed.has('value') || value === this.#said) return;
    this.#said = value;
    this.root = readBlocks(value, this.topic);
  }

  #set(root: Group): void {
    this.root = root;
    const text = writeBlocks(root);
    if (text === this.#said) return;
    this.#said = text;
    this.dispatchEvent(new ConditionsChange(text));
  }

  #replace(place: Place, block: Block | null): void {
    this.#set(replaceAt(this.root, place, block));
  }

  #add(place: Place, block: Block): void {
    const around = blockAt(this.root, place);
    if (around?.kind !== 'group') return;
    const at = [...place, around.items.length];
    this.#replace(place, { ...around, items: [...around.items, block] });
    void this.#focus(at, block.kind === 'group' ? 'handle' : 'field');
  }

  async #focus(place: Place, what: 'handle' | 'field'): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-${what}="${place.join('.')}"]`)?.focus();
  }

  #moved(result: Moved | null): void {
    if (result === null) {
      this.shell.announce(t('It cannot go there.'));
      return;
    }
    this.#set(result.root);
    this.shell.announce(t('Moved to {place}.', { place: numberOf(result.place) }));
    void this.#focus(result.place, 'handle');
  }

  #pressed(event: KeyboardEvent, place: Place): void {
    const isRtl = this.matches(':dir(rtl)');
    const [into, out] = isRtl ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    const direction: Direction | undefined =
      event.key === into ? 'in' : event.key === out ? 'out' : KEYS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    this.#moved(moved(this.root, place, direction));
  }

  override render(): unknown {
    return html`<div class="field" role="group" aria-labelledby="label">
      <div class="top"><span class="label" id="label">${this.label}</span>
        <div class="views" role="group" aria-label=${t('Show as')}>
          <dw-button size="small" variant="quiet" icon="list" pressed=${this.view === 'blocks' ? 'true' : 'false'} @click=${() => {
            this.view = 'blocks';
          }}>${t('Blocks')}</dw-button>
          <dw-button size="small" variant="quiet" icon="code" pressed=${this.view === 'text' ? 'true' : 'false'} @click=${() => {
            this.view = 'text';
          }}>${t('Expression')}</dw-button></div></div>
      ${this.view === 'text' ? this.#text() : this.#group(this.root, [])}
      ${this.view === 'text' || this.fault === null ? nothing : html`<p class="fault" id="fault"><dw-icon name="error"></dw-icon>${this.fault}</p>`}</div>`;
  }

  #text(): unknown {
    return html`<dw-code bare language="text" label=${this.label} .value=${this.value ?? ''} .fault=${this.fault ?? ''} ?readonly=${this.disabled}
      placeholder=${EXAMPLES[this.topic]}
      help=${
        this.topic === 'asset'
          ? t('In CEL. An asset has name, path, schema, type, rows, bytes, comment, primaryKey and columns.')
          : t(
              'In CEL. A column has name, type, kind, nullable, comment and isPrimaryKey; its asset is “asset”.',
            )
      } @input=${(event: Event) => {
        const { value } = event.currentTarget as HTMLElement & { readonly value: string };
        this.#said = value;
        this.root = readBlocks(value, this.topic);
        this.dispatchEvent(new ConditionsChange(value));
      }}></dw-code>`;
  }

  #group(group: Group, place: Place): unknown {
    const number = place.length === 0 ? '' : numberOf(place);
    const choose = (event: Event): void => {
      const chosen = textOf(event);
      this.#replace(place, {
        ...group,
        all: chosen !== 'any',
        not: chosen === 'none' || chosen === 'not-all',
      });
    };
    const chosen = group.not ? (group.all ? 'not-all' : 'none') : group.all ? 'all' : 'any';
    const choices = [
      ['all', t('All of these hold')],
      ['any', t('Any of these holds')],
      ['none', t('None of these holds')],
      ['not-all', t('Not all of these hold')],
    ] as const;
    const isEmpty = group.items.length === 0;
    return html`<div class="group ${place.length === 0 ? 'outermost' : ''}">
      ${
        place.length === 0 && isEmpty
          ? html`<p class="muted small">${this.topic === 'asset' ? t('No condition: all assets that the names let in.') : t('No condition: all columns that the names let in.')}</p>`
          : html`<select class="how" ?disabled=${this.disabled} aria-label=${number === '' ? t('How the conditions count together') : t('How the conditions of group {number} count together', { number })} .value=${live(chosen)} @change=${(
              event: Event,
            ) => {
              const value = textOf(event);
              if (value === 'none') this.#replace(place, { ...group, all: false, not: true });
              else choose(event);
            }}>${choices.map(([value, title]) => html`<option value=${value} ?selected=${value === chosen}>${title}</option>`)}</select>`
      }
      ${isEmpty ? nothing : html`<ol role="list">${group.items.map((item, index) => this.#item(item, [...place, index]))}</ol>`}
      ${
        this.disabled
          ? nothing
          : html`<div class="row" @dragover=${this.#over} @drop=${(event: DragEvent) => this.#drop(event, [...place, group.items.length])}>
              <dw-button size="small" icon="plus" label=${number === '' ? nothing : t('Add a condition to group {number}', { number })} @click=${() => this.#add(place, newTest(this.topic))}>${number === '' ? t('Add a condition') : nothing}</dw-button>
              ${place.length >= DEEPEST ? nothing : html`<dw-button size="small" variant="quiet" icon="layers" label=${number === '' ? nothing : t('Add a group to group {number}', { number })} @click=${() => this.#add(place, { ...newGroup([newTest(this.topic)]), all: false })}>${number === '' ? t('Add a group') : nothing}</dw-button>`}</div>`
      }</div>`;
  }

  readonly #over = (event: DragEvent): void => {
    if (this.carried !== null) event.preventDefault();
  };

  #drop(event: DragEvent, place: Place): void {
    const { carried } = this;
    this.carried = null;
    if (carried === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#moved(dropped(this.root, carried, place));
  }

  #item(block: Block, place: Place): unknown {
    const number = numberOf(place);
    const isCarried = this.carried?.join('.') === place.join('.');
    return html`<li class=${isCarried ? 'carried' : ''} @dragover=${this.#over} @drop=${(event: DragEvent) => this.#drop(event, place)}>
      ${
        this.disabled
          ? nothing
          : html`<button type="button" class="handle" data-handle=${place.join('.')} draggable="true" title=${t('Drag, or press arrow keys')} aria-label=${t('Move condition {number}: arrow keys', { number })}
        @keydown=${(event: KeyboardEvent) => this.#pressed(event, place)}
        @dragstart=${(event: DragEvent) => {
          event.stopPropagation();
          event.dataTransfer?.setData('text/plain', number);
          this.carried = place;
        }} @dragend=${() => {
          this.carried = null;
        }}><dw-icon name="grip"></dw-icon></button>`
      }
      <div class="what">${block.kind === 'group' ? this.#group(block, place) : block.kind === 'test' ? this.#test(block, place) : this.#written(block.text, place)}</div>
      ${this.disabled ? nothing : html`<dw-menu icon="more" label=${t('Condition {number}', { number })} size="small" .items=${this.#menu(block, place)}></dw-menu>`}</li>`;
  }

  #menu(block: Block, place: Place): readonly unknown[] {
    const go = (direction: Direction) => ({
      isDisabled: moved(this.root, place, direction) === null,
      act: () => this.#moved(moved(this.root, place, direction)),
    });
    return [
      { title: t('Move up'), icon: 'arrow-up', ...go('up') },
      { title: t('Move down'), icon: 'arrow-down', ...go('down') },
      { title: t('Into the group beside it'), icon: 'arrow-right', ...go('in') },
      { title: t('Out of its group'), icon: 'arrow-left', ...go('out') },
      null,
      {
        ...{ title: t('Put into a group of its own'), icon: 'layers', isDisabled: place.length > DEEPEST },
        act: () => this.#replace(place, { ...newGroup([block]), all: false }),
      },
      {
        ...{ title: t('Remove'), icon: 'trash', isDangerous: true },
        act: () => {
          this.#replace(place, null);
          this.shell.announce(t('Condition {number} removed.', { number: numberOf(place) }));
        },
      },
    ];
  }

  #test(test: Test, place: Place): unknown {
    const number = numberOf(place);
    const fields = FIELDS[this.topic];
    const kind = fields[test.field] ?? 'text';
    return html`<div class="test">
      <select data-field=${place.join('.')} ?disabled=${this.disabled} aria-label=${t('What condition {number} asks', { number })} .value=${live(test.field)} @change=${(event: Event) => this.#replace(place, withField(test, textOf(event), this.topic))}>
        ${Object.keys(fields).map((field) => html`<option value=${field} ?selected=${field === test.field}>${fieldWords(field)}</option>`)}</select>
      <select ?disabled=${this.disabled} aria-label=${t('How condition {number} compares', { number })} .value=${live(test.operator)} @change=${(event: Event) => this.#replace(place, { ...test, operator: textOf(event) as Operator })}>
        ${OPERATORS[kind].map((operator) => html`<option value=${operator} ?selected=${operator === test.operator}>${operatorWords(operator)}</option>`)}</select>
      ${
        takesValue(test.operator)
          ? html`<input ?disabled=${this.disabled} type=${kind === 'number' ? 'number' : 'text'} min=${kind === 'number' ? 0 : nothing} autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="500" aria-label=${t('Value of condition {number}', { number })} .value=${live(test.value)} @input=${(event: Event) => this.#replace(place, { ...test, value: textOf(event) })}>`
          : nothing
      }</div>`;
  }

  #written(text: string, place: Place): unknown {
    return html`<textarea class="code" rows="1" spellcheck="false" ?disabled=${this.disabled} aria-label=${t('Condition {number}, as an expression', { number: numberOf(place) })} .value=${live(text)} @input=${(event: Event) => this.#replace(place, { kind: 'written', text: textOf(event) })}></textarea>`;
  }
}

/** `2.1`, for people. */
const numberOf = (place: Place): string => place.map((index) => index + 1).join('.');
