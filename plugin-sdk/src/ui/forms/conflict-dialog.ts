import { css, html, LitElement, nothing } from 'lit';
import { t } from '../i18n/index.ts';
import { baseStyles } from '../styles/base.ts';
import type { ConflictChoice, ContestedField } from './three-way.ts';

/** What the dialog asks. */
export interface ConflictQuestion {
  readonly fields: readonly ContestedField[];
  /** What people call a field. */
  readonly titleOf: (name: string) => string;
  /** How a value is shown; null leaves it to the dialog. */
  readonly show: (name: string, value: unknown) => string | null;
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return t('nothing', {}, 'value');
  if (typeof value === 'boolean') return value ? t('yes', {}, 'value') : t('no', {}, 'value');
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.length === 0 ? t('nothing', {}, 'value') : value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/**
 * `<dw-conflict>`: somebody else has changed what is about to be saved. Shows each value that they changed beside the one in the form
 * and lets one be chosen. Fires `dw-resolve` with the choices, and `close`.
 * @public
 */
export class DwConflict extends LitElement {
  static override properties = { question: { attribute: false }, choices: { state: true } };
  declare question: ConflictQuestion;
  declare choices: ReadonlyMap<string, ConflictChoice>;

  static override styles = [
    baseStyles,
    css`
      .fields { display: grid; gap: var(--dw-space-4); }
      fieldset { display: grid; gap: var(--dw-space-2); min-width: 0; margin: 0; padding: 0; border: 0; }
      legend { margin-block-end: var(--dw-space-1); padding: 0; font-weight: 560; }
      .both { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--dw-space-2); }
      label { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-2); align-content: start; padding: var(--dw-space-2) var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); cursor: pointer; }
      label:has(input:checked) { border-color: var(--dw-accent); background: var(--dw-accent-soft); }
      input { margin: 0.1875rem 0 0; accent-color: var(--dw-accent); }
      .value { grid-column: 1 / -1; max-height: 9rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
      @media (max-width: 480px) { .both { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  constructor() {
    super();
    this.question = { fields: [], titleOf: (name) => name, show: () => null };
    this.choices = new Map();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('question')) return;
    // What only they have changed is theirs; what both have is kept as it was written here, until somebody says otherwise.
    this.choices = new Map(
      this.question.fields.map(({ name, isMineToo }) => [name, isMineToo ? 'mine' : 'theirs']),
    );
  }

  #close(): void {
    const dialog = this.renderRoot.querySelector<HTMLElement & { open: boolean }>('dw-dialog');
    if (dialog !== null) dialog.open = false;
  }

  override render(): unknown {
    const { fields } = this.question;
    const resolve = (): void => {
      this.dispatchEvent(new CustomEvent('dw-resolve', { detail: this.choices }));
      this.#close();
    };
    return html`<dw-dialog heading=${t('Somebody else has changed this')} size="wide" .open=${true} @close=${() => this.dispatchEvent(new Event('close'))}>
      <p class="muted">${
        fields.length === 0
          ? t('Nothing of it is in the way of what you wrote.')
          : t('Choose for each value which one stays. What you wrote elsewhere is kept.')
      }</p>
      <div class="fields">${fields.map((field) => this.#field(field))}</div>
      <dw-button slot="actions" @click=${() => this.#close()}>${t('Back to the form')}</dw-button>
      <dw-button slot="actions" variant="primary" @click=${resolve}>${t('Use this')}</dw-button></dw-dialog>`;
  }

  #field({ name, mine, theirs, isMineToo }: ContestedField): unknown {
    const { titleOf, show } = this.question;
    const option = (choice: ConflictChoice, value: unknown, title: string): unknown => {
      const choose = (): void => {
        this.choices = new Map(this.choices).set(name, choice);
      };
      return html`<label><input type="radio" name=${name} .checked=${this.choices.get(name) === choice} @change=${choose}><span>${title}</span>
        <span class="value">${show(name, value) ?? shown(value)}</span></label>`;
    };
    return html`<fieldset><legend>${titleOf(name)}${isMineToo ? html` <dw-badge tone="warning">${t('changed by both')}</dw-badge>` : nothing}</legend>
      <div class="both">${option('mine', mine, t('Keep mine'))}${option('theirs', theirs, t('Take theirs'))}</div></fieldset>`;
  }
}

if (customElements.get('dw-conflict') === undefined) customElements.define('dw-conflict', DwConflict);

/** Asks. Resolves with the choices; null when whoever is there goes back to the form. */
export function askAboutConflict(
  host: HTMLElement,
  question: ConflictQuestion,
): Promise<ReadonlyMap<string, ConflictChoice> | null> {
  const element = new DwConflict();
  element.question = question;
  (host.shadowRoot ?? host).append(element);
  return new Promise((resolve) => {
    let choices: ReadonlyMap<string, ConflictChoice> | null = null;
    element.addEventListener('dw-resolve', (event) => {
      if (event instanceof CustomEvent) choices = event.detail;
    });
    element.addEventListener('close', () => {
      element.remove();
      resolve(choices);
    });
  });
}
