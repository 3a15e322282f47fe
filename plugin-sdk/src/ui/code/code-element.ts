import { type Diagnostic, forEachDiagnostic, setDiagnosticsEffect } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { t } from '../i18n/translate.ts';
import { baseStyles } from '../styles/base.ts';
import { formStyles } from '../styles/forms.ts';
import { codeStyles } from './code-theme.ts';
import type { CodeSchema } from './json-schema.ts';
import { type FindMatches, type SampleOutcome, SamplePane } from './sample-pane.ts';
import { type CodeLanguage, setupOf } from './setup.ts';

/**
 * `<dw-code>`: an editor, or with `readonly` a view, of JSON, YAML, a pattern or plain text. A field of the form around it: `name`,
 * `value`, `required`, `input` and `change` are those of any field.
 * @public
 */
export class DwCode extends LitElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override properties = {
    value: { type: String },
    name: { type: String, reflect: true },
    language: { type: String },
    label: { type: String },
    help: { type: String },
    fault: { type: String },
    placeholder: { type: String },
    readonly: { type: Boolean },
    required: { type: Boolean },
    numbers: { type: Boolean },
    bare: { type: Boolean },
    schema: { attribute: false },
    find: { attribute: false },
    sample: { type: String },
  };
  declare value: string;
  declare name: string;
  declare language: CodeLanguage;
  /** Its name, drawn above unless `bare`. */
  declare label: string;
  declare help: string;
  /** What is wrong with the value, as whoever checks it says. */
  declare fault: string;
  declare placeholder: string;
  declare readonly: boolean;
  declare required: boolean;
  /** Numbers the lines. */
  declare numbers: boolean;
  declare bare: boolean;
  /** Completes and checks JSON. */
  declare schema: CodeSchema | null;
  /** Tries the value, a pattern, on a sample below; none is shown unless given. */
  declare find: FindMatches | null;
  /** The text that the pattern is tried on. Changes are told by `dw-sample`. */
  declare sample: string;
  static override styles = [baseStyles, formStyles, codeStyles];

  readonly #internals = this.attachInternals();
  readonly #setup = new Compartment();
  #view: EditorView | null = null;
  #pane: SamplePane | null = null;
  #outcome: SampleOutcome = { count: null, fault: null };
  /** The first thing that the language finds wrong. */
  #found: Diagnostic | null = null;
  #first = '';
  #isDisabled = false;

  constructor() {
    super();
    this.value = '';
    this.name = '';
    this.language = 'text';
    this.label = '';
    this.help = '';
    this.fault = '';
    this.placeholder = '';
    this.readonly = false;
    this.required = false;
    this.numbers = false;
    this.bare = false;
    this.schema = null;
    this.find = null;
    this.sample = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#first = this.value;
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = null;
    this.#pane?.destroy();
    this.#pane = null;
  }

  formResetCallback(): void {
    this.value = this.#first;
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.#isDisabled = isDisabled;
    this.requestUpdate();
  }

  get #isReadOnly(): boolean {
    return this.readonly || this.#isDisabled;
  }

  override render(): unknown {
    const wrong = this.#wrong;
    const count = this.#outcome.count;
    return html`<div class="field">
      ${this.bare ? nothing : html`<span class="label" aria-hidden="true" @click=${() => this.#view?.focus()}>${this.label}</span>`}
      <div class="frame ${this.#isReadOnly ? 'read' : ''} ${wrong === '' ? '' : 'wrong'}" id="editor"></div>
      ${this.help === '' ? nothing : html`<p class="help" id="help">${this.help}</p>`}
      ${wrong === '' ? nothing : html`<p class="fault" id="fault" role="status"><dw-icon name="error"></dw-icon>${wrong}</p>`}
      ${this.#indents ? html`<p id="keys" hidden>${t('Tab indents. Press Escape and then Tab to leave the editor.')}</p>` : nothing}
    </div>
    ${
      this.find === null
        ? nothing
        : html`<div class="sample"><span class="label" aria-hidden="true">${t('Try it on')}</span><div class="frame" id="sample"></div>
          <p class="help" role="status">${count === null ? '' : t('{n, plural, =0 {No match} one {# match} other {# matches}}', { n: count })}</p></div>`
    }`;
  }

  /** What is wrong: as the page says, as the search does, as the language does. Empty while nothing is. */
  get #wrong(): string {
    return this.fault || this.#outcome.fault || this.#found?.message || '';
  }

  get #indents(): boolean {
    return !this.#isReadOnly && this.language !== 'regex' && this.language !== 'text';
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.isConnected || !(this.renderRoot instanceof ShadowRoot)) return;
    const wrong = this.#wrong;
    const setup = setupOf({
      language: this.language,
      label: this.label,
      isReadOnly: this.#isReadOnly,
      hasNumbers: this.numbers,
      isInvalid: wrong !== '',
      placeholder: this.placeholder,
      schema: this.schema,
      describedBy: [this.help === '' ? '' : 'help', wrong === '' ? '' : 'fault', this.#indents ? 'keys' : '']
        .filter((id) => id !== '')
        .join(' '),
    });
    const parent = this.renderRoot.querySelector('#editor');
    if (this.#view === null) {
      if (parent === null) return;
      this.#view = new EditorView({
        parent,
        root: this.renderRoot,
        state: EditorState.create({
          doc: this.value,
          extensions: [this.#setup.of(setup), this.#follow],
        }),
      });
    } else if (
      [...changed.keys()].some((key) => !['value', 'sample', 'find'].includes(String(key))) ||
      changed.size === 0
    )
      this.#view.dispatch({ effects: this.#setup.reconfigure(setup) });
    const { doc } = this.#view.state;
    if (doc.toString() !== this.value)
      this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: this.value } });
    this.#internals.setFormValue(this.value);
    const isMissing = this.required && this.value.trim() === '';
    // What only does not fit its schema may be sent: the server says the same, or knows better.
    const isWrong = wrong !== '' && this.#found?.severity !== 'warning';
    if (isMissing)
      this.#internals.setValidity({ valueMissing: true }, t('This is needed.'), this.#view.contentDOM);
    else if (isWrong) this.#internals.setValidity({ customError: true }, wrong, this.#view.contentDOM);
    else this.#internals.setValidity({});
    this.#trySample(changed);
  }

  readonly #follow = [
    EditorView.updateListener.of((update) => {
      if (
        update.transactions.some(({ effects }) => effects.some((effect) => effect.is(setDiagnosticsEffect)))
      ) {
        this.#found = null;
        forEachDiagnostic(update.state, (diagnostic) => {
          this.#found ??= diagnostic;
        });
        this.requestUpdate('fault');
      }
      if (!update.docChanged) return;
      const value = update.state.doc.toString();
      if (value === this.value) return;
      this.value = value;
      this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    }),
    EditorView.domEventHandlers({
      focus: () => {
        this.#entered = this.value;
      },
      blur: () => {
        if (this.#entered !== this.value) this.dispatchEvent(new Event('change', { bubbles: true }));
      },
    }),
  ];
  #entered = '';

  #trySample(changed: PropertyValues): void {
    const root = this.renderRoot;
    const parent = root.querySelector<HTMLElement>('#sample');
    if (this.find === null || parent === null || !(root instanceof ShadowRoot)) {
      this.#pane?.destroy();
      this.#pane = null;
      return;
    }
    const isNew = this.#pane === null;
    this.#pane ??= new SamplePane(parent, root, this.sample, {
      label: t('Try it on'),
      changed: (text) => {
        this.sample = text;
        this.dispatchEvent(new Event('dw-sample', { bubbles: true, composed: true }));
      },
      told: (outcome) => {
        if (outcome.count === this.#outcome.count && outcome.fault === this.#outcome.fault) return;
        this.#outcome = outcome;
        this.requestUpdate();
      },
    });
    this.#pane.text = this.sample;
    if (isNew || changed.has('value') || changed.has('sample') || changed.has('find'))
      void this.#pane.try(this.find, this.value);
  }
}
