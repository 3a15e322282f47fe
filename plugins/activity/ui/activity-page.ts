import {
  baseStyles,
  DataWaveElement,
  filterStyles,
  formatTime,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  rich,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ActivityFilters, asQuery, chosenIn, isNarrowed } from './activity-filters.ts';
import type { ActivityItem } from './api.ts';
import { dayOf, reasonText, sentenceOf } from './sentence.ts';
import { timelineStyles } from './timeline-styles.ts';
import { TrailExport } from './trail-export.ts';

/** As many new entries are counted; of more it says that there are more. */
const MOST_COUNTED = 50;

/** Who did what: a timeline, narrowed by filters that stand in the address, with the seals above it. */
export class ActivityPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    open: { state: true },
    fresh: { state: true },
  };
  declare page: PageLocation;
  /** Id of the entry whose details are shown. */
  declare open: string | null;
  /** Entries that were made since the list was read. */
  declare fresh: number;
  readonly #filters = new ActivityFilters(this, (change) =>
    this.shell.navigate(withQuery('/activity', { ...chosenIn(this.page.query), ...change }), {
      replace: true,
    }),
  );
  readonly #export = new TrailExport(this);
  #entries = new PagedList<ActivityItem>(this, () => ({ path: '/audit-events', query: this.#query() }));

  static override styles = [baseStyles, layoutStyles, formStyles, filterStyles, timelineStyles];

  constructor() {
    super();
    this.open = null;
    this.fresh = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(this.shell.live.follow('activity', () => void this.#countFresh()));
  }

  #query(): Record<string, string> {
    return asQuery(chosenIn(this.page.query));
  }

  /** Counts what is new instead of showing it: a list that moves while somebody reads it cannot be read. */
  async #countFresh(): Promise<void> {
    const newest = this.#entries.items[0];
    if (this.#entries.page === undefined || this.#query()['to'] !== undefined) return;
    const { items } = await this.shell.api.list<ActivityItem>('/audit-events', {
      query: { ...this.#query(), limit: MOST_COUNTED },
      signal: this.lifetime,
    });
    // Somebody has narrowed the list, or read it anew, meanwhile.
    if (this.#entries.items[0] !== newest) return;
    const known = newest === undefined ? -1 : items.findIndex(({ id }) => id === newest.id);
    this.fresh = known < 0 ? items.length : known;
  }

  readonly #showFresh = async (): Promise<void> => {
    this.fresh = 0;
    await this.#entries.reload();
  };

  override render(): unknown {
    const query = this.#query();
    return html`<dw-page-header heading=${t('Activity')}><p slot="sub">${t('Who did what, sealed so that no change of it goes unseen.')}</p>
        ${this.shell.may('audit-events:export') ? this.#export.buttons(query) : nothing}
      </dw-page-header>
      ${this.#export.progress()}
      <activity-sealing></activity-sealing>
      ${this.#filters.view(this.page.query)}
      ${this.#freshNote()}
      <dw-card flush>${this.#entries.view({ ready: (entries) => this.#timeline(entries) })}</dw-card>`;
  }

  #freshNote(): unknown {
    const words =
      this.fresh >= MOST_COUNTED
        ? t('More than {n} new entries', { n: MOST_COUNTED - 1 })
        : t('{n, plural, one {# new entry} other {# new entries}}', { n: this.fresh });
    return html`<div class="fresh" role="status">${
      this.fresh === 0
        ? nothing
        : html`<dw-button icon="refresh" variant="primary" size="small" @click=${() => void this.#showFresh()}>${words}</dw-button>`
    }</div>`;
  }

  #timeline(entries: readonly ActivityItem[]): unknown {
    if (entries.length === 0)
      return isNarrowed(chosenIn(this.page.query))
        ? html`<dw-empty kind="filtered" icon="activity" heading=${t('Nothing was done')} clear="/activity">${t('Nothing that fits was recorded. Try other words, or another period.')}</dw-empty>`
        : html`<dw-empty icon="activity" heading=${t('Nothing was done')}>${t('What people do here is recorded and shown here.')}</dw-empty>`;
    const days = [...Map.groupBy(entries, ({ occurredAt }) => dayOf(occurredAt))];
    return days.map(
      ([day, items]) =>
        html`<section aria-label=${day}><h2>${day}</h2><ol>${repeat(
          items,
          ({ id }) => id,
          (item) => this.#entry(item),
        )}</ol></section>`,
    );
  }

  #entry(item: ActivityItem): unknown {
    const isOpen = this.open === item.id;
    const { text, values } = sentenceOf(item);
    const reason = reasonText(item);
    const toggle = (): void => {
      this.open = isOpen ? null : item.id;
    };
    return html`<li><button class="entry" type="button" aria-expanded=${isOpen ? 'true' : 'false'} @click=${toggle}>
        <span class="dot ${item.outcome}"></span>
        <span class="sentence">${rich(text, { ...values, b: (parts) => html`<strong><bdi>${parts}</bdi></strong>` })}
          ${item.outcome === 'succeeded' ? nothing : html`<dw-badge tone=${item.outcome === 'denied' ? 'warning' : 'danger'}>${item.outcome === 'denied' ? t('refused') : t('failed')}</dw-badge>`}
          ${reason === null ? nothing : html`<span class="reason"><bdi>${reason}</bdi></span>`}</span>
        <span class="time">${formatTime(item.occurredAt)}</span>
      </button>
      ${isOpen ? html`<activity-entry-detail entry=${item.id}></activity-entry-detail>` : nothing}</li>`;
  }
}
