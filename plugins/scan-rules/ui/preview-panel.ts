import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formatBytes,
  formatDuration,
  formatNumber,
  formStyles,
  isAborted,
  layoutStyles,
  ProblemError,
  saidText,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import {
  type Choice,
  PATH,
  type Preview,
  type PreviewAsset,
  type PreviewDuration,
  type RuleDocument,
  rulePath,
} from './api.ts';

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
    return html`<dw-card heading=${t('Preview')} note=${t('What a scan by this rule would touch and cost. No row is read for it.')}>
      <div class="stack">
        ${this.sources.length === 0 ? nothing : this.#chooser()}
        ${this.#outcome()}
      </div></dw-card>`;
  }

  #chooser(): unknown {
    const source = this.#source;
    return fieldOf(
      'source',
      t('In the source'),
      html`<select id="source" .value=${live(source)} @change=${(event: Event) => {
        this.chosen = textOf(event);
      }}>${this.sources.map(({ id, title }) => html`<option value=${id} ?selected=${id === source}>${title}</option>`)}</select>`,
    );
  }

  #outcome(): unknown {
    const { preview, problem } = this;
    if (this.sources.length === 0)
      return html`<p class="muted small">${t('Add a source to see what the rule would touch in it.')}</p>`;
    if (problem !== null)
      return html`<dw-callout tone="danger" live heading=${t('It cannot be previewed')}>${problem.message} ${t(problem.hint ?? '')}</dw-callout>
        <div class="row"><dw-button icon="refresh" @click=${() => void this.#ask()}>${t('Try again')}</dw-button></div>`;
    if (preview === null)
      return this.rule === null
        ? html`<p class="muted small">${t('Mend what is marked to see what the rule would touch.')}</p>`
        : html`<dw-loading lines="4"></dw-loading>`;
    return html`
      ${this.isStale && !this.isAsking && this.rule !== null ? html`<div class="row"><dw-button icon="refresh" @click=${() => void this.#ask()}>${t('Preview again')}</dw-button><span class="muted small">${t('The rule has changed; this source takes a while.')}</span></div>` : nothing}
      ${this.isStale && this.rule === null ? html`<p class="muted small">${t('Mend what is marked to see what the rule would touch now.')}</p>` : nothing}
      <div class="stack" aria-busy=${this.isAsking ? 'true' : 'false'}>
        ${preview.warnings.map(({ message }) => html`<dw-callout tone="warning">${saidText(message)}</dw-callout>`)}
        ${this.#figures(preview)}
        ${preview.totals.assets === 0 ? nothing : this.#assets(preview)}
        ${
          preview.problems.length === 0
            ? nothing
            : html`<details><summary>${t('{n, plural, one {# asset} other {# assets}} could not be looked at', { n: preview.totals.problems })}</summary><ul role="list" class="assets">${preview.problems.map(({ name, message }) => html`<li><span class="name">${name === '' ? t('The source') : name}</span><br><span class="small muted">${message}</span></li>`)}</ul></details>`
        }
      </div>`;
  }

  #figures({ totals, isComplete }: Preview): unknown {
    const { duration, rows, bytes } = totals;
    return html`<dl class="figures">
      <div><dt>${t('Assets')}</dt><dd>${isComplete ? formatNumber(totals.included) : t('at least {n}', { n: totals.included })}<span>${totals.unchanged === 0 ? t('of {total}', { total: formatNumber(totals.assets) }) : t('of {total}, {n} unchanged', { total: formatNumber(totals.assets), n: formatNumber(totals.unchanged) })}</span></dd></div>
      <div><dt>${t('Columns')}</dt><dd>${formatNumber(totals.columns)}${totals.columnsLeftOut === 0 ? nothing : html`<span>${t('{n} left out', { n: formatNumber(totals.columnsLeftOut) })}</span>`}</dd></div>
      <div><dt>${t('Rows to read')}</dt><dd>${amount(rows, totals.tasks, (value) => formatNumber(value))}</dd></div>
      <div><dt>${t('Data to read')}</dt><dd>${amount(bytes, totals.tasks, formatBytes)}</dd></div>
      <div><dt>${t('Tasks')}</dt><dd>${formatNumber(totals.tasks)}${totals.slices === 0 ? nothing : html`<span>${t('{n} of them slices', { n: formatNumber(totals.slices) })}</span>`}</dd></div>
      <div><dt>${t('Takes about')}</dt><dd>${duration === null ? '–' : formatDuration(duration.seconds * 1000)}${
        duration === null ? nothing : html`<span>${durationWords(duration)}</span>`
      }</dd></div>
    </dl>`;
  }

  #assets(preview: Preview): unknown {
    const { included, excluded } = preview.totals;
    const listed = preview.assets.filter(({ isIncluded }) => isIncluded === (this.side === 'in'));
    const all = this.side === 'in' ? included : excluded;
    return html`<div class="sides" role="radiogroup" aria-label=${t('Which assets are listed')}>
        ${this.#choice('in', t('Let in ({n})', { n: formatNumber(included) }))}${this.#choice('out', t('Kept out ({n})', { n: formatNumber(excluded) }))}
      </div>
      ${
        listed.length === 0
          ? html`<p class="muted small">${this.side === 'in' ? t('Nothing is let in.') : t('Nothing is kept out.')}</p>`
          : html`<ul role="list" class="assets">${listed.slice(0, this.shown).map((asset) => assetRow(asset))}</ul>`
      }
      ${
        listed.length > this.shown
          ? html`<div class="row"><dw-button size="small" @click=${() => {
              this.shown += SHOWN;
            }}>${t('Show more')}</dw-button></div>`
          : nothing
      }
      ${all > listed.length ? html`<p class="muted small">${t('The first {n} of {total} are listed.', { n: formatNumber(listed.length), total: formatNumber(all) })}</p>` : nothing}`;
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
    t(asset.type),
    ...(asset.isIncluded
      ? [
          t('{read} of {n, plural, one {# column} other {# columns}}', {
            read: formatNumber(columns.read),
            n: columns.total,
          }),
        ]
      : []),
    ...(asset.rows === null ? [] : [t('{n, plural, one {# row} other {# rows}}', { n: asset.rows })]),
    ...(asset.bytes === null ? [] : [formatBytes(asset.bytes)]),
    ...(asset.tasks > 1 ? [t('{n, plural, one {# slice} other {# slices}}', { n: asset.tasks })] : []),
    ...(asset.lastDurationMs === null
      ? []
      : [t('took {time}', { time: formatDuration(asset.lastDurationMs) })]),
  ];
  return html`<li><span class="name">${asset.name}</span>${asset.isIncluded && !asset.isRead ? html` <dw-badge>${t('not read')}</dw-badge>` : nothing}
    <br><span class="small muted">${facts.join(' · ')}</span><br><span class="small">${sentence(asset.reason)}</span>
    ${
      plan === null
        ? nothing
        : html`<details><summary class="small">${t('How it is read')}</summary><p class="small">${sentence(plan.method)}${plan.pushedDown.length === 0 ? nothing : html` <span class="muted">${t('The source does itself: {what}.', { what: plan.pushedDown.map(saidText).join(', ') })}</span>`}</p>${plan.statements.length === 0 ? nothing : html`<pre tabindex="0" aria-label=${t('Statements for {asset}', { asset: asset.name })}>${plan.statements.join(';\n')}</pre>`}</details>`
    }</li>`;
}

const sentenceOf = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const sentence = (text: string): string => sentenceOf(text.split('; ').map(saidText).join('; '));

const amount = (
  { amount: known, unknown }: { readonly amount: number; readonly unknown: number },
  tasks: number,
  format: (value: number) => string,
): unknown => {
  if (known === 0 && unknown > 0) return html`–<span>${t('the source does not tell')}</span>`;
  return html`${format(known)}${unknown === 0 || tasks === 0 ? nothing : html`<span>${t('and {n, plural, one {# asset that does not tell} other {# assets that do not tell}}', { n: unknown })}</span>`}`;
};

const summary = ({ totals, warnings }: Preview): string =>
  [
    t('{n, plural, one {# asset} other {# assets}} of {total} let in.', {
      ...{ n: totals.included, total: formatNumber(totals.assets) },
    }),
    ...warnings.map(({ message }) => saidText(message)),
  ].join(' ');

/** How the time was come by: from the last scan of each asset, or from its columns and size. */
function durationWords({ known, guessed, concurrency }: PreviewDuration): string {
  const atOnce = t('{n} at once', { n: concurrency });
  if (known === 0) return t('guessed by columns and size: never scanned; {atOnce}', { atOnce });
  if (guessed === 0) return t('by the last scan of each; {atOnce}', { atOnce });
  return t('by the last scan of {known}, {guessed} guessed by columns and size; {atOnce}', {
    known,
    guessed,
    atOnce,
  });
}
