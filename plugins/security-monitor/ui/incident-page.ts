import {
  attempt,
  baseStyles,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  Resource,
  severityTone,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type IncidentDetail, incidentPath, type Playbook } from './api.ts';
import { Closing } from './close-dialog.ts';
import { SecurityMonitorTimeline } from './timeline-card.ts';
import { detectionTitle, nameIn, STATUS_TONES, statusTitle, subjectTitle } from './words.ts';

const CRUMBS = [{ title: 'Security incidents', href: '/security-incidents' }];

/** One incident: what happened, what to do, and what was done. */
export class SecurityMonitorIncidentPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    closing: { state: true },
    isSaving: { state: true },
  };
  declare page: PageLocation;
  /** As what it is about to be closed. */
  declare closing: 'resolved' | 'dismissed' | null;
  declare isSaving: boolean;
  #incident = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.getVersioned<IncidentDetail>(incidentPath(id), { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 24rem); gap: var(--dw-space-4); align-items: start; }
      .facts { margin-top: var(--dw-space-4); }
      dw-callout { display: block; margin-top: var(--dw-space-3); }
      .playbook h3 { margin-top: var(--dw-space-4); }
      .playbook ol { padding-inline-start: 1.25rem; }
      .playbook li { margin-top: var(--dw-space-2); }
      @media (max-width: 1100px) { .columns { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  constructor() {
    super();
    this.closing = null;
    this.isSaving = false;
  }

  async #change(change: {
    readonly status?: string;
    readonly reason?: string;
    readonly assignee?: string | null;
  }): Promise<void> {
    const { value } = this.#incident;
    if (this.isSaving || value === undefined) return;
    this.isSaving = true;
    await attempt(this.shell, async () => {
      await this.shell.api.patch(incidentPath(value.value.id), change, { ifMatch: value.etag });
      this.closing = null;
    });
    this.isSaving = false;
    await this.#reload();
  }

  async #reload(): Promise<void> {
    const timeline = this.renderRoot.querySelector('security-monitor-timeline');
    await Promise.all([
      this.#incident.reload(),
      timeline instanceof SecurityMonitorTimeline ? timeline.reload() : null,
    ]);
  }

  override render(): unknown {
    return this.#incident.view({ ready: ({ value }) => this.#view(value) });
  }

  #view(incident: IncidentDetail): unknown {
    const { id, detection, subject, severity, status, accounts, names, playbook } = incident;
    return html`<dw-page-header heading="${detectionTitle(detection)}: ${subjectTitle(subject)}" .crumbs=${CRUMBS}>
        <div slot="sub" class="row"><dw-badge tone=${severityTone(severity)}>${severity}</dw-badge><dw-badge tone=${STATUS_TONES[status]} dot>${statusTitle(status)}</dw-badge></div>
        ${this.shell.may('security-incidents:write') ? this.#actions(incident) : nothing}
      </dw-page-header>
      <div class="columns">
        <div class="stack">
          ${this.#facts(incident)}
          <security-monitor-timeline incident=${id} about=${subject.id} .names=${names}></security-monitor-timeline>
        </div>
        <div class="stack">
          <security-monitor-responses incident=${id} .accounts=${accounts} .names=${names} @dw-responded=${() => void this.#reload()}></security-monitor-responses>
          ${playbook === null ? nothing : this.#playbook(playbook)}
        </div>
      </div>
      ${
        this.closing === null
          ? nothing
          : html`<security-monitor-close-dialog status=${this.closing} @close=${() => {
              this.closing = null;
            }} @dw-closing=${(event: Event) => {
              if (event instanceof Closing) void this.#change({ status: event.status, reason: event.reason });
            }}></security-monitor-close-dialog>`
      }`;
  }

  #actions({ status }: IncidentDetail): unknown {
    const button = (title: string, act: () => void, variant = 'secondary'): unknown =>
      html`<dw-button slot="actions" variant=${variant} ?busy=${this.isSaving} @click=${act}>${title}</dw-button>`;
    if (status === 'resolved' || status === 'dismissed')
      return button('Open again', () => void this.#change({ status: 'open' }));
    const takeOver = (): void => void this.#change({ status: 'acknowledged', assignee: 'me' });
    return html`${status === 'open' ? button('Take over', takeOver, 'primary') : nothing}${button(
      'Resolve',
      () => {
        this.closing = 'resolved';
      },
    )}${button('Dismiss', () => {
      this.closing = 'dismissed';
    })}`;
  }

  #facts(incident: IncidentDetail): unknown {
    const { summary, isCompromised, subject, openedAt, assignee, reason, closedAt, closedBy, reach, names } =
      incident;
    return html`<dw-card heading="What happened"><p>${summary}</p>
      ${isCompromised ? html`<dw-callout tone="danger">The account is in other hands, as far as one can tell.</dw-callout>` : nothing}
      <dl class="facts">
        <div><dt>About</dt><dd><span title=${subject.id}>${subjectTitle(subject)}</span></dd></div>
        <div><dt>Opened</dt><dd><dw-time at=${openedAt}></dw-time></dd></div>
        <div><dt>With</dt><dd>${assignee === null ? 'nobody yet' : nameIn(names, assignee)}</dd></div>
        <div><dt>Concerns</dt><dd>${reach === 'platform' ? 'the whole platform' : 'this workspace'}</dd></div>
        ${closedAt === null ? nothing : html`<div><dt>Closed</dt><dd><dw-time at=${closedAt}></dw-time> by ${closedBy === null ? '' : nameIn(names, closedBy)}</dd></div>`}
        ${reason === null ? nothing : html`<div><dt>Reason</dt><dd>${reason}</dd></div>`}
      </dl></dw-card>`;
  }

  #playbook({ title, intro, sections }: Playbook): unknown {
    return html`<dw-card heading="Playbook"><div class="playbook"><p><strong>${title}.</strong> ${intro}</p>
      ${sections.map((section) => html`<h3>${section.title}</h3><ol>${section.steps.map((step) => html`<li>${step}</li>`)}</ol>`)}</div></dw-card>`;
  }
}
