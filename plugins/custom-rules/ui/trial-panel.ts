import {
  baseStyles,
  count,
  DataWaveElement,
  describedBy,
  fieldOf,
  formatConfidence,
  formatDuration,
  formStyles,
  isAborted,
  layoutStyles,
  ProblemError,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Fault, Trial, TrialColumn } from './api.ts';
import { assetSample } from './asset-sample.ts';
import { toLines } from './to-lines.ts';

/** What the rule is tried with, as the server takes it. */
export type TriedRule = Readonly<Record<string, unknown>>;

/** Tells the page what is wrong with the rule, or that nothing is. */
export class TrialFaults extends Event {
  static readonly type = 'custom-rules-faults';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(TrialFaults.type);
    this.faults = faults;
  }
}

const TYPING_PAUSE_MS = 350;
const MOST_VALUES = 1000;

/** Tries the rule while it is written: on values that are pasted, or on an asset. */
export class CustomRulesTrial extends DataWaveElement {
  static override properties = {
    rule: { attribute: false },
    ownKey: { type: String },
    from: { state: true },
    column: { state: true },
    text: { state: true },
    asset: { state: true },
    trial: { state: true },
    problem: { state: true },
    isTrying: { state: true },
    isFaulty: { state: true },
    asked: { state: true },
  };
  /** Null while there is nothing to try yet. */
  declare rule: TriedRule | null;
  declare ownKey: string;
  declare from: 'values' | 'asset';
  declare column: string;
  declare text: string;
  declare asset: string;
  declare trial: Trial | null;
  declare problem: ProblemError | null;
  declare isTrying: boolean;
  /** The rule has faults, which the page marks where they are. */
  declare isFaulty: boolean;
  /** What was asked of the source last: sampling it at every keystroke would burden it. */
  declare asked: TriedRule | null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;
  #tried = '';
  readonly #assets = assetSample(this);

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      textarea { min-height: 9rem; font-family: var(--dw-font-mono); font-size: 0.92em; }
      .from { display: flex; gap: var(--dw-space-4); }
      .from label { display: flex; gap: var(--dw-space-2); font-weight: 450; }
      .column { display: grid; gap: var(--dw-space-2); padding-top: var(--dw-space-4); border-top: 1px solid var(--dw-border); grid-template-columns: minmax(0, 1fr); }
      .hits { font-size: var(--dw-font-size-l); font-weight: 600; }
      .examples { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-2); }
      .examples code, li code { padding: 0.0625rem 0.375rem; border-radius: var(--dw-radius-s); background: var(--dw-surface-3); overflow-wrap: anywhere; }
      ul { display: grid; gap: var(--dw-space-1); }
      h3 { font-size: var(--dw-font-size-s); color: var(--dw-text-muted); font-weight: 550; }
    `,
  ];

  constructor() {
    super();
    this.rule = null;
    this.ownKey = '';
    this.from = 'values';
    this.column = '';
    this.text = '';
    this.asset = '';
    this.trial = null;
    this.problem = null;
    this.isTrying = false;
    this.isFaulty = false;
    this.asked = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
    this.#running?.abort();
  }

  override updated(): void {
    const body = this.#body();
    const wanted = body === null ? '' : JSON.stringify(body);
    if (wanted === this.#tried) return;
    this.#tried = wanted;
    clearTimeout(this.#waiting);
    this.#running?.abort();
    if (body === null) {
      this.isTrying = false;
      this.trial = null;
      this.problem = null;
      return;
    }
    this.isTrying = true;
    this.#waiting = setTimeout(() => void this.#try(body), TYPING_PAUSE_MS);
  }

  #body(): TriedRule | null {
    if (this.from === 'asset') return this.asked;
    if (this.rule === null) return null;
    const name = this.column.trim();
    const values = toLines(this.text).slice(0, MOST_VALUES);
    return { rule: this.rule, columns: [{ ...(name === '' ? {} : { name }), values }] };
  }

  async #try(body: TriedRule): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      const trial = await this.shell.api.post<Trial>('/classification-rules/preview', body, {
        signal: AbortSignal.any([running.signal, this.lifetime]),
      });
      this.trial = trial;
      this.problem = null;
      this.isFaulty = false;
      this.dispatchEvent(new TrialFaults([]));
      this.shell.announce(summary(trial));
    } catch (error) {
      if (isAborted(error) || running.signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      const faults = error.errors.filter(({ pointer }) => pointer.startsWith('/rule'));
      this.isFaulty = faults.length > 0;
      this.problem = this.isFaulty ? null : error;
      this.trial = null;
      if (faults[0] !== undefined) this.shell.announce(`The rule has a fault: ${faults[0].message}`);
      this.dispatchEvent(
        new TrialFaults(
          faults.map(({ pointer, message }) => ({ pointer: pointer.slice('/rule'.length), message })),
        ),
      );
    } finally {
      if (this.#running === running) this.isTrying = false;
    }
  }

  override render(): unknown {
    return html`<dw-card heading="Try it" note="Values are looked at in memory: not stored, not logged, shown masked.">
      <div class="stack">
        <div class="from" role="radiogroup" aria-label="What it is tried on">
          ${this.#choice('values', 'Pasted values')}${this.#choice('asset', 'An asset')}
        </div>
        ${this.from === 'values' ? this.#pasted() : this.#sampled()}
        ${this.#outcome()}
      </div></dw-card>`;
  }

  #choice(value: 'values' | 'asset', title: string): unknown {
    return html`<label><input type="radio" name="from" value=${value} .checked=${live(this.from === value)} @change=${() => {
      this.from = value;
    }}>${title}</label>`;
  }

  #pasted(): unknown {
    const options = { help: 'One value a line.' };
    return html`${fieldOf(
      'column',
      'Name of the column',
      html`<input id="column" autocomplete="off" placeholder="badge_no" .value=${live(this.column)} @input=${(
        event: Event,
      ) => {
        this.column = textOf(event);
      }}>`,
    )}
    ${fieldOf(
      'values',
      'Values',
      html`<textarea id="values" autocomplete="off" spellcheck="false" aria-describedby=${describedBy('values', options)} .value=${live(this.text)} @input=${(
        event: Event,
      ) => {
        this.text = textOf(event);
      }}></textarea>`,
      options,
    )}`;
  }

  #sampled(): unknown {
    const { rule } = this;
    const asset = this.#assets.chosen(this.asset);
    const isStale = this.asked !== null && JSON.stringify(this.asked['rule']) !== JSON.stringify(rule);
    return html`${this.#assets.view(this.asset, (chosen) => {
      this.asset = chosen;
    })}
      <div class="row"><dw-button icon="play" ?disabled=${rule === null || asset === null} ?busy=${this.isTrying} @click=${() => {
        // A new object each time: the source may hold other rows by now.
        this.#tried = '';
        this.asked = { rule, asset };
      }}>Try on the asset</dw-button>${isStale ? html`<span class="muted small">The rule has changed since.</span>` : nothing}</div>`;
  }

  /** Why there is nothing to show yet. */
  #whatIsMissing(): string {
    if (this.rule === null) return 'Complete the rule to see what it would find.';
    if (this.isFaulty) return 'Mend what is marked in the rule to see what it would find.';
    if (this.from !== 'asset') return 'Complete the rule to see what it would find.';
    return this.#assets.chosen(this.asset) === null
      ? 'Choose an asset to see what it would find there.'
      : 'Try it to see what it would find there.';
  }

  #outcome(): unknown {
    const { trial, problem } = this;
    if (problem !== null)
      return html`<dw-callout tone="danger" live heading="It could not be tried">${problem.message} ${problem.hint ?? ''}</dw-callout>`;
    if (trial === null)
      return html`<p class="muted small">${this.isTrying ? 'Trying…' : this.#whatIsMissing()}</p>`;
    const looked = trial.columns.filter((column) => column.values > 0);
    const shown =
      this.from === 'asset'
        ? looked.filter((column) => column.hits > 0 || column.nearMisses.length > 0)
        : looked;
    const per = trial.ordinary.value * 1000;
    return html`
      ${looked.length === 0 ? html`<p class="muted small">${this.from === 'values' ? 'Paste some values to see which of them fit.' : 'The asset holds no values.'}</p>` : nothing}
      ${looked.length > 0 && shown.length === 0 ? html`<p class="muted">Nothing fits in ${count(looked.length, 'column')}.</p>` : nothing}
      ${shown.map((column) => this.#column(column))}
      <div class="column">
        <h3>Among ordinary values</h3>
        <p>${per < 1 ? 'Fewer than 1' : `About ${per < 10 ? per.toFixed(1) : Math.round(per)}`} of 1,000 would fit by chance.
          ${trial.ordinary.columns.length === 0 ? nothing : html`<span class="muted">It would also take columns such as ${trial.ordinary.columns.slice(0, 5).join(', ')}.</span>`}</p>
        <p class="muted small">Tried in ${formatDuration(trial.durationMs)}.</p>
      </div>`;
  }

  #column(column: TrialColumn): unknown {
    const claims = column.claims.filter(({ rules }) => !(rules.length === 1 && rules[0] === this.ownKey));
    return html`<div class="column">
      <div class="row apart"><h3>${column.name}</h3>${column.applies ? html`<dw-badge tone="success" dot>applies</dw-badge>` : html`<dw-badge>does not apply</dw-badge>`}</div>
      <p><span class="hits number">${column.hits}</span> of ${count(column.values, 'value')} fit${column.hits === 1 ? 's' : ''}${column.confidence === null ? nothing : html`<span class="muted">, confidence ${formatConfidence(column.confidence)}</span>`}</p>
      <dw-progress label="Values that fit in ${column.name}" .value=${column.hits / Math.max(1, column.values)} tone=${column.applies ? 'success' : 'neutral'}></dw-progress>
      ${column.examples.length === 0 ? nothing : html`<p class="examples"><span class="muted small">Such as</span>${column.examples.map((example) => html`<code>${example}</code>`)}</p>`}
      ${column.nearMisses.length === 0 ? nothing : html`<h3>Nearly</h3><ul role="list">${column.nearMisses.map(({ example, because }) => html`<li><code>${example}</code> <span class="muted small">${because}</span></li>`)}</ul>`}
      ${claims.length === 0 ? nothing : html`<h3>Known already</h3><ul role="list">${claims.map(({ infoType, question, confidence, rules }) => html`<li class="small">${question === 'contains' ? 'contains ' : ''}${this.infoTypeTitle(infoType)}, ${formatConfidence(confidence)}${rules.length === 0 ? nothing : html` <span class="muted">by rule ${rules.join(', ')}</span>`}</li>`)}</ul>`}
    </div>`;
  }
}

const summary = (trial: Trial): string =>
  trial.columns
    .filter(({ values }) => values > 0)
    .slice(0, 3)
    .map(
      ({ name, hits, values, applies }) =>
        `${name}: ${hits} of ${values} fit, the rule ${applies ? 'applies' : 'does not apply'}`,
    )
    .join('. ');
