import {
  baseStyles,
  choiceOf,
  count,
  DataWaveElement,
  formatDateTime,
  formStyles,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AssetHistory, HistoryEntry, VersionChanges } from './api.ts';
import { statusWord } from './words.ts';

/** How an asset came to be as it is: each version with what changed, who or what brought it about, and any two of them compared. */
export class CatalogHistoryTab extends DataWaveElement {
  static override properties = {
    urn: { type: String },
    page: { attribute: false },
    older: { state: true },
    isLoadingMore: { state: true },
  };
  declare urn: string;
  declare page: PageLocation;
  /** Versions that were asked for after the first page. */
  declare older: { readonly items: readonly HistoryEntry[]; readonly nextBefore: number | null } | null;
  declare isLoadingMore: boolean;
  #history = new Resource(
    this,
    () => this.urn,
    (urn, signal) => {
      this.older = null;
      return this.shell.api.get<AssetHistory>(`/assets/${encodeURIComponent(urn)}/history`, { signal });
    },
    { follows: ['assets'] },
  );
  #comparison = new Resource(
    this,
    () => {
      const { from, to } = this.#compared();
      return from === '' || to === '' || from === to ? null : { urn: this.urn, from, to };
    },
    ({ urn, from, to }, signal) =>
      this.shell.api.get<{ readonly changes: VersionChanges }>(
        `/assets/${encodeURIComponent(urn)}/comparison`,
        {
          query: { from, to },
          signal,
        },
      ),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      ol { list-style: none; display: grid; }
      .entry { position: relative; padding-block: 0 var(--dw-space-5); padding-inline-start: 1.75rem; }
      .entry::before { content: ''; position: absolute; inset-block: 0.5rem -0.5rem; inset-inline-start: 0.3125rem; border-inline-start: 2px solid var(--dw-border); }
      .entry:last-child::before { display: none; }
      .entry::after { content: ''; position: absolute; inset-block-start: 0.4rem; inset-inline-start: 0; inline-size: 0.75rem; block-size: 0.75rem; border-radius: 50%; border: 2px solid var(--dw-surface); background: var(--dw-neutral-fill); box-sizing: border-box; }
      .entry.decision::after { background: var(--dw-accent); }
      .entry a { text-decoration: underline; }
      .changes { display: grid; gap: var(--dw-space-1); margin-top: var(--dw-space-2); }
      .changes li { overflow-wrap: anywhere; }
      .compare { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); }
      .compare select { width: auto; max-width: 100%; }
      .result { margin-top: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.urn = '';
    this.older = null;
    this.isLoadingMore = false;
  }

  #compared(): { readonly from: string; readonly to: string } {
    const { query } = this.page;
    return { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  }

  #choose(part: 'from' | 'to', version: string): void {
    const query = new URLSearchParams(this.page.query);
    if (version === '') query.delete(part);
    else query.set(part, version);
    this.shell.navigate(`/assets/${encodeURIComponent(this.urn)}?${query}`, { replace: true });
  }

  override render(): unknown {
    return this.#history.view({
      ready: (history) => {
        const entries = [...history.items, ...(this.older?.items ?? [])];
        return html`<div class="stack loose">
        <catalog-row-counts .observations=${history.observations}></catalog-row-counts>
        ${entries.length < 2 ? nothing : this.#compare(entries)}
        <dw-card heading=${t('Versions')} note=${t('One for each change of its columns or what they are taken for.')}><ol>${repeat(
          entries,
          ({ version }) => version,
          (entry) => this.#entry(entry),
        )}</ol>${this.#more(history)}</dw-card></div>`;
      },
    });
  }

  #more(history: AssetHistory): unknown {
    const before = this.older === null ? history.nextBefore : this.older.nextBefore;
    if (before === null) return nothing;
    return html`<dw-button variant="quiet" ?busy=${this.isLoadingMore} @click=${() => this.#loadMore(before)}>${t('Show more')}</dw-button>`;
  }

  async #loadMore(before: number): Promise<void> {
    if (this.isLoadingMore) return;
    this.isLoadingMore = true;
    try {
      const page = await this.shell.api.get<AssetHistory>(`/assets/${encodeURIComponent(this.urn)}/history`, {
        query: { before },
        signal: this.lifetime,
      });
      this.older = { items: [...(this.older?.items ?? []), ...page.items], nextBefore: page.nextBefore };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    } finally {
      this.isLoadingMore = false;
    }
  }

  #compare(entries: readonly HistoryEntry[]): unknown {
    const { from, to } = this.#compared();
    const options = entries.map(
      ({ version, at }) =>
        [
          String(version),
          t('Version {version} of {when}', { version: String(version), when: formatDateTime(at) }),
        ] as const,
    );
    const choice = (part: 'from' | 'to', label: string, value: string): unknown =>
      choiceOf({ label, value, options, choose: (version) => this.#choose(part, version) });
    return html`<dw-card heading=${t('Compare two moments')}><div class="compare">${choice('from', t('Before'), from)}<dw-icon name="arrow-right"></dw-icon>${choice('to', t('After'), to)}</div>
      ${
        from === '' || to === ''
          ? nothing
          : from === to
            ? html`<p class="result muted">${t('Choose two different versions.')}</p>`
            : html`<div class="result">${this.#comparison.view({ ready: ({ changes }) => this.#changes(changes) })}</div>`
      }</dw-card>`;
  }

  #entry(entry: HistoryEntry): unknown {
    const who = entry.actorName ?? entry.actor ?? '';
    const cause =
      entry.cause === 'decision'
        ? rich('decided by {who}', { who: html`<bdi>${who}</bdi>` })
        : rich('found by <a>a scan</a>', {
            a: (parts) => html`<a href="/scans/${encodeURIComponent(entry.scanId)}">${parts}</a>`,
          });
    return html`<li class="entry ${entry.cause ?? ''}"><p class="row"><strong>${t('Version {version}', { version: String(entry.version) })}</strong><span class="muted small"><dw-time at=${entry.at}></dw-time> · ${cause} · ${count(entry.columns, 'column')}${entry.rowCount === null ? nothing : html` · ${count(entry.rowCount, 'row')}`}</span></p>
      ${
        entry.changes !== null
          ? this.#changes(entry.changes)
          : html`<p class="muted">${entry.isFirst ? t('Seen for the first time.') : t('The oldest version that is kept.')}</p>`
      }</li>`;
  }

  #changes({ added, removed, retyped, verdicts }: VersionChanges): unknown {
    const name = (column: string): TemplateResult => html`<bdi><code>${column.slice(0, 300)}</code></bdi>`;
    const lines = [
      ...added.map((one) =>
        rich('{name} was added ({type})', { name: name(one.name), type: html`<code>${one.dataType}</code>` }),
      ),
      ...removed.map((one) => rich('{name} is gone', { name: name(one.name) })),
      ...retyped.map((one) =>
        rich('{name} became {to}, was {from}', {
          name: name(one.name),
          from: html`<code>${one.from}</code>`,
          to: html`<code>${one.to}</code>`,
        }),
      ),
      ...verdicts.map(({ name: column, before, after }) => this.#verdict(name(column), before, after)),
    ];
    if (lines.length === 0) return html`<p class="muted">${t('Nothing differs.')}</p>`;
    return html`<ul class="changes" role="list">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  }

  #verdict(
    name: TemplateResult,
    before: VersionChanges['verdicts'][number]['before'],
    after: VersionChanges['verdicts'][number]['after'],
  ): unknown {
    const words = ({ infoType, sensitivity }: typeof before): TemplateResult =>
      html`${infoType === null ? t('nothing recognised') : this.infoTypeTitle(infoType)}${sensitivity === null ? nothing : html` <dw-sensitivity .level=${sensitivity}></dw-sensitivity>`}`;
    const isPerson = after.status !== null && after.status !== 'suggested';
    const by = isPerson
      ? t('a person: {status}', { status: statusWord(after.status ?? 'suggested') })
      : after.by;
    return html`${rich('{name}: {before} → {after}', { name, before: words(before), after: words(after) })}${by === null ? nothing : html` <span class="muted small">${t('said by {who}', { who: by })}</span>`}`;
  }
}
