import {
  baseStyles,
  count,
  DataWaveElement,
  fieldOf,
  formatBytes,
  formatDuration,
  formatNumber,
  formStyles,
  isAborted,
  layoutStyles,
  ProblemError,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Choice, PATH, type Preview, type PreviewAsset, type RuleDocument, rulePath } from './api.ts';

/** The rule as the server takes it before it is saved. */
export type PreviewedRule = Partial<RuleDocument>;

const TYPING_PAUSE_MS = 600;
/** A source that takes longer is asked again only when somebody says so. */
const SLOW_MS = 3000;
const SHOWN = 50;

/** What the rule would touch in a source and cost, kept up to date while it is written. */
export class ScanRulesPreview extends DataWaveElement {
  static override properties = {
    rule: { attribute: false },
    ruleId: { type: String },
    isKept: { type: Boolean },
    sources: { attribute: false },
    chosen: { state: true },
    preview: { state: true },
    problem: { state: true },
    isAsking: { state: true },
    isSlow: { state: true },
    isStale: { state: true },
    side: { state: true },
    shown: { state: true },
  };
  /** Previews the rule as it is kept: for who may not write. */
  declare isKept: boolean;
  /** Null while the rule has faults. */
  declare rule: PreviewedRule | null;
  declare ruleId: string;
  declare sources: readonly Choice[];
  declare chosen: string;
  declare preview: Preview | null;
  declare problem: ProblemError | null;
  declare isAsking: boolean;
  declare isSlow: boolean;
  declare isStale: boolean;
  declare side: 'in' | 'out';
  declare shown: number;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;
  #asked = '';

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: var(--dw-space-4); }
      .figures dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .figures dd { margin: 0; font-size: var(--dw-font-size-l); font-weight: 600; font-variant-numeric: tabular-nums; }
      .figures dd span { display: block; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 400; }
      .sides { display: flex; gap: var(--dw-space-4); }
      .sides label { display: flex; gap: var(--dw-space-2); font-weight: 450; }
      .assets { display: grid; gap: 0; grid-template-columns: minmax(0, 1fr); }
      .assets li { padding: var(--dw-space-2) 0; border-top: 1px solid var(--dw-border); }
      .name { font-weight: 550; overflow-wrap: anywhere; }
      pre { margin: var(--dw-space-2) 0 0; padding: var(--dw-space-2); overflow-x: auto; border-radius: var(--dw-radius-s); background: var(--dw-surface-3); font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); white-space: pre-wrap; overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.rule = null;
    this.ruleId = '';
    this.isKept = false;
    this.sources = [];
    this.chosen = '';
    this.preview = null;
    this.problem = null;
    this.isAsking = false;
    this.isSlow = false;
    this.isStale = false;
    this.side = 'in';
    this.shown = SHOWN;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
    this.#running?.abort();
  }

  /** The source to look at: the one that was chosen, else the first that the rule is for. */
  get #source(): string {
    const wanted = this.rule?.sources ?? [];
    if (this.sources.some(({ id }) => id === this.chosen)) return this.chosen;
    const first = this.sources.find(({ id }) => wanted.length === 0 || wanted.includes(id));
    return first?.id ?? '';
  }

  override updated(): void {
    const wanted = this.rule === null || this.#source === '' ? '' : JSON.stringify([this.rule, this.#source]);
    if (wanted === this.#asked) return;
    clearTimeout(this.#waiting);
    this.#running?.abort();
    this.#asked = wanted;
    this.isStale = this.preview !== null;
    this.isAsking = false;
    if (wanted === '' || (this.isSlow && this.preview !== null)) return;
    this.#waiting = setTimeout(() => void this.#ask(), TYPING_PAUSE_MS);
  }

  async #ask(): Promise<void> {
    const { rule } = this;
    if (rule === null) return;
    const running = new AbortController();
    this.#running = running;
    this.isAsking = true;
    const started = performance.now();
    try {
      const sourceId = this.#source;
      const preview = await this.shell.api.post<Preview>(
        this.isKept ? `${rulePath(this.ruleId)}/preview` : `${PATH}/preview`,
        this.isKept
          ? { sourceId }
          : { rule, sourceId, ...(this.ruleId === '' ? {} : { ruleId: this.ruleId }) },
        { signal: AbortSignal.any([running.signal, this.lifetime]) },
      );
      this.preview = preview;
      this.problem = null;
      this.isStale = false;
      this.isSlow = performance.now() - started > SLOW_MS;
      this.shown = SHOWN;
      this.shell.announce(summary(preview));
    } catch (error) {
      if (isAborted(error) || running.signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      this.preview = null;
    } finally {
      if (this.#running === running) this.isAsking = false;
    }
  }

  override render(): unknown {
    return html`<dw-card heading="Preview" note="What a scan by this rule would touch and cost. No row is read for it.">
      <div class="stack">
        ${this.sources.length === 0 ? nothing : this.#chooser()}
        ${this.#outcome()}
      </div></dw-card>`;
  }

  #chooser(): unknown {
    const source = this.#source;
    return fieldOf(
      'source',
      'In the source',
      html`<select id="source" .value=${live(source)} @change=${(event: Event) => {
        this.chosen = textOf(event);
      }}>${this.sources.map(({ id, title }) => html`<option value=${id} ?selected=${id === source}>${title}</option>`)}</select>`,
    );
  }

  #outcome(): unknown {
    const { preview, problem } = this;
    if (this.sources.length === 0)
      return html`<p class="muted small">Add a source to see what the rule would touch in it.</p>`;
    if (problem !== null)
      return html`<dw-callout tone="danger" live heading="It cannot be previewed">${problem.message} ${problem.hint ?? ''}</dw-callout>
        <div class="row"><dw-button icon="refresh" @click=${() => void this.#ask()}>Try again</dw-button></div>`;
    if (preview === null)
      return this.rule === null
        ? html`<p class="muted small">Mend what is marked to see what the rule would touch.</p>`
        : html`<dw-loading lines="4"></dw-loading>`;
    return html`
      ${this.isStale && !this.isAsking && this.rule !== null ? html`<div class="row"><dw-button icon="refresh" @click=${() => void this.#ask()}>Preview again</dw-button><span class="muted small">The rule has changed; this source takes a while.</span></div>` : nothing}
      ${this.isStale && this.rule === null ? html`<p class="muted small">Mend what is marked to see what the rule would touch now.</p>` : nothing}
      <div class="stack" aria-busy=${this.isAsking ? 'true' : 'false'}>
        ${preview.warnings.map(({ message }) => html`<dw-callout tone="warning">${message}</dw-callout>`)}
        ${this.#figures(preview)}
        ${preview.totals.assets === 0 ? nothing : this.#assets(preview)}
        ${
          preview.problems.length === 0
            ? nothing
            : html`<details><summary>${count(preview.totals.problems, 'asset')} could not be looked at</summary><ul role="list" class="assets">${preview.problems.map(({ name, message }) => html`<li><span class="name">${name === '' ? 'The source' : name}</span><br><span class="small muted">${message}</span></li>`)}</ul></details>`
        }
      </div>`;
  }

  #figures({ totals, isComplete }: Preview): unknown {
    const { duration, rows, bytes } = totals;
    const least = isComplete ? '' : 'at least ';
    return html`<dl class="figures">
      <div><dt>Assets</dt><dd>${least}${formatNumber(totals.included)}<span>of ${formatNumber(totals.assets)}${totals.unchanged === 0 ? nothing : html`, ${formatNumber(totals.unchanged)} unchanged`}</span></dd></div>
      <div><dt>Columns</dt><dd>${formatNumber(totals.columns)}${totals.columnsLeftOut === 0 ? nothing : html`<span>${formatNumber(totals.columnsLeftOut)} left out</span>`}</dd></div>
      <div><dt>Rows to read</dt><dd>${amount(rows, totals.tasks, (value) => formatNumber(value))}</dd></div>
      <div><dt>Data to read</dt><dd>${amount(bytes, totals.tasks, formatBytes)}</dd></div>
      <div><dt>Tasks</dt><dd>${formatNumber(totals.tasks)}${totals.slices === 0 ? nothing : html`<span>${formatNumber(totals.slices)} of them slices</span>`}</dd></div>
      <div><dt>Takes about</dt><dd>${duration === null ? '–' : formatDuration(duration.seconds * 1000)}${
        duration === null
          ? nothing
          : html`<span>${duration.known === 0 ? 'guessed: never scanned' : duration.guessed === 0 ? 'by the last scans' : `by ${formatNumber(duration.known)} scanned before`}</span>`
      }</dd></div>
    </dl>`;
  }

  #assets(preview: Preview): unknown {
    const { included, excluded } = preview.totals;
    const listed = preview.assets.filter(({ isIncluded }) => isIncluded === (this.side === 'in'));
    const all = this.side === 'in' ? included : excluded;
    return html`<div class="sides" role="radiogroup" aria-label="Which assets are listed">
        ${this.#choice('in', `Let in (${formatNumber(included)})`)}${this.#choice('out', `Kept out (${formatNumber(excluded)})`)}
      </div>
      ${
        listed.length === 0
          ? html`<p class="muted small">${this.side === 'in' ? 'Nothing is let in.' : 'Nothing is kept out.'}</p>`
          : html`<ul role="list" class="assets">${listed.slice(0, this.shown).map((asset) => assetRow(asset))}</ul>`
      }
      ${
        listed.length > this.shown
          ? html`<div class="row"><dw-button size="small" @click=${() => {
              this.shown += SHOWN;
            }}>Show more</dw-button></div>`
          : nothing
      }
      ${all > listed.length ? html`<p class="muted small">The first ${formatNumber(listed.length)} of ${formatNumber(all)} are listed.</p>` : nothing}`;
  }

  #choice(value: 'in' | 'out', title: string): unknown {
    return html`<label><input type="radio" name="side" value=${value} .checked=${live(this.side === value)} @change=${() => {
      this.side = value;
      this.shown = SHOWN;
    }}>${title}</label>`;
  }
}

function assetRow(asset: PreviewAsset): unknown {
  const { plan, columns } = asset;
  const facts = [
    asset.type,
    ...(asset.isIncluded ? [`${formatNumber(columns.read)} of ${count(columns.total, 'column')}`] : []),
    ...(asset.rows === null ? [] : [count(asset.rows, 'row')]),
    ...(asset.bytes === null ? [] : [formatBytes(asset.bytes)]),
    ...(asset.tasks > 1 ? [`${asset.tasks} slices`] : []),
    ...(asset.lastDurationMs === null ? [] : [`took ${formatDuration(asset.lastDurationMs)}`]),
  ];
  return html`<li><span class="name">${asset.name}</span>${asset.isIncluded && !asset.isRead ? html` <dw-badge>not read</dw-badge>` : nothing}
    <br><span class="small muted">${facts.join(' · ')}</span><br><span class="small">${sentence(asset.reason)}</span>
    ${
      plan === null
        ? nothing
        : html`<details><summary class="small">How it is read</summary><p class="small">${sentence(plan.method)}${plan.pushedDown.length === 0 ? nothing : html` <span class="muted">The source does itself: ${plan.pushedDown.join(', ')}.</span>`}</p>${plan.statements.length === 0 ? nothing : html`<pre tabindex="0" aria-label="Statements for ${asset.name}">${plan.statements.join(';\n')}</pre>`}</details>`
    }</li>`;
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const amount = (
  { amount: known, unknown }: { readonly amount: number; readonly unknown: number },
  tasks: number,
  format: (value: number) => string,
): unknown => {
  if (known === 0 && unknown > 0) return html`–<span>the source does not tell</span>`;
  return html`${format(known)}${unknown === 0 || tasks === 0 ? nothing : html`<span>and ${count(unknown, 'asset')} that ${unknown === 1 ? 'does' : 'do'} not tell</span>`}`;
};

const summary = ({ totals, warnings }: Preview): string =>
  [
    `${count(totals.included, 'asset')} of ${formatNumber(totals.assets)} let in.`,
    ...warnings.map(({ message }) => message),
  ].join(' ');
