import { baseStyles, count, DataWaveElement, layoutStyles, PagedList } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { incidentPath, type Names, type Seen, type TimelineEntry } from './api.ts';
import { details, happened } from './words.ts';

/** What was seen and done, the newest first. */
export class SecurityMonitorTimeline extends DataWaveElement {
  static override properties = {
    incident: { type: String },
    about: { type: String },
    names: { attribute: false },
  };
  declare incident: string;
  /** Id of what the incident is about. */
  declare about: string;
  declare names: Names;
  #entries = new PagedList<TimelineEntry, Seen>(this, () =>
    this.incident === '' ? null : { path: `${incidentPath(this.incident)}/timeline`, query: { limit: 50 } },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .seen { padding: var(--dw-space-3) var(--dw-space-5); }
      ol { margin: 0; padding: 0; list-style: none; }
      li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--dw-space-3); align-items: baseline; padding: var(--dw-space-3) var(--dw-space-5); border-top: 1px solid var(--dw-border); }
      .dot { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--dw-text-muted); }
      .dot.opened, .dot.raised { background: var(--dw-danger-text); }
      .dot.changed, .dot.responded { background: var(--dw-accent); }
      strong { font-weight: 600; }
      .said { overflow-wrap: anywhere; }
      time { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-variant-numeric: tabular-nums; white-space: nowrap; }
      @media (max-width: 640px) {
        .seen, li { padding-inline: var(--dw-space-4); }
        li { grid-template-columns: auto minmax(0, 1fr); }
        time { grid-column: 2; }
      }
    `,
  ];

  constructor() {
    super();
    this.incident = '';
    this.about = '';
    this.names = {};
  }

  /** Reads it again, after something was done. */
  reload(): Promise<void> {
    return this.#entries.reload();
  }

  override render(): unknown {
    return html`<dw-card heading="Timeline" flush>${this.#entries.view({ ready: (entries, seen) => this.#list(entries, seen) })}</dw-card>`;
  }

  #list(entries: readonly TimelineEntry[], seen: Seen): unknown {
    return html`<p class="seen muted small">Seen ${count(seen.observationCount, 'time')}, first <dw-time at=${seen.firstSeenAt}></dw-time>, last <dw-time at=${seen.lastSeenAt}></dw-time>.</p>
      <ol>${repeat(
        entries,
        ({ id }) => id,
        (entry) => this.#entry(entry),
      )}</ol>`;
  }

  #entry(entry: TimelineEntry): unknown {
    const said = details(entry, this.names, this.about);
    const { requestId } = entry.facts;
    return html`<li><span class="dot ${entry.kind}"></span>
      <span class="said"><strong>${happened(entry, this.names)}</strong>${said.length === 0 ? nothing : html` <span class="muted">${said.join(' · ')}</span>`}${
        typeof requestId === 'string' && this.shell.may('audit-events:read')
          ? html` <a class="small" href="/activity?requestId=${encodeURIComponent(requestId)}">Activity<span class="visually-hidden"> of this request</span></a>`
          : nothing
      }</span>
      <time datetime=${entry.at}>${new Date(entry.at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' })}</time></li>`;
  }
}
