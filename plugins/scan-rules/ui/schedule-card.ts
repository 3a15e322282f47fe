import { baseStyles, DataWaveElement, layoutStyles, Resource, rich, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Choice, rulePath, type ScheduleDetail } from './api.ts';

/** What became of a rule's times: what was started, what was skipped and why. */
export class ScanRulesSchedule extends DataWaveElement {
  static override properties = {
    ruleId: { type: String },
    version: { type: Number },
    sources: { attribute: false },
  };
  declare ruleId: string;
  declare version: number;
  declare sources: readonly Choice[];
  #schedule = new Resource(
    this,
    () => (this.ruleId === '' ? null : `${this.ruleId} ${this.version}`),
    (_, signal) => this.shell.api.get<ScheduleDetail>(`${rulePath(this.ruleId)}/schedule`, { signal }),
    { follows: ['scan-rules'] },
  );
  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; gap: var(--dw-space-3); grid-template-columns: minmax(0, 1fr); }
      li { overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.ruleId = '';
    this.version = 0;
    this.sources = [];
  }

  override render(): unknown {
    return this.#schedule.view({
      ready: (schedule) =>
        schedule.nextAt === null && schedule.outcomes.length === 0
          ? nothing
          : html`<dw-card heading=${t('Scheduled scans')}><div class="stack">
          ${
            schedule.nextAt === null
              ? html`<p class="muted">${t('It does not run by itself any more.')}</p>`
              : schedule.isEnabled
                ? html`<p>${rich('Next <time></time>.', { time: () => html`<dw-time at=${schedule.nextAt ?? ''}></dw-time>` })}</p>`
                : html`<p class="muted">${t('It is disabled: its times are passed over.')}</p>`
          }
          ${schedule.outcomes.length === 0 ? html`<p class="muted small">${t('Its first time has not come yet.')}</p>` : html`<ul role="list">${schedule.outcomes.slice(0, 20).map((outcome) => this.#row(outcome))}</ul>`}
          </div></dw-card>`,
    });
  }

  #row({ dueAt, sourceId, outcome, runId, reason }: ScheduleDetail['outcomes'][number]): unknown {
    const source = this.sources.find(({ id }) => id === sourceId)?.title;
    return html`<li><span class="row">${outcome === 'started' ? html`<dw-badge tone="success" dot>${t('started')}</dw-badge>` : html`<dw-badge tone="warning" dot>${t('skipped')}</dw-badge>`}
      ${runId === null ? html`<span>${source ?? ''}</span>` : html`<a href="/scans/${encodeURIComponent(runId)}">${source ?? t('Scan')}</a>`}<span class="muted small"><dw-time at=${dueAt}></dw-time></span></span>
      ${outcome === 'started' ? nothing : html`<p class="small muted">${t(reason)}</p>`}</li>`;
  }
}
