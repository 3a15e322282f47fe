import {
  baseStyles,
  checkboxOf,
  DataWaveElement,
  describedBy,
  fieldOf,
  formStyles,
  layoutStyles,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import '@datawave/plugin-sdk/ui/code';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Block, type Fault, faultAt, faultsBelow } from './api.ts';
import { BLOCK_TITLES, type BlockKind, emptyBlock, withKind } from './block-kinds.ts';
import { checksumFields } from './checksum-fields.ts';
import { toLines } from './to-lines.ts';

/** Tells the block around it, or the page, what the block is now; null asks to remove it. */
export class BlockChange extends Event {
  static readonly type = 'custom-rules-block';
  readonly block: Block | null;

  constructor(block: Block | null) {
    super(BlockChange.type);
    this.block = block;
  }
}

/** Groups within groups that the editor offers; the server takes no more either. */
const DEEPEST = 8;

/** One block of a rule with those within it. */
export class CustomRulesBlock extends DataWaveElement {
  static override properties = {
    block: { attribute: false },
    faults: { attribute: false },
    number: { type: String },
    depth: { type: Number },
    removable: { type: Boolean },
    disabled: { type: Boolean },
  };
  declare block: Block;
  declare faults: readonly Fault[];
  /** Where it stands, for people: `1.2`. */
  declare number: string;
  declare depth: number;
  declare removable: boolean;
  declare disabled: boolean;
  /** What stands in a text of lines while it is written: blank lines and all. */
  #text = '';

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      :host { display: block; min-width: 0; }
      fieldset { gap: var(--dw-space-3); padding: var(--dw-space-3) var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface); }
      fieldset.group { background: var(--dw-surface-2); }
      .head { display: flex; align-items: center; gap: var(--dw-space-2); }
      .head select { flex: 1 1 auto; width: auto; max-width: 16rem; font-weight: 550; }
      .head span { flex: 1 1 0; }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: var(--dw-space-3); }
      .inner { display: grid; gap: var(--dw-space-2); grid-template-columns: minmax(0, 1fr); }
      .between { color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); font-weight: 560; text-align: center; text-transform: uppercase; }
      textarea, input:not([type='checkbox'], [type='radio']).code { font-family: var(--dw-font-mono); font-size: 0.92em; }
      @media (max-width: 640px) { fieldset { padding: var(--dw-space-3); } }
    `,
  ];

  constructor() {
    super();
    this.faults = [];
    this.number = '1';
    this.depth = 0;
    this.removable = false;
    this.disabled = false;
  }

  #change(block: Block | null): void {
    this.dispatchEvent(new BlockChange(block));
  }

  override render(): unknown {
    const { block } = this;
    const isGroup =
      block.kind === 'all' ||
      block.kind === 'any' ||
      block.kind === 'some' ||
      block.kind === 'not' ||
      block.kind === 'values';
    const own = faultAt(this.faults, '') ?? faultAt(this.faults, '/kind');
    return html`<fieldset class=${isGroup ? 'group' : ''} ?disabled=${this.disabled}>
      <legend class="visually-hidden">${t('Block {number}: {kind}', { number: this.number, kind: t(BLOCK_TITLES[block.kind]) })}</legend>
      <div class="head">
        <select aria-label=${t('Kind of block {number}', { number: this.number })} .value=${live(block.kind)} @change=${(event: Event) => this.#change(withKind(block, textOf(event) as BlockKind))}>
          ${Object.entries(BLOCK_TITLES).map(([kind, title]) => html`<option value=${kind} ?selected=${kind === block.kind} ?disabled=${this.depth >= DEEPEST && isGroupKind(kind)}>${t(title)}</option>`)}
        </select><span></span>
        ${this.removable && !this.disabled ? html`<dw-button size="small" variant="quiet" icon="trash" label=${t('Remove block {number}', { number: this.number })} @click=${() => this.#change(null)}></dw-button>` : nothing}
      </div>
      ${own === null ? nothing : html`<p class="fault"><dw-icon name="error"></dw-icon>${t(own)}</p>`}
      ${this.#body(block)}
    </fieldset>`;
  }

  #body(block: Block): unknown {
    switch (block.kind) {
      case 'pattern':
        return this.#pattern(block);
      case 'dictionary':
        return this.#dictionary(block);
      case 'name':
        return this.#name(block);
      case 'checksum':
        return checksumFields(block, this.faults, (changed) => this.#change(changed));
      case 'not':
        return this.#inner(
          [block.block],
          '/block',
          ([inner]) => this.#change({ ...block, block: inner ?? emptyBlock('pattern') }),
          false,
        );
      case 'values':
        return html`<div class="pair">
            ${fieldOf('share', t('Share of the values, in percent'), html`<input id="share" type="number" min="1" max="100" .value=${live(block.share === undefined ? '' : String(Math.round(block.share * 100)))} @change=${(event: Event) => this.#change(withNumber(block, 'share', Number(textOf(event)) / 100))}>`, { fault: faultAt(this.faults, '/share') })}
            ${fieldOf('least', t('Values at least'), html`<input id="least" type="number" min="1" .value=${live(String(block.atLeast ?? ''))} @change=${(event: Event) => this.#change(withNumber(block, 'atLeast', Number(textOf(event))))}>`, { fault: faultAt(this.faults, '/atLeast') })}
          </div>
          ${this.#inner([block.where], '/where', ([inner]) => this.#change({ ...block, where: inner ?? emptyBlock('pattern') }), false)}`;
      case 'some':
        return html`${fieldOf('least', t('Of these at least'), html`<input id="least" type="number" min="1" max=${block.of.length} .value=${live(String(block.atLeast))} @change=${(event: Event) => this.#change({ ...block, atLeast: Math.max(1, Math.round(Number(textOf(event)))) })}>`, { fault: faultAt(this.faults, '/atLeast') })}
          ${this.#group(block)}`;
      case 'all':
      case 'any':
        return this.#group(block);
    }
  }

  /** Marks what fits in a text that is pasted below the pattern; it does not leave the browser. */
  readonly #find = async (
    pattern: string,
    text: string,
  ): Promise<readonly { readonly from: number; readonly to: number }[]> => {
    const { findMatches } = await import('./find-matches.ts');
    const { block } = this;
    return block.kind === 'pattern' ? findMatches({ ...block, pattern }, text) : [];
  };

  #pattern(block: Extract<Block, { readonly kind: 'pattern' }>): unknown {
    const fault = faultAt(this.faults, '/pattern');
    return html`<dw-code language="regex" label=${t('Values fit')} placeholder="[A-Z]{2}-\\d{6}" .value=${block.pattern} .fault=${fault ?? ''} ?readonly=${this.disabled}
      help=${t('A regular expression in the syntax of RE2: no look-around, no back-references, always quick.')}
      .find=${this.#find} @input=${(event: Event) => {
        const { value } = event.currentTarget as HTMLElement & { readonly value: string };
        this.#change({ ...block, pattern: value });
      }}></dw-code>
      <div class="row">
        ${checkboxOf('ignore-case', t('Capital and small letters alike'), block.ignoreCase === true, (ignoreCase) => this.#change(withFlag(block, 'ignoreCase', ignoreCase)))}
        ${checkboxOf('anywhere', t('Anywhere within the value'), block.anywhere === true, (anywhere) => this.#change(withFlag(block, 'anywhere', anywhere)))}
      </div>`;
  }

  #dictionary(block: Extract<Block, { readonly kind: 'dictionary' }>): unknown {
    const fault = this.faults.find(({ pointer }) => pointer.startsWith('/terms'));
    const line = fault === undefined ? null : /^\/terms\/(\d+)/.exec(fault.pointer)?.[1];
    const options = {
      help: t('One term a line, up to 100,000.'),
      fault:
        fault === undefined
          ? null
          : line == null
            ? t(fault.message)
            : t('Term {n}: {fault}', { n: Number(line) + 1, fault: t(fault.message) }),
    };
    return html`${fieldOf(
      'terms',
      t('Values are one of'),
      this.#lines('terms', block.terms, options, (terms) => this.#change({ ...block, terms })),
      options,
    )}
      <div class="row">
        ${checkboxOf('exact', t('Case and accents count'), block.exact === true, (exact) => this.#change(withFlag(block, 'exact', exact)))}
        ${checkboxOf('words', t('As words within the value'), block.words === true, (words) => this.#change(withFlag(block, 'words', words)))}
      </div>`;
  }

  #name(block: Extract<Block, { readonly kind: 'name' }>): unknown {
    const fault = this.faults.find(({ pointer }) => pointer.startsWith('/names'))?.message ?? null;
    const options = {
      help: t('One name a line, in plain words: “staff number” finds StaffNo and STAFF_NUMBER.'),
      fault,
    };
    return html`${fieldOf(
      'names',
      t('It is called'),
      this.#lines('names', block.names, options, (names) => this.#change({ ...block, names })),
      options,
    )}
      <div class="row">
        ${checkboxOf('whole', t('And nothing else'), block.whole === true, (whole) => this.#change(withFlag(block, 'whole', whole)))}
        ${checkboxOf('table', t('The table, not the column'), block.of === 'table', (isTable) => this.#change(isTable ? { ...block, of: 'table' } : withoutOf(block)))}
      </div>`;
  }

  #lines(
    id: string,
    lines: readonly string[],
    options: { readonly help: string; readonly fault: string | null },
    change: (lines: readonly string[]) => void,
  ): unknown {
    // While it is written the text is the writer's; only another rule's lines replace it.
    if (toLines(this.#text).join('\n') !== lines.join('\n')) this.#text = lines.join('\n');
    return html`<textarea id=${id} rows="4" autocomplete="off" spellcheck="false" .value=${live(this.#text)} aria-invalid=${options.fault === null ? nothing : 'true'} aria-describedby=${describedBy(id, options)} @input=${(
      event: Event,
    ) => {
      this.#text = textOf(event);
      change(toLines(this.#text));
    }}></textarea>`;
  }

  #group(block: Extract<Block, { readonly kind: 'all' | 'any' | 'some' }>): unknown {
    return html`${this.#inner(block.of, '/of', (of) => this.#change({ ...block, of }), true, block.kind === 'all' ? t('and') : t('or'))}
      ${this.disabled ? nothing : html`<div><dw-button size="small" icon="plus" @click=${() => this.#change({ ...block, of: [...block.of, emptyBlock('pattern')] })}>${t('Add block')}</dw-button></div>`}`;
  }

  #inner(
    blocks: readonly Block[],
    place: string,
    change: (blocks: readonly Block[]) => void,
    isList: boolean,
    between = '',
  ): unknown {
    return html`<div class="inner">${blocks.map((inner, index) => {
      const changed = (event: Event): void => {
        if (!(event instanceof BlockChange)) return;
        const { block } = event;
        change(
          blocks.flatMap((present, position) =>
            position === index ? (block === null ? [] : [block]) : [present],
          ),
        );
      };
      return html`${index > 0 ? html`<p class="between" aria-hidden="true">${between}</p>` : nothing}
        <custom-rules-block .block=${inner} .faults=${faultsBelow(this.faults, isList ? `${place}/${index}` : place)} .number="${this.number}.${index + 1}"
          .depth=${this.depth + 1} .removable=${isList && blocks.length > 1} .disabled=${this.disabled} @custom-rules-block=${changed}></custom-rules-block>`;
    })}</div>`;
  }
}

const isGroupKind = (kind: string): boolean => ['all', 'any', 'some', 'not', 'values'].includes(kind);

/** Leaves a flag out when it is off, as an export does. */
function withFlag<T extends Block>(block: T, name: string, isOn: boolean): T {
  const { [name]: _, ...rest }: Record<string, unknown> = { ...block };
  // Nothing but an optional flag has come or gone.
  return (isOn ? { ...rest, [name]: true } : rest) as T;
}

function withNumber<T extends Block>(block: T, name: string, value: number): T {
  const { [name]: _, ...rest }: Record<string, unknown> = { ...block };
  // Nothing but an optional number has come or gone.
  return (Number.isFinite(value) && value > 0 ? { ...rest, [name]: value } : rest) as T;
}

function withoutOf(block: Extract<Block, { readonly kind: 'name' }>): Block {
  const { of: _, ...rest } = block;
  return rest;
}
