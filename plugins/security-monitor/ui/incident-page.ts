import {
  baseStyles,
  DataWaveElement,
  language,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type IncidentDetail, incidentPath, type Watch } from './api.ts';
import { Closing } from './close-dialog.ts';
import { Commented, type SecurityMonitorComment } from './comment-form.ts';
import { factsCard } from './facts-card.ts';
import { StepMarked } from './playbook-card.ts';
import { SecurityMonitorTimeline } from './timeline-card.ts';
import { detectionTitle, STATUS_TONES, statusTitle, subjectTitle } from './words.ts';

interface Change {
  readonly status?: string;
  readonly reason?: string;
  readonly assignee?: string | null;
  readonly comment?: string;
  readonly step?: StepMarked['step'];
}

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
    (id, signal) =>
      this.shell.api.getVersioned<IncidentDetail>(incidentPath(id), {
        query: { language: language() },
        signal,
      }),
    { follows: ['security-incidents'] },
  );
  #watch = new Resource(
    this,
    () => 'watch',
    (_, signal) => this.shell.api.get<Watch>('/security-incidents/watch', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 24rem); gap: var(--dw-space-4); align-items: start; }
      .facts { margin-block-start: var(--dw-space-4); }
      .links { display: flex; flex-wrap: wrap; gap: var(--dw-space-2) var(--dw-space-4); margin-block-start: var(--dw-space-4); }
      dw-callout { display: block; margin-block-start: var(--dw-space-3); }
      dd { overflow-wrap: anywhere; }
      @media (max-width: 1100px) { .columns { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  constructor() {
    super();
    this.closing = null;
    this.isSaving = false;
  }

  /** @returns whether it was saved */
  async #change(change: Change): Promise<boolean> {
    const { value } = this.#incident;
    if (this.isSaving || value === undefined) return false;
    this.isSaving = true;
    // What adds to the incident takes nothing back that others did meanwhile.
    const isAddition = change.comment !== undefined || change.step !== undefined;
    try {
      await this.shell.api.patch(
        incidentPath(value.value.id),
        change,
        isAddition ? {} : { ifMatch: value.etag },
      );
      this.closing = null;
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
      return false;
    } finally {
      this.isSaving = false;
      await this.#reload();
    }
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
    const { id, detection, subject, severity, status, accounts, names, playbook, steps } = incident;
    const mayWrite = this.shell.may('security-incidents:write');
    const watched = this.#watch.value?.items.find((item) => item.detection === detection && item.isOn);
    const heading = t('{detection}: {subject}', {
      detection: detectionTitle(detection),
      subject: subjectTitle(subject),
    });
    return html`<dw-page-header heading=${heading} .crumbs=${[{ title: t('Security incidents'), href: '/security-incidents' }]}>
        <div slot="sub" class="row"><dw-severity .level=${severity}></dw-severity><dw-badge tone=${STATUS_TONES[status]} dot>${statusTitle(status)}</dw-badge></div>
        ${mayWrite ? this.#actions(incident) : nothing}
      </dw-page-header>
      <div class="columns">
        <div class="stack">
          ${factsCard(incident, this.shell.may('audit-events:read'))}
          <security-monitor-timeline incident=${id} about=${subject.id} measure=${watched?.detail ?? ''} .names=${names}></security-monitor-timeline>
        </div>
        <div class="stack">
          <security-monitor-responses incident=${id} .accounts=${accounts} .names=${names} @dw-responded=${() => void this.#reload()}></security-monitor-responses>
          ${playbook === null ? nothing : html`<security-monitor-playbook .playbook=${playbook} .steps=${steps} ?isWritable=${mayWrite} @dw-step-marked=${this.#marked}></security-monitor-playbook>`}
          ${mayWrite ? html`<security-monitor-comment ?busy=${this.isSaving} @dw-commented=${this.#commented}></security-monitor-comment>` : nothing}
        </div>
      </div>
      ${this.#closingDialog()}`;
  }

  #closingDialog(): unknown {
    if (this.closing === null) return nothing;
    const close = (): void => {
      this.closing = null;
    };
    const decide = (event: Event): void => {
      if (event instanceof Closing) void this.#change({ status: event.status, reason: event.reason });
    };
    return html`<security-monitor-close-dialog status=${this.closing} @close=${close} @dw-closing=${decide}></security-monitor-close-dialog>`;
  }

  readonly #marked = (event: Event): void => {
    if (event instanceof StepMarked) void this.#change({ step: event.step });
  };

  readonly #commented = async (event: Event): Promise<void> => {
    if (!(event instanceof Commented)) return;
    const isSaved = await this.#change({ comment: event.comment });
    if (isSaved) this.renderRoot.querySelector<SecurityMonitorComment>('security-monitor-comment')?.clear();
  };

  #actions({ status, assignee }: IncidentDetail): unknown {
    const button = (title: string, act: () => void, variant = 'secondary'): unknown =>
      html`<dw-button slot="actions" variant=${variant} ?busy=${this.isSaving} @click=${act}>${title}</dw-button>`;
    if (status === 'resolved' || status === 'dismissed')
      return button(t('Open again'), () => void this.#change({ status: 'open' }));
    const takeOver = (): void => void this.#change({ status: 'acknowledged', assignee: 'me' });
    const giveBack = (): void => void this.#change({ status: 'open', assignee: null });
    return html`${status === 'open' ? button(t('Take over'), takeOver, 'primary') : nothing}${
      status === 'acknowledged' && assignee !== null ? button(t('Give back'), giveBack) : nothing
    }${button(t('Resolve', {}, 'incident'), () => {
      this.closing = 'resolved';
    })}${button(t('Dismiss', {}, 'incident'), () => {
      this.closing = 'dismissed';
    })}`;
  }
}
