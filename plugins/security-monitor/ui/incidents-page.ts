import {
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  type PageLocation,
  SearchBox,
  saidText,
  severityWord,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { type DwGrid, type GridColumn, gridOf } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { incidentPath, type ListedIncident, type Names } from './api.ts';
import {
  detectionOptions,
  detectionTitle,
  nameIn,
  STATUS_TONES,
  severityOptions,
  statusOptions,
  statusTitle,
  subjectTitle,
} from './words.ts';

const FILTERS = ['q', 'status', 'severity', 'detection', 'subject', 'assignee', 'since'] as const;
type Filter = (typeof FILTERS)[number];
const PATH = '/security-incidents';
/** What stands in the address for all, because nothing there means what is not closed. */
const ANY = 'any';
const DAY_MS = 24 * 60 * 60_000;
const PERIODS = ['1', '7', '30'] as const;

const cellStyles = css`
  .incident { display: block; overflow: hidden; text-overflow: ellipsis; font-weight: 550; }
  .summary { display: block; overflow: hidden; text-overflow: ellipsis; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .rests { color: var(--dw-text-muted); }
`;

/** An incident with the name of whoever has it. */
interface Row extends ListedIncident {
  readonly assigneeName: string | null;
}

/** Incidents, narrowed by filters that stand in the address, and what is watched for. */
export class SecurityMonitorIncidentsPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;

  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    css`
      .chip { display: inline-flex; align-items: center; gap: var(--dw-space-1); max-width: 100%; padding: 0.25rem 0.625rem; border-radius: 999px; background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-s); overflow-wrap: anywhere; }
      security-monitor-watch { display: block; margin-top: var(--dw-space-5); }
      @media (max-width: 640px) { .filters select { flex: 1 1 9rem; max-width: none; } }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(
      this.shell.live.follow(
        'security-incidents',
        () => void this.renderRoot.querySelector<DwGrid>('dw-grid')?.reload(),
      ),
    );
  }

  #chosen(): Readonly<Record<Filter, string>> {
    const of = (name: Filter): string => this.page.query.get(name) ?? '';
    return {
      q: of('q'),
      status: of('status') === '' ? 'active' : of('status'),
      severity: of('severity'),
      detection: of('detection'),
      subject: of('subject'),
      assignee: of('assignee'),
      since: of('since'),
    };
  }

  /** As the API takes them. A period counts from the beginning of an hour, so that the list stays the same while it is looked at. */
  #query(): Record<string, string> {
    const { status, since, ...others } = this.#chosen();
    const days = Number(since);
    const from = Math.floor(Date.now() / 3_600_000) * 3_600_000 - days * DAY_MS;
    return {
      ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== '')),
      ...(status === ANY ? {} : { status }),
      ...(PERIODS.some((period) => period === since) ? { since: new Date(from).toISOString() } : {}),
    };
  }

  #choose(change: Partial<Record<Filter, string>>): void {
    this.shell.navigate(withQuery(PATH, { ...this.#chosen(), ...change }), { replace: true });
  }

  override render(): unknown {
    return html`<dw-page-header heading=${t('Security incidents')}><p slot="sub">${t('What needs somebody’s attention among sign-ins, exports, rights and the audit trail.')}</p></dw-page-header>
      ${this.#filters()}
      <dw-card flush>${this.#list()}</dw-card>
      <security-monitor-watch></security-monitor-watch>`;
  }

  #isNarrowed(): boolean {
    const { status, ...others } = this.#chosen();
    return status !== 'active' || Object.values(others).some((value) => value !== '');
  }

  #filters(): unknown {
    const { q, status, severity, detection, subject, assignee, since } = this.#chosen();
    const periods = PERIODS.map(
      (days) => [days, t('Last {n, plural, one {24 hours} other {# days}}', { n: Number(days) })] as const,
    );
    return html`<div class="filters" role="search" aria-label=${t('Filter incidents')}>
      ${this.#search.view(q, t('Kind, name or what was seen'))}
      ${choiceOf({ label: t('Status'), any: t('Any status'), value: status === ANY ? '' : status, options: statusOptions(), choose: (value) => this.#choose({ status: value === '' ? ANY : value }) })}
      ${choiceOf({ label: t('Severity'), any: t('Any severity'), value: severity, options: severityOptions(), choose: (value) => this.#choose({ severity: value }) })}
      ${choiceOf({ label: t('Kind'), any: t('Any kind'), value: detection, options: detectionOptions(), choose: (value) => this.#choose({ detection: value }) })}
      ${choiceOf({ label: t('Seen', {}, 'incident'), any: t('Any time'), value: since, options: periods, choose: (value) => this.#choose({ since: value }) })}
      ${subject === '' ? nothing : html`<span class="chip">${t('About', {}, 'incident')} <strong><bdi>${subject}</bdi></strong></span>`}
      ${assignee === '' ? nothing : html`<span class="chip">${t('With', {}, 'incident')} <strong><bdi>${assignee}</bdi></strong></span>`}
      ${this.#isNarrowed() ? html`<dw-button variant="quiet" icon="close" href=${PATH}>${t('Clear')}</dw-button>` : nothing}
    </div>`;
  }

  #list(): unknown {
    const query = this.#query();
    return gridOf<Row>({
      label: t('Security incidents'),
      columns: incidentColumns(),
      key: ({ id }) => id,
      href: ({ id }) => incidentPath(id),
      source: {
        key: query,
        load: async ({ cursor, limit }, signal) => {
          const { items, names, ...page } = await this.shell.api.list<ListedIncident, { names: Names }>(
            PATH,
            {
              query: { ...query, limit, cursor: cursor ?? undefined },
              signal,
            },
          );
          return {
            ...page,
            items: items.map((item) => ({
              ...item,
              assigneeName: item.assignee === null ? null : nameIn(names, item.assignee),
            })),
          };
        },
      },
      rowHeight: 60,
      storageKey: 'security-monitor.incidents',
      fileName: 'security-incidents',
      styles: cellStyles,
      empty: this.#isNarrowed()
        ? {
            icon: 'shield',
            heading: t('No incident fits'),
            text: t('Choose another status, severity or kind, or search for something else.'),
          }
        : {
            icon: 'shield',
            heading: t('Nothing needs attention'),
            text: t('No incident is open. Below stands what is watched for, and what is not.'),
          },
    });
  }
}

const headingOf = ({ detection, subject }: ListedIncident): string =>
  t('{detection}: {subject}', { detection: detectionTitle(detection), subject: subjectTitle(subject) });

const incidentColumns = (): readonly GridColumn<Row>[] => [
  {
    key: 'what',
    title: t('Incident'),
    grows: true,
    width: 340,
    value: (incident) => headingOf(incident),
    cell: (incident) =>
      html`<span><span class="incident">${headingOf(incident)}</span><span class="summary">${saidText(incident.summary)}</span></span>`,
  },
  {
    key: 'severity',
    title: t('Severity'),
    width: 110,
    text: ({ severity }) => severityWord(severity),
    cell: ({ severity }) => html`<dw-severity .level=${severity}></dw-severity>`,
  },
  {
    key: 'status',
    title: t('Status'),
    width: 140,
    value: ({ status }) => statusTitle(status),
    cell: ({ status }) => html`<dw-badge tone=${STATUS_TONES[status]} dot>${statusTitle(status)}</dw-badge>`,
  },
  {
    key: 'seen',
    title: t('Times seen'),
    align: 'end',
    width: 110,
    wide: true,
    value: ({ observationCount }) => observationCount,
  },
  {
    key: 'assignee',
    title: t('With', {}, 'incident'),
    width: 150,
    value: ({ assigneeName }) => assigneeName,
    cell: ({ assigneeName }) =>
      assigneeName === null
        ? html`<span class="rests">${t('nobody yet')}</span>`
        : html`<bdi>${assigneeName}</bdi>`,
  },
  {
    key: 'last',
    title: t('Last seen'),
    width: 150,
    value: ({ lastSeenAt }) => lastSeenAt,
    cell: ({ lastSeenAt }) => html`<dw-time at=${lastSeenAt}></dw-time>`,
  },
];
