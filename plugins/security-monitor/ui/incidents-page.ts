import {
  baseStyles,
  choiceOf,
  count,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  severityTone,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { incidentPath, type ListedIncident } from './api.ts';
import {
  DETECTIONS,
  detectionTitle,
  SEVERITIES,
  STATUS_TONES,
  STATUSES,
  statusTitle,
  subjectTitle,
} from './words.ts';

const FILTERS = ['status', 'severity', 'detection', 'subject'] as const;
type Filter = (typeof FILTERS)[number];
const PATH = '/security-incidents';
/** What stands in the address for all, because nothing there means what is not closed. */
const ANY = 'any';

/** Incidents, narrowed by filters that stand in the address, and what is watched for. */
export class SecurityMonitorIncidentsPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #incidents = new PagedList<ListedIncident>(this, () => ({ path: PATH, query: this.#query() }), {
    follows: ['security-incidents'],
  });

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

  #chosen(): Readonly<Record<Filter, string>> {
    const { query } = this.page;
    const of = (name: Filter): string => query.get(name) ?? '';
    return {
      status: of('status') === '' ? 'active' : of('status'),
      severity: of('severity'),
      detection: of('detection'),
      subject: of('subject'),
    };
  }

  #query(): Record<string, string> {
    const { status, ...others } = this.#chosen();
    return { ...others, status: status === ANY ? '' : status };
  }

  #choose(change: Partial<Record<Filter, string>>): void {
    this.shell.navigate(withQuery(PATH, { ...this.#chosen(), ...change }), { replace: true });
  }

  override render(): unknown {
    return html`<dw-page-header heading="Security incidents"><p slot="sub">What needs somebody's attention among sign-ins, exports, rights and the audit trail.</p></dw-page-header>
      ${this.#filters()}
      <dw-card flush>${this.#incidents.view({ ready: (incidents) => this.#list(incidents) })}</dw-card>
      <security-monitor-watch></security-monitor-watch>`;
  }

  #filters(): unknown {
    const { status, severity, detection, subject } = this.#chosen();
    const isNarrowed = status !== 'active' || severity !== '' || detection !== '' || subject !== '';
    return html`<div class="filters" role="search" aria-label="Filter incidents">
      ${choiceOf({ label: 'Status', any: 'Any status', value: status === ANY ? '' : status, options: STATUSES, choose: (value) => this.#choose({ status: value === '' ? ANY : value }) })}
      ${choiceOf({ label: 'Severity', any: 'Any severity', value: severity, options: SEVERITIES, choose: (value) => this.#choose({ severity: value }) })}
      ${choiceOf({ label: 'Kind', any: 'Any kind', value: detection, options: DETECTIONS, choose: (value) => this.#choose({ detection: value }) })}
      ${subject === '' ? nothing : html`<span class="chip">About <strong>${subject}</strong></span>`}
      ${isNarrowed ? html`<dw-button variant="quiet" icon="close" href=${PATH}>Clear</dw-button>` : nothing}
    </div>`;
  }

  #list(incidents: readonly ListedIncident[]): unknown {
    if (incidents.length === 0) return this.#empty();
    return tableOf<ListedIncident>({
      label: 'Security incidents',
      rows: incidents,
      key: ({ id }) => id,
      href: ({ id }) => incidentPath(id),
      columns: [
        {
          key: 'what',
          title: 'Incident',
          cell: ({ detection, subject }) => `${detectionTitle(detection)}: ${subjectTitle(subject)}`,
        },
        {
          key: 'summary',
          title: 'What happened',
          grows: true,
          cell: ({ summary }) => html`<span class="muted small">${summary}</span>`,
        },
        {
          key: 'severity',
          title: 'Severity',
          cell: ({ severity }) => html`<dw-badge tone=${severityTone(severity)}>${severity}</dw-badge>`,
        },
        {
          key: 'status',
          title: 'Status',
          cell: ({ status }) =>
            html`<dw-badge tone=${STATUS_TONES[status]} dot>${statusTitle(status)}</dw-badge>`,
        },
        {
          key: 'seen',
          title: 'Seen',
          cell: ({ observationCount }) => count(observationCount, 'time'),
          wide: true,
        },
        { key: 'assignee', title: 'With', cell: ({ assignee }) => assignee ?? nothing, wide: true },
        {
          key: 'last',
          title: 'Last',
          align: 'end',
          cell: ({ lastSeenAt }) => html`<dw-time at=${lastSeenAt}></dw-time>`,
        },
      ],
    });
  }

  #empty(): unknown {
    const { status, severity, detection, subject } = this.#chosen();
    return status === 'active' && severity === '' && detection === '' && subject === ''
      ? html`<dw-empty icon="shield" heading="Nothing needs attention">No incident is open. Below stands what is watched for, and what is not.</dw-empty>`
      : html`<dw-empty icon="shield" heading="No incident fits">Choose another status, severity or kind.</dw-empty>`;
  }
}
