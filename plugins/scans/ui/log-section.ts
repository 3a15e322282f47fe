import {
  baseStyles,
  DataWaveElement,
  formatDateTime,
  formatTime,
  formStyles,
  layoutStyles,
  ProblemError,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { LogEntry } from './api.ts';
import { levelWords, logWords } from './log-words.ts';

const PAGE = 100;
const LEVELS = ['info', 'warning', 'error'] as const;
const TONES = { info: 'neutral', warning: 'warning', error: 'danger' } as const;
const ICONS = { info: 'info', warning: 'warning', error: 'error' } as const;

interface LogPage {
  readonly items: readonly LogEntry[];
  readonly nextCursor: string | null;
}

/** What happened in a run and when, the newest first: narrowed by how grave it is, and growing while the run goes on. */
export class ScansLogSection extends DataWaveElement {
  static override properties = { run: {}, level: { state: true }, isSaving: { state: true } };
  /** Id. */
  declare run: string;
  /** The least grave that is shown. */
  declare level: LogEntry['level'];
  declare isSaving: boolean;
  #page = new Resource(
    this,
    () => [this.run, this.level] as const,
    ([run, level], signal) => this.#load(run, { level }, signal),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      select { inline-size: auto; }
      .entries { display: grid; max-block-size: 28rem; overflow-y: auto; overscroll-behavior: contain; }
      .entries li { display: grid; grid-template-columns: 5.5rem 1.25rem minmax(0, 1fr); gap: 0 var(--dw-space-2); align-items: start; padding: var(--dw-space-2) var(--dw-space-5); overflow-wrap: anywhere; }
      .entries li + li { border-block-start: 1px solid var(--dw-border); }
      .entries time { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-variant-numeric: tabular-nums; }
      .entries dw-icon { margin-block-start: 0.2rem; color: var(--dw-text-muted); }
      .warning dw-icon { color: var(--dw-warning-text); }
      .error dw-icon { color: var(--dw-danger-text); }
      .foot { display: grid; place-items: center; padding: var(--dw-space-2); border-block-start: 1px solid var(--dw-border); }
      @media (max-width: 640px) { .entries li { grid-template-columns: 1.25rem minmax(0, 1fr); padding-inline: var(--dw-space-4); } .entries time { grid-column: 2; grid-row: 1; } .entries .words { grid-column: 2; } }
    `,
  ];

  constructor() {
    super();
    this.level = 'info';
    this.isSaving = false;
  }

  #load(
    run: string,
    query: { readonly level: LogEntry['level']; readonly cursor?: string; readonly limit?: number },
    signal: AbortSignal,
  ): Promise<LogPage> {
    return this.shell.api.list<LogEntry>(`/scans/${encodeURIComponent(run)}/log`, {
      query: { limit: PAGE, ...query },
      signal,
    });
  }

  /** An entry that came live. */
  came(entry: LogEntry): void {
    const page = this.#page.value;
    if (page === undefined || LEVELS.indexOf(entry.level) < LEVELS.indexOf(this.level)) return;
    if (page.items.some(({ id }) => id === entry.id)) return;
    const items = [...page.items, entry].sort((one, other) => other.id - one.id);
    this.#page.replace({ ...page, items });
  }

  async reload(): Promise<void> {
    await this.#page.reload();
  }

  async #more(page: LogPage): Promise<void> {
    if (page.nextCursor === null) return;
    const next = await this.#load(this.run, { level: this.level, cursor: page.nextCursor }, this.lifetime);
    const known = new Set(page.items.map(({ id }) => id));
    this.#page.replace({
      items: [...page.items, ...next.items.filter(({ id }) => !known.has(id))],
      nextCursor: next.nextCursor,
    });
  }

  /** The whole log as lines of text, the oldest first. */
  async #download(): Promise<void> {
    this.isSaving = true;
    try {
      const entries: LogEntry[] = [];
      let cursor: string | null = null;
      do {
        const page: LogPage = await this.#load(
          this.run,
          { level: 'info', limit: 200, ...(cursor === null ? {} : { cursor }) },
          this.lifetime,
        );
        entries.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      const lines = entries
        .reverse()
        .map((entry) => `${entry.at} ${entry.level.toUpperCase()} ${logWords(entry).replace(/\s+/g, ' ')}`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }));
      link.download = `scan-${this.run}.log`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    } catch (error) {
      if (this.lifetime.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    } finally {
      this.isSaving = false;
    }
  }

  override render(): unknown {
    const choose = (event: Event): void => {
      const chosen = LEVELS.find(
        (level) => event.target instanceof HTMLSelectElement && level === event.target.value,
      );
      if (chosen !== undefined) this.level = chosen;
    };
    const titles = { info: t('Everything'), warning: t('Warnings and errors'), error: t('Errors') };
    return html`<dw-card heading=${t('Log')} flush><div slot="actions" class="row">
        <select aria-label=${t('Show of the log')} @change=${choose}>${LEVELS.map((level) => html`<option value=${level} ?selected=${level === this.level}>${titles[level]}</option>`)}</select>
        <dw-button size="small" icon="download" label=${t('Download the log')} ?busy=${this.isSaving} @click=${() => void this.#download()}></dw-button></div>
      ${this.#page.view({
        loading: () => html`<div class="foot"><dw-loading lines="4"></dw-loading></div>`,
        ready: (page) =>
          page.items.length === 0
            ? html`<dw-empty icon="list" heading=${t('Nothing to tell')}>${this.level === 'info' ? t('What happens in this scan stands here.') : t('Nothing of this kind happened.')}</dw-empty>`
            : html`<ol class="entries" role="list" aria-label=${t('What happened')} tabindex="0">${page.items.map((entry) => this.#entry(entry))}</ol>
              ${page.nextCursor === null ? nothing : html`<div class="foot"><dw-button variant="quiet" size="small" @click=${() => void this.#more(page)}>${t('Show older')}</dw-button></div>`}`,
      })}</dw-card>`;
  }

  #entry(entry: LogEntry): unknown {
    const at = new Date(entry.at);
    const code = entry.data['code'];
    return html`<li class=${entry.level}><time datetime=${entry.at} title=${formatDateTime(at)}>${formatTime(at, 'second')}</time>
      <dw-icon name=${ICONS[entry.level]} class=${TONES[entry.level]} label=${levelWords(entry.level)}></dw-icon>
      <span class="words">${logWords(entry)}${typeof code === 'string' ? html` <code class="small">${code}</code>` : nothing}</span></li>`;
  }
}
