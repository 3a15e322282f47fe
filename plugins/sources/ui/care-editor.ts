import {
  baseStyles,
  DataWaveElement,
  type FieldFault,
  formStyles,
  layoutStyles,
  type MaintenanceWindow,
  type SourceLoad,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Care, type LoadFields, loadFields, toLoad, windowFaults } from './care.ts';
import type { SourcesWindowEditor } from './window-editor.ts';

const MOST_WINDOWS = 20;

/** What a source is treated with unless somebody says otherwise. */
export const PLAIN_CARE: Care = {
  load: { maxConcurrency: 4, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 },
  maintenance: [],
};

/** The load of a source and its hours of maintenance, to fill in. `value` checks and answers them. */
export class SourcesCareEditor extends DataWaveElement {
  static override properties = {
    given: { attribute: false },
    faults: { attribute: false },
    fields: { state: true },
    windows: { state: true },
  };
  declare given: Care;
  /** What the server refused: pointers such as `/maintenance/0/timeZone`. */
  declare faults: readonly FieldFault[];
  declare fields: LoadFields;
  declare windows: readonly MaintenanceWindow[];

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .limits { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); gap: var(--dw-space-4); align-items: start; }
      h3 { margin-bottom: var(--dw-space-1); }
    `,
  ];

  constructor() {
    super();
    this.given = PLAIN_CARE;
    this.faults = [];
    this.fields = loadFields(PLAIN_CARE.load);
    this.windows = [];
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('given')) return;
    this.fields = loadFields(this.given.load);
    this.windows = this.given.maintenance;
    this.faults = [];
  }

  /** What was filled in, as far as it can be read: of what cannot, what was given. */
  get written(): Care {
    const load: SourceLoad | readonly FieldFault[] = toLoad(this.fields);
    return { load: 'length' in load ? this.given.load : load, maintenance: this.windows };
  }

  /** What was filled in; null when something is wrong, which then has the focus. */
  value(): Care | null {
    const load: SourceLoad | readonly FieldFault[] = toLoad(this.fields);
    const faults = [...('length' in load ? load : []), ...windowFaults(this.windows)];
    this.refuse(faults);
    return 'length' in load || faults.length > 0 ? null : { load, maintenance: this.windows };
  }

  /** Shows what is wrong and moves the focus there. */
  refuse(faults: readonly FieldFault[]): void {
    this.faults = faults;
    if (faults.length > 0) void this.#focusFault();
  }

  async #focusFault(): Promise<void> {
    await this.updateComplete;
    const own = this.renderRoot.querySelector<HTMLElement>('input[aria-invalid="true"]');
    if (own !== null) {
      own.focus();
      return;
    }
    const index = this.faults
      .map(({ pointer }) => /^\/maintenance\/(\d+)/.exec(pointer)?.[1])
      .find((at) => at !== undefined);
    const editors = this.renderRoot.querySelectorAll<SourcesWindowEditor>('sources-window-editor');
    await editors[Number(index ?? 0)]?.focusFault();
  }

  #add(): void {
    const timeZone = this.windows.at(-1)?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.windows = [...this.windows, { days: [1, 2, 3, 4, 5], from: '22:00', to: '04:00', timeZone }];
  }

  override render(): unknown {
    const whole = this.faults.find(({ pointer }) => pointer === '/maintenance');
    return html`<div class="stack loose">
      <section aria-labelledby="load-heading" class="stack tight"><div><h3 id="load-heading">${t('Load')}</h3><p class="help">${t('What the source may be burdened with, over all processes together. A change reaches scans that are running.')}</p></div>
        <div class="limits">
          ${this.#limit('maxConcurrency', 'maxConcurrency', t('Assets at once'), 'numeric', t('From 1 to 64.'))}
          ${this.#limit('maxStatementsPerSecond', 'maxStatementsPerSecond', t('Statements a second'), 'decimal', t('Empty: as fast as it answers.'))}
          ${this.#limit('statementSeconds', 'statementTimeoutMs', t('Seconds for a statement'), 'decimal', t('One that takes longer is ended.'))}
        </div></section>
      <section aria-labelledby="hours-heading" class="stack tight"><div><h3 id="hours-heading">${t('Hours of maintenance')}</h3><p class="help">${t('The source is left alone in them: scans pause and go on by themselves. They go by the clocks of their time zones.')}</p></div>
        ${whole === undefined ? nothing : html`<dw-callout tone="danger" live heading=${t('These hours cannot be kept')}>${t('They leave no hour of the week free, so the source would never be scanned.')}</dw-callout>`}
        ${this.windows.map(
          (window, index) => html`<sources-window-editor .window=${window} .number=${index + 1}
            .faults=${this.faults.filter(({ pointer }) => pointer.startsWith(`/maintenance/${index}/`)).map((fault) => ({ ...fault, pointer: fault.pointer.slice(`/maintenance/${index}`.length) }))}
            @dw-change=${(event: CustomEvent<MaintenanceWindow>) => {
              this.windows = this.windows.map((other, at) => (at === index ? event.detail : other));
              this.faults = [];
            }}
            @dw-remove=${() => {
              this.windows = this.windows.filter((_, at) => at !== index);
              this.faults = [];
              this.shell.announce(t('Hours {n, number} are removed.', { n: index + 1 }));
            }}></sources-window-editor>`,
        )}
        <div><dw-button size="small" icon="plus" ?disabled=${this.windows.length >= MOST_WINDOWS} @click=${() => this.#add()}>${t('Add hours')}</dw-button></div>
      </section></div>`;
  }

  #limit(name: keyof LoadFields, pointer: string, title: string, mode: string, help: string): unknown {
    const fault = this.faults.find((entry) => entry.pointer === `/load/${pointer}`);
    const change = (event: Event): void => {
      if (event.target instanceof HTMLInputElement)
        this.fields = { ...this.fields, [name]: event.target.value };
    };
    return html`<div class="field"><label for=${name}>${title}</label>
      <input id=${name} inputmode=${mode} autocomplete="off" .value=${this.fields[name]} aria-invalid=${fault === undefined ? nothing : 'true'} aria-describedby="${name}-help${fault === undefined ? '' : ` ${name}-fault`}" @input=${change}>
      <p class="help" id="${name}-help">${help}</p>
      ${fault === undefined ? nothing : html`<p class="fault" id="${name}-fault"><dw-icon name="error"></dw-icon>${fault.message}</p>`}</div>`;
  }
}
