import {
  baseStyles,
  DataWaveElement,
  describedBy,
  fieldOf,
  formatConfidence,
  formatDuration,
  formatNumber,
  formStyles,
  isAborted,
  layoutStyles,
  ProblemError,
  rich,
  t,
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

/** A name such as columns have. */
const SOME_COLUMN = 'badge_no';
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
      if (faults[0] !== undefined)
        this.shell.announce(t('The rule has a fault: {fault}', { fault: t(faults[0].message) }));
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
    return html`<dw-card heading=${t('Try it')} note=${t('Values are looked at in memory: not stored, not logged, shown masked.')}>
      <div class="stack">
        <div class="from" role="radiogroup" aria-label=${t('What it is tried on')}>
          ${this.#choice('values', t('Pasted values'))}${this.#choice('asset', t('An asset'))}
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
    const options = { help: t('One value a line.') };
    return html`${fieldOf(
      'column',
      t('Name of the column'),
      html`<input id="column" autocomplete="off" placeholder=${SOME_COLUMN} .value=${live(this.column)} @input=${(
        event: Event,
      ) => {
        this.column = textOf(event);
      }}>`,
    )}
    ${fieldOf(
      'values',
      t('Values'),
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
      }}>${t('Try on the asset')}</dw-button>${isStale ? html`<span class="muted small">${t('The rule has changed since.')}</span>` : nothing}</div>`;
  }

  /** Why there is nothing to show yet. */
  #whatIsMissing(): string {
    if (this.rule === null) return t('Complete the rule to see what it would find.');
    if (this.isFaulty) return t('Mend what is marked in the rule to see what it would find.');
    if (this.from !== 'asset') return t('Complete the rule to see what it would find.');
    return this.#assets.chosen(this.asset) === null
      ? t('Choose an asset to see what it would find there.')
      : t('Try it to see what it would find there.');
  }

  #outcome(): unknown {
    const { trial, problem } = this;
    if (problem !== null)
      return html`<dw-callout tone="danger" live heading=${t('It could not be tried')}>${problem.message} ${t(problem.hint ?? '')}</dw-callout>`;
    if (trial === null)
      return html`<p class="muted small">${this.isTrying ? t('Trying…') : this.#whatIsMissing()}</p>`;
    const looked = trial.columns.filter((column) => column.values > 0);
    const shown =
      this.from === 'asset'
        ? looked.filter((column) => column.hits > 0 || column.nearMisses.length > 0)
        : looked;
    const per = trial.ordinary.value * 1000;
    return html`
      ${looked.length === 0 ? html`<p class="muted small">${this.from === 'values' ? t('Paste some values to see which of them fit.') : t('The asset holds no values.')}</p>` : nothing}
      ${looked.length > 0 && shown.length === 0 ? html`<p class="muted">${t('Nothing fits in {n, plural, one {# column} other {# columns}}.', { n: looked.length })}</p>` : nothing}
      ${shown.map((column) => this.#column(column))}
      <div class="column">
        <h3>${t('Among ordinary values')}</h3>
        <p>${per < 1 ? t('Fewer than 1 of 1,000 would fit by chance.') : t('About {n} of 1,000 would fit by chance.', { n: formatNumber(per < 10 ? Math.round(per * 10) / 10 : Math.round(per)) })}
          ${trial.ordinary.columns.length === 0 ? nothing : html`<span class="muted">${t('It would also take columns such as {names}.', { names: trial.ordinary.columns.slice(0, 5).join(', ') })}</span>`}</p>
        <p class="muted small">${t('Tried in {time}.', { time: formatDuration(trial.durationMs) })}</p>
      </div>`;
  }

  #column(column: TrialColumn): unknown {
    const claims = column.claims.filter(({ rules }) => !(rules.length === 1 && rules[0] === this.ownKey));
    return html`<div class="column">
      <div class="row apart"><h3>${column.name}</h3>${column.applies ? html`<dw-badge tone="success" dot>${t('applies')}</dw-badge>` : html`<dw-badge>${t('does not apply')}</dw-badge>`}</div>
      <p>${fitWords(column)}${column.confidence === null ? nothing : html`<span class="muted">, ${t('confidence {share}', { share: formatConfidence(column.confidence) })}</span>`}</p>
      <dw-progress label=${t('Values that fit in {column}', { column: column.name })} .value=${column.hits / Math.max(1, column.values)} tone=${column.applies ? 'success' : 'neutral'}></dw-progress>
      ${column.examples.length === 0 ? nothing : html`<p class="examples"><span class="muted small">${t('Such as')}</span>${column.examples.map((example) => html`<code>${example}</code>`)}</p>`}
      ${column.nearMisses.length === 0 ? nothing : html`<h3>${t('Nearly')}</h3><ul role="list">${column.nearMisses.map(({ example, because }) => html`<li><code>${example}</code> <span class="muted small">${t(because)}</span></li>`)}</ul>`}
      ${claims.length === 0 ? nothing : html`<h3>${t('Known already')}</h3><ul role="list">${claims.map(({ infoType, question, confidence, rules }) => html`<li class="small">${question === 'contains' ? t('contains {what}', { what: this.infoTypeTitle(infoType) }) : this.infoTypeTitle(infoType)}, ${formatConfidence(confidence)}${rules.length === 0 ? nothing : html` <span class="muted">${t('by rule {names}', { names: rules.join(', ') })}</span>`}</li>`)}</ul>`}
    </div>`;
  }
}

const summary = (trial: Trial): string =>
  trial.columns
    .filter(({ values }) => values > 0)
    .slice(0, 3)
    .map(({ name, hits, values, applies }) =>
      applies
        ? t('{name}: {hits} of {values} fit, the rule applies', { name, hits, values })
        : t('{name}: {hits} of {values} fit, the rule does not apply', { name, hits, values }),
    )
    .join('. ');

const fitWords = ({ hits, values }: TrialColumn): unknown =>
  rich(
    '{hits, plural, one {<b>#</b> of {n, plural, one {# value} other {# values}} fits} other {<b>#</b> of {n, plural, one {# value} other {# values}} fit}}',
    { hits, n: values, b: (parts) => html`<span class="hits number">${parts}</span>` },
  );
