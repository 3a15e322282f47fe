import {
  baseStyles,
  DataWaveElement,
  formatDateTime,
  layoutStyles,
  PagedList,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { incidentPath, type Names, type Seen, type TimelineEntry } from './api.ts';
import { behaviourCard, behaviourStyles } from './behaviour-card.ts';
import { details, happened, times } from './words.ts';

/** What was seen and done, the newest first, with when and from where it came. */
export class SecurityMonitorTimeline extends DataWaveElement {
  static override properties = {
    incident: { type: String },
    about: { type: String },
    measure: { type: String },
    names: { attribute: false },
  };
  declare incident: string;
  /** Id of what the incident is about. */
  declare about: string;
  /** By what it is measured, as a sentence; empty while nobody knows. */
  declare measure: string;
  declare names: Names;
  #entries = new PagedList<TimelineEntry, Seen>(
    this,
    () =>
      this.incident === '' ? null : { path: `${incidentPath(this.incident)}/timeline`, query: { limit: 50 } },
    { follows: ['security-incidents'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    behaviourStyles,
    css`
      .seen { padding: var(--dw-space-3) var(--dw-space-5); }
      ol { margin: 0; padding: 0; list-style: none; }
      ol li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--dw-space-3); align-items: baseline; padding: var(--dw-space-3) var(--dw-space-5); border-top: 1px solid var(--dw-border); }
      .dot { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--dw-text-muted); }
      .dot.opened, .dot.raised { background: var(--dw-danger-text); }
      .dot.changed, .dot.responded { background: var(--dw-accent); }
      strong { font-weight: 600; }
      .said { overflow-wrap: anywhere; white-space: pre-line; }
      time { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-variant-numeric: tabular-nums; white-space: nowrap; }
      @media (max-width: 640px) {
        .seen, ol li { padding-inline: var(--dw-space-4); }
        ol li { grid-template-columns: auto minmax(0, 1fr); }
        time { grid-column: 2; }
      }
    `,
  ];

  constructor() {
    super();
    this.incident = '';
    this.about = '';
    this.measure = '';
    this.names = {};
  }

  /** Reads it again, after something was done. */
  reload(): Promise<void> {
    return this.#entries.reload();
  }

  override render(): unknown {
    return html`<div class="stack">${this.#entries.view({
      ready: (entries, seen) => html`<div class="stack">
        ${seen.behaviour === null ? nothing : behaviourCard(seen.behaviour, this.measure)}
        <dw-card heading=${t('Timeline')} flush>${this.#list(entries, seen)}</dw-card></div>`,
    })}</div>`;
  }

  #list(entries: readonly TimelineEntry[], seen: Seen): unknown {
    return html`<p class="seen muted small">${rich('Seen {times}, first {first}, last {last}.', {
      times: times(seen.observationCount),
      first: html`<dw-time at=${seen.firstSeenAt}></dw-time>`,
      last: html`<dw-time at=${seen.lastSeenAt}></dw-time>`,
    })}</p>
      <ol>${repeat(
        entries,
        ({ id }) => id,
        (entry) => this.#entry(entry),
      )}</ol>`;
  }

  #entry(entry: TimelineEntry): unknown {
    const said = details(entry, this.names, this.about);
    const { requestId } = entry.facts;
    const link =
      typeof requestId === 'string' && this.shell.may('audit-events:read')
        ? html` <a class="small" href="/activity?requestId=${encodeURIComponent(requestId)}">${rich('Activity<hidden> of this request</hidden>', { hidden: (parts) => html`<span class="visually-hidden">${parts}</span>` })}</a>`
        : nothing;
    return html`<li><span class="dot ${entry.kind}"></span>
      <span class="said"><strong>${happened(entry, this.names)}</strong>${said.length === 0 ? nothing : html` <span class="muted">${said.map((one, index) => html`${index === 0 ? '' : ' · '}<bdi>${one}</bdi>`)}</span>`}${link}</span>
      <time datetime=${entry.at}>${formatDateTime(entry.at)}</time></li>`;
  }
}
