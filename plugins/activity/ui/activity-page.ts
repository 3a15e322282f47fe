import {
  attempt,
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  msg,
  PagedList,
  type PageLocation,
  SearchBox,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type ActivityItem, FILTERS, type Filter } from './api.ts';
import { dayOf, reasonText, sentenceOf } from './sentence.ts';
import { timelineStyles } from './timeline-styles.ts';

const OUTCOMES = [
  ['succeeded', msg('Succeeded')],
  ['denied', msg('Refused')],
  ['failed', msg('Failed')],
] as const;
const AREAS = [
  ['access.', msg('Roles and policies')],
  ['identity.', msg('Accounts and sign-ins')],
  ['workspaces.', msg('Workspaces')],
  ['sources.', msg('Sources')],
  ['scans.', msg('Scans')],
  ['scan-rules.', msg('Scan rules')],
  ['custom-rules.', msg('Classification rules')],
  ['review.', msg('Review')],
  ['core.', msg('Plugins, jobs and the platform')],
  ['activity.', msg('The trail itself')],
] as const;
const HOUR_MS = 3_600_000;
const PERIODS = [
  ['24', msg('Last 24 hours')],
  ['168', msg('Last 7 days')],
  ['720', msg('Last 30 days')],
] as const;
const titled = (options: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
  options.map(([value, title]) => [value, t(title)]);
/** Filters that are set by a link in an entry, not by a choice. */
const NARROWED: Readonly<Partial<Record<Filter, string>>> = {
  actor: msg('By', 'activity'),
  objectId: msg('To', 'activity'),
  requestId: msg('Request', 'activity'),
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
    return html`<dw-page-header heading=${t('Activity')}><p slot="sub">${t('Who did what, sealed so that no change of it goes unseen.')}</p>
        ${this.shell.may('audit-events:export') ? [this.#export('jsonl', t('JSON lines')), this.#export('cef', 'CEF')] : nothing}
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
    return html`<dw-button slot="actions" @click=${() => void save()}>${t('Export {title}', { title })}</dw-button>`;
  }

  #filters(): unknown {
    const chosen = this.#chosen();
    const isNarrowed = Object.values(chosen).some((value) => value !== '');
    return html`<div class="filters" role="search" aria-label=${t('Filter activity')}>
      ${this.#search.view(chosen.q, 'Names, ids, reasons, values')}
      ${choiceOf({ label: t('Area'), any: t('Any area'), value: chosen.action, options: titled(AREAS), choose: (action) => this.#choose({ action }) })}
      ${choiceOf({ label: t('Outcome'), any: t('Any outcome'), value: chosen.outcome, options: titled(OUTCOMES), choose: (outcome) => this.#choose({ outcome }) })}
      ${choiceOf({ label: t('Period'), any: t('Any time'), value: chosen.hours, options: titled(PERIODS), choose: (hours) => this.#choose({ hours }) })}
      ${Object.entries(NARROWED).map(([name, title]) => this.#narrowed(name, t(title, {}, 'activity')))}
      ${isNarrowed ? html`<dw-button variant="quiet" icon="close" href="/activity">${t('Clear')}</dw-button>` : nothing}
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
      return html`<dw-empty icon="activity" heading=${t('Nothing was done')}>${t('Nothing that fits was recorded. Try other words, or another period.')}</dw-empty>`;
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
          ${item.outcome === 'succeeded' ? nothing : html`<dw-badge tone=${item.outcome === 'denied' ? 'warning' : 'danger'}>${item.outcome === 'denied' ? t('refused') : t('failed')}</dw-badge>`}
          ${reason === null ? nothing : html`<span class="reason">${reason}</span>`}</span>
        <span class="time">${new Date(item.occurredAt).toLocaleTimeString('en', { timeStyle: 'short' })}</span>
      </button>
      ${isOpen ? html`<activity-entry-detail entry=${item.id}></activity-entry-detail>` : nothing}</li>`;
  }
}
