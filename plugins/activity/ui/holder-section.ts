import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  rich,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { ActivityItem } from './api.ts';
import { sentenceOf } from './sentence.ts';
import { timelineStyles } from './timeline-styles.ts';

const SHOWN = 20;

/** On the page of an account: what they did last, and the way to all of it and to what was done about them. */
export class ActivityHolderSection extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly holder: { readonly id: string } };
  #entries = new Resource(
    this,
    () => this.context.holder.id,
    async (actor, signal) =>
      (
        await this.shell.api.list<ActivityItem>('/audit-events', {
          ...{ query: { actor, limit: SHOWN }, signal },
        })
      ).items,
    { follows: ['activity'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    timelineStyles,
    css`
      .entry { cursor: auto; }
      .entry:hover { background: none; }
    `,
  ];

  override render(): unknown {
    const { id } = this.context.holder;
    return html`<dw-card heading=${t('What they did last')} flush>
      <span slot="actions" class="row"><dw-button size="small" href=${withQuery('/activity', { objectId: id })}>${t('What was done about them')}</dw-button>
      <dw-button size="small" href=${withQuery('/activity', { actor: id })}>${t('All they did')}</dw-button></span>
      ${this.#entries.view({ ready: (entries) => this.#list(entries) })}</dw-card>`;
  }

  #list(entries: readonly ActivityItem[]): unknown {
    if (entries.length === 0)
      return html`<dw-empty icon="activity" heading=${t('Nothing yet')}>${t('What they do appears here.')}</dw-empty>`;
    return html`<ol role="list">${entries.map((item) => {
      const { text, values } = sentenceOf(item);
      return html`<li><div class="entry"><span class="dot ${item.outcome}"></span><span class="sentence">${rich(text, { ...values, b: (parts) => html`<strong><bdi>${parts}</bdi></strong>` })}</span>
        <span class="time"><dw-time at=${item.occurredAt}></dw-time></span></div></li>`;
    })}</ol>`;
  }
}
