import {
  choiceOf,
  type DataWaveElement,
  msg,
  Resource,
  SearchBox,
  type Suggestion,
  suggestPeople,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { FILTERS, type Filter } from './api.ts';
import { KINDS } from './deeds.ts';
import { kindTitle } from './sentence.ts';

/** Filters as they stand in the address; `hours` is a period that ends now. */
export type Chosen = Readonly<Record<Filter | 'hours', string>>;

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
  ['catalog.', msg('Assets')],
  ['compliance.', msg('Compliance')],
  ['security-monitor.', msg('Security incidents')],
  ['core.', msg('Plugins, jobs and the platform')],
  ['activity.', msg('The trail itself')],
] as const;
const HOUR_MS = 3_600_000;
const PERIODS = [
  ['24', msg('Last 24 hours')],
  ['168', msg('Last 7 days')],
  ['720', msg('Last 30 days')],
] as const;
/** Filters that are set by a link in an entry, not by a choice. */
const NARROWED: Readonly<Partial<Record<Filter, string>>> = {
  objectId: msg('To', 'activity'),
  requestId: msg('Request', 'activity'),
};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const titled = (options: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
  options.map(([value, title]) => [value, t(title)]);

export function chosenIn(query: URLSearchParams): Chosen {
  const chosen = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
  // Every filter was given its name just now.
  return { ...(chosen as Record<Filter, string>), hours: query.get('hours') ?? '' };
}

export const isNarrowed = (chosen: Chosen): boolean => Object.values(chosen).some((value) => value !== '');

/** The beginning of a day, by the clock of whoever looks; a moment stays as it is, and what is neither is left out. */
function momentOf(value: string, daysLater: number): string | null {
  const time = DAY.test(value) ? new Date(`${value}T00:00:00`) : new Date(value);
  if (DAY.test(value)) time.setDate(time.getDate() + daysLater);
  return value === '' || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The filters as the API takes them. A period counts from the hour, so that the list stays the same while it is looked at. */
export function asQuery({ hours, from, to, ...filters }: Chosen): Record<string, string> {
  const back = Number(hours);
  const since =
    hours !== '' && Number.isSafeInteger(back) && back > 0 && back < 1e6
      ? new Date((Math.floor(Date.now() / HOUR_MS) - back) * HOUR_MS).toISOString()
      : momentOf(from, 0);
  // A day is meant with all its hours.
  const until = momentOf(to, 1);
  return {
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')),
    ...(since === null ? {} : { from: since }),
    ...(until === null ? {} : { to: until }),
  };
}

/** What narrows the trail: who, what, to what, when and with what outcome. */
export class ActivityFilters {
  readonly #choose: (change: Partial<Chosen>) => void;
  readonly #search: SearchBox;
  readonly #people: Resource<string, readonly Suggestion[]>;

  constructor(host: DataWaveElement, choose: (change: Partial<Chosen>) => void) {
    this.#choose = choose;
    this.#search = new SearchBox(host, (q) => choose({ q }));
    this.#people = new Resource(
      host,
      () => 'people',
      (_, signal) => suggestPeople(host.shell, signal),
    );
  }

  view(query: URLSearchParams): unknown {
    const chosen = chosenIn(query);
    const { action, actor, outcome, objectType, hours } = chosen;
    const choose = this.#choose;
    const kinds = Object.keys(KINDS).map((id) => [id, kindTitle(id)] as const);
    return html`<div class="filters" role="search" aria-label=${t('Filter activity')}>
      ${this.#search.view(chosen.q, t('Names, ids, reasons, values'))}
      ${choiceOf({ label: t('Who'), any: t('Anybody'), value: actor, options: this.#people.value ?? [], choose: (value) => choose({ actor: value }) })}
      ${choiceOf({ label: t('Area'), any: t('Any area'), value: action, options: titled(AREAS), choose: (value) => choose({ action: value }) })}
      ${choiceOf({ label: t('To what'), any: t('Anything'), value: objectType, options: kinds, choose: (value) => choose({ objectType: value, objectId: '' }) })}
      ${choiceOf({ label: t('Outcome'), any: t('Any outcome'), value: outcome, options: titled(OUTCOMES), choose: (value) => choose({ outcome: value }) })}
      ${choiceOf({ label: t('Period'), any: t('Any time'), value: hours, options: titled(PERIODS), choose: (value) => choose({ hours: value, from: '', to: '' }) })}
      ${this.#day('from', t('From', {}, 'day'), chosen.from)}${this.#day('to', t('Until', {}, 'day'), chosen.to)}
      ${Object.entries(NARROWED).map(([name, title]) => narrowed(query.get(name) ?? '', t(title, {}, 'activity')))}
      ${isNarrowed(chosen) ? html`<dw-button variant="quiet" icon="close" href="/activity">${t('Clear')}</dw-button>` : nothing}
    </div>`;
  }

  #day(name: 'from' | 'to', label: string, value: string): unknown {
    const change = (event: Event): void => this.#choose({ [name]: textOf(event), hours: '' });
    return html`<label class="day">${label} <input type="date" .value=${value.slice(0, 10)} @change=${change}></label>`;
  }
}

const narrowed = (value: string, title: string): unknown =>
  value === '' ? nothing : html`<span class="chip">${title} <strong><bdi>${value}</bdi></strong></span>`;
