import {
  attempt,
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  SearchBox,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type ActivityItem, FILTERS, type Filter } from './api.ts';
import { dayOf, reasonText, sentenceOf } from './sentence.ts';
import { timelineStyles } from './timeline-styles.ts';

const OUTCOMES = [
  ['succeeded', 'Succeeded'],
  ['denied', 'Refused'],
  ['failed', 'Failed'],
] as const;
const AREAS = [
  ['access.', 'Roles and policies'],
  ['identity.', 'Accounts and sign-ins'],
  ['workspaces.', 'Workspaces'],
  ['sources.', 'Sources'],
  ['scans.', 'Scans'],
  ['scan-rules.', 'Scan rules'],
  ['custom-rules.', 'Classification rules'],
  ['review.', 'Review'],
  ['core.', 'Plugins, jobs and the platform'],
  ['activity.', 'The trail itself'],
] as const;
const HOUR_MS = 3_600_000;
const PERIODS = [
  ['24', 'Last 24 hours'],
  ['168', 'Last 7 days'],
  ['720', 'Last 30 days'],
] as const;
/** Filters that are set by a link in an entry, not by a choice. */
const NARROWED: Readonly<Partial<Record<Filter, string>>> = {
  actor: 'By',
  objectId: 'To',
  requestId: 'Request',
};

/** Who did what: a timeline, narrowed by filters that stand in the address, with the seals above it. */
export class ActivityPage extends DataWaveElement {
  static override properties = { page: { attribute: false }, open: { state: true } };
  declare page: PageLocation;
  /** Id of the entry whose details are shown. */
  declare open: string | null;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));
  #entries = new PagedList<ActivityItem>(this, () => ({ path: '/audit-events', query: this.#query() }));

  static override styles = [baseStyles, layoutStyles, formStyles, filterStyles, timelineStyles];

  constructor() {
    super();
    this.open = null;
  }

  #chosen(): Record<Filter | 'hours', string> {
    const { query } = this.page;
    const chosen = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
    // Every filter was given its name just now.
    return { ...(chosen as Record<Filter, string>), hours: query.get('hours') ?? '' };
  }

  /** The filters as the list takes them. A period counts from the hour, so that the list stays the same while it is looked at. */
  #query(): Record<string, string> {
    const { hours, ...filters } = this.#chosen();
    const given = Object.entries(filters).filter(([, value]) => value !== '');
    const back = Number(hours);
    const from = new Date((Math.floor(Date.now() / HOUR_MS) - back) * HOUR_MS).toISOString();
    return { ...Object.fromEntries(given), ...(hours === '' || !Number.isSafeInteger(back) ? {} : { from }) };
  }

  #choose(change: Partial<Record<Filter | 'hours', string>>): void {
    this.shell.navigate(withQuery('/activity', { ...this.#chosen(), ...change }), { replace: true });
  }

  override render(): unknown {
    return html`<dw-page-header heading="Activity"><p slot="sub">Who did what, sealed so that no change of it goes unseen.</p>
        ${this.shell.may('audit-events:export') ? [this.#export('jsonl', 'JSON lines'), this.#export('cef', 'CEF')] : nothing}
      </dw-page-header>
      <activity-sealing></activity-sealing>
      ${this.#filters()}
      <dw-card flush>${this.#entries.view({ ready: (entries) => this.#timeline(entries) })}</dw-card>`;
  }

  #export(format: 'jsonl' | 'cef', title: string): unknown {
    const save = (): Promise<boolean> =>
      attempt(this.shell, () =>
        this.shell.api.download('/audit-events/export', {
          query: { format, ...this.#query() },
          name: `audit-events.${format}`,
        }),
      );
    return html`<dw-button slot="actions" @click=${() => void save()}>Export ${title}</dw-button>`;
  }

  #filters(): unknown {
    const chosen = this.#chosen();
    const isNarrowed = Object.values(chosen).some((value) => value !== '');
    return html`<div class="filters" role="search" aria-label="Filter activity">
      ${this.#search.view(chosen.q, 'Names, ids, reasons, values')}
      ${choiceOf({ label: 'Area', any: 'Any area', value: chosen.action, options: AREAS, choose: (action) => this.#choose({ action }) })}
      ${choiceOf({ label: 'Outcome', any: 'Any outcome', value: chosen.outcome, options: OUTCOMES, choose: (outcome) => this.#choose({ outcome }) })}
      ${choiceOf({ label: 'Period', any: 'Any time', value: chosen.hours, options: PERIODS, choose: (hours) => this.#choose({ hours }) })}
      ${Object.entries(NARROWED).map(([name, title]) => this.#narrowed(name, title))}
      ${isNarrowed ? html`<dw-button variant="quiet" icon="close" href="/activity">Clear</dw-button>` : nothing}
    </div>`;
  }

  #narrowed(name: string, title: string): unknown {
    const value = this.page.query.get(name);
    return value === null || value === ''
      ? nothing
      : html`<span class="chip">${title} <strong>${value}</strong></span>`;
  }

  #timeline(entries: readonly ActivityItem[]): unknown {
    if (entries.length === 0)
      return html`<dw-empty icon="activity" heading="Nothing was done">Nothing that fits was recorded. Try other words, or another period.</dw-empty>`;
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
    const { who, did, kind, what } = sentenceOf(item);
    const reason = reasonText(item);
    const toggle = (): void => {
      this.open = isOpen ? null : item.id;
    };
    return html`<li><button class="entry" type="button" aria-expanded=${isOpen ? 'true' : 'false'} @click=${toggle}>
        <span class="dot ${item.outcome}"></span>
        <span class="sentence"><strong>${who}</strong> ${did} ${kind}${what === null ? nothing : html` <strong>${what}</strong>`}
          ${item.outcome === 'succeeded' ? nothing : html`<dw-badge tone=${item.outcome === 'denied' ? 'warning' : 'danger'}>${item.outcome === 'denied' ? 'refused' : 'failed'}</dw-badge>`}
          ${reason === null ? nothing : html`<span class="reason">${reason}</span>`}</span>
        <span class="time">${new Date(item.occurredAt).toLocaleTimeString('en', { timeStyle: 'short' })}</span>
      </button>
      ${isOpen ? html`<activity-entry-detail entry=${item.id}></activity-entry-detail>` : nothing}</li>`;
  }
}
