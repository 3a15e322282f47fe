import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  PagedList,
  Resource,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { DepartedSource, ListedSource } from './api.ts';
import { stateTone } from './words.ts';

/** All registered sources. What other plugins know of each stands in the `source.row` slot. */
export class SourcesPage extends DataWaveElement {
  #sources = new PagedList<ListedSource>(this, () => ({ path: '/sources', query: {} }), {
    follows: ['sources'],
  });
  #departed = new Resource(
    this,
    () => 'departed',
    (_key, signal) => this.shell.api.list<DepartedSource>('/sources/departures', { signal }),
  );
  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    const add = this.shell.may('sources:write')
      ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/sources/new">Add source</dw-button>`
      : nothing;
    return html`<dw-page-header heading="Sources"><p slot="sub">Where your data lives. Nothing is copied: values are looked at in memory and forgotten.</p>${add}</dw-page-header>
      ${this.#leaving()}<dw-card flush>${this.#sources.view({ ready: (sources) => this.#list(sources) })}</dw-card>`;
  }

  /** Deletions that go on. Where that is not known, nothing is said of it. */
  #leaving(): unknown {
    const leaving = (this.#departed.value?.items ?? []).filter(({ state }) => state === 'deleting');
    return leaving.map(
      ({ source, taken, since }) =>
        html`<dw-callout tone="info" heading="${source.title} is being deleted">Its connection is gone since <dw-time at=${since}></dw-time>. ${formatNumber(taken)} of the entries that were kept about it have been taken away so far.</dw-callout>`,
    );
  }

  #list(sources: readonly ListedSource[]): unknown {
    if (sources.length === 0)
      return html`<dw-empty icon="database" heading="No source yet">
      Connect a database or a folder of files, and DataWave tells you which of its columns hold personal data.
      ${this.shell.may('sources:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/sources/new">Add source</dw-button>` : nothing}</dw-empty>`;
    return tableOf<ListedSource>({
      label: 'Sources',
      rows: sources,
      key: (source) => source.id,
      href: (source) => `/sources/${encodeURIComponent(source.id)}`,
      columns: [
        { key: 'title', title: 'Source', cell: (source) => source.title },
        {
          key: 'connector',
          title: 'Kind',
          cell: (source) => html`<span class="muted">${source.connectorTitle}</span>`,
        },
        {
          key: 'health',
          title: 'Health',
          cell: (source) =>
            html`<sources-health-badge .health=${source.health}></sources-health-badge>${source.state === 'maintenance' || source.state === 'retired' ? html` <dw-badge tone=${stateTone(source.state)}>${source.state}</dw-badge>` : nothing}`,
        },
        {
          key: 'latency',
          title: 'Answers',
          cell: (source) =>
            source.latencies.length < 2
              ? nothing
              : html`<sources-latency-line .values=${source.latencies}></sources-latency-line>`,
          wide: true,
        },
        {
          key: 'scan',
          title: '',
          cell: (source) => html`<dw-slot name="source.row" layout="row" .context=${{ source }}></dw-slot>`,
          align: 'end',
        },
      ],
    });
  }
}
