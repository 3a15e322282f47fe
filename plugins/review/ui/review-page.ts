import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  msg,
  type PageLocation,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ReviewSummary } from './api.ts';

const TABS = [
  { id: '', title: msg('Queue') },
  { id: 'decisions', title: msg('Decisions') },
  { id: 'agreement', title: msg('Agreement') },
] as const;

/** Where people say what is right: what waits, what was decided, and how often they agreed. The tab stands in the address. */
export class ReviewPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #summary = new Resource(
    this,
    () => 'summary',
    (_, signal) =>
      this.shell.api.get<ReviewSummary>('/classifications/summary', {
        ...{ query: { since: startOfToday() }, signal },
      }),
    { follows: ['review'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      nav { display: flex; flex-wrap: wrap; gap: 0 var(--dw-space-5); margin-bottom: var(--dw-space-4); border-bottom: 1px solid var(--dw-border); }
      nav a { padding: var(--dw-space-2) 0; margin-bottom: -1px; border-bottom: 2px solid transparent; border-radius: 0; color: var(--dw-text-muted); font-weight: 550; }
      nav a:hover { text-decoration: none; color: var(--dw-text); }
      nav a[aria-current] { border-color: var(--dw-accent); color: var(--dw-text); }
      .count { margin-inline-start: 0.375rem; padding: 0.0625rem 0.4375rem; border-radius: 999px; background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-xs); font-variant-numeric: tabular-nums; }
    `,
  ];

  override render(): unknown {
    const tab = this.page.query.get('tab') ?? '';
    const waiting = this.#summary.value?.waiting;
    return html`<dw-page-header heading=${t('Review')}><p slot="sub">${t('Say what is right. What you decide stands at once and no scan overwrites it.')}</p></dw-page-header>
      <nav aria-label=${t('Review')}>${TABS.map(
        ({ id, title }) =>
          html`<a href=${id === '' ? '/review' : `/review?tab=${id}`} aria-current=${tab === id ? 'page' : nothing}>${t(title)}${id === '' && waiting !== undefined ? html`<span class="count">${formatNumber(waiting)}</span>` : nothing}</a>`,
      )}</nav>
      ${this.#tab(tab)}`;
  }

  #tab(tab: string): unknown {
    if (tab === 'decisions')
      return html`<review-decisions .page=${this.page} @dw-changed=${() => void this.#summary.reload()}></review-decisions>`;
    if (tab === 'agreement') return html`<review-agreement></review-agreement>`;
    return this.#summary.view({
      ready: (summary) =>
        html`<review-queue .page=${this.page} .summary=${summary} @dw-changed=${() => void this.#summary.reload()}></review-queue>`,
    });
  }
}

/** By the clock of whoever looks. */
function startOfToday(): string {
  const now = new Date();
  now.setHours(0, 0, 0, 0);
  return now.toISOString();
}
