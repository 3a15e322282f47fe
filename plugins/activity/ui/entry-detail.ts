import {
  baseStyles,
  DataWaveElement,
  formatDateTime,
  layoutStyles,
  Resource,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ActivityDetail } from './api.ts';
import { kindTitle, placeText, stateText } from './sentence.ts';

/** What an entry says beside its sentence: what was before and is after, where it came from, and what else was done so. */
export class ActivityEntryDetail extends DataWaveElement {
  static override properties = { entry: { type: String } };
  declare entry: string;
  #detail = new Resource(
    this,
    () => (this.entry === '' ? null : this.entry),
    (id, signal) => this.shell.api.get<ActivityDetail>(`/audit-events/${id}`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: block; padding: 0 var(--dw-space-5) var(--dw-space-4); }
      table { width: 100%; border-collapse: collapse; table-layout: fixed; margin-bottom: var(--dw-space-3); }
      th { text-align: start; font-weight: 550; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      th, td { padding: var(--dw-space-2); border-bottom: 1px solid var(--dw-border); vertical-align: top; overflow-wrap: anywhere; }
      td pre { margin: 0; font-family: var(--dw-font-mono, monospace); font-size: var(--dw-font-size-s); white-space: pre-wrap; }
      .before { color: var(--dw-text-muted); }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--dw-space-2) var(--dw-space-4); line-height: 1.5rem; margin: 0; font-size: var(--dw-font-size-s); }
      dt { color: var(--dw-text-muted); }
      dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
      @media (max-width: 640px) {
        :host { padding-inline: var(--dw-space-4); }
        dl { grid-template-columns: 1fr; gap: 0; }
        dd { margin-bottom: var(--dw-space-2); }
      }
    `,
  ];

  constructor() {
    super();
    this.entry = '';
  }

  override render(): unknown {
    return this.#detail.view({ ready: (detail) => this.#view(detail) });
  }

  #view(detail: ActivityDetail): unknown {
    const { actor, object, requestId, address, action, differences, plugin } = detail;
    const link = (query: Readonly<Record<string, string>>, text: string): unknown =>
      html`<a href=${withQuery('/activity', query)}><bdi>${text}</bdi></a>`;
    return html`${differences.length === 0 ? nothing : this.#differences(detail)}
      <dl>
        <dt>${t('When')}</dt><dd>${formatDateTime(detail.occurredAt)}</dd>
        <dt>${t('Who')}</dt><dd>${link({ actor: actor.id }, `${actor.displayName} (${actor.id})`)}${address === null ? nothing : html` ${t('from {address}', { address })}`}</dd>
        <dt>${t('What')}</dt><dd>${link({ action }, action)} <span class="muted">${t('recorded by {plugin}', { plugin })}</span></dd>
        <dt>${t('To what')}</dt><dd>${link({ objectType: object.type, objectId: object.id }, `${object.name ?? object.id} (${kindTitle(object.type)})`)}</dd>
        <dt>${t('Request')}</dt><dd>${link({ requestId }, requestId)}</dd>
      </dl>`;
  }

  #differences({ differences }: ActivityDetail): unknown {
    const cell = (state: unknown, isThere: boolean): unknown =>
      isThere ? html`<pre>${stateText(state)}</pre>` : '—';
    return html`<table>
      <thead><tr><th scope="col">${t('Field')}</th><th scope="col">${t('Before')}</th><th scope="col">${t('After')}</th></tr></thead>
      <tbody>${differences.map(
        (difference) =>
          html`<tr><th scope="row">${placeText(difference.pointer)}</th><td class="before">${cell(difference.before, 'before' in difference)}</td><td>${cell(difference.after, 'after' in difference)}</td></tr>`,
      )}</tbody></table>`;
  }
}
