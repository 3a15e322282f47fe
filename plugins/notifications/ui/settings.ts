import {
  attempt,
  baseStyles,
  DataWaveElement,
  formStyles,
  Resource,
  switchOf,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { Preference } from './api.ts';

/** What somebody wants to be told of. */
export class NotificationsSettings extends DataWaveElement {
  #preferences = new Resource(
    this,
    () => 'preferences',
    (_, signal) =>
      this.shell.api.get<{ readonly items: readonly Preference[] }>('/notifications/preferences', { signal }),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; }
      .help { margin-inline-start: 2.625rem; }
      ul { display: grid; gap: var(--dw-space-4); margin-block-start: var(--dw-space-4); }
    `,
  ];

  async #set({ id }: Preference, inApp: boolean): Promise<void> {
    await attempt(this.shell, () =>
      this.shell.api.put(`/notifications/preferences/${encodeURIComponent(id)}`, { inApp }),
    );
    await this.#preferences.reload();
  }

  override render(): unknown {
    return html`<dw-card heading=${t('What you are told of')}><p class="muted">${t('You are told of what you may see, in this workspace. What you leave out is not shown to you, neither here nor in the list.')}</p>
      ${this.#preferences.view({ ready: ({ items }) => this.#list(items) })}</dw-card>`;
  }

  #list(items: readonly Preference[]): unknown {
    return html`<ul role="list">${items.map(
      (item) =>
        html`<li>${switchOf(
          item.id,
          t(item.title),
          item.inApp,
          (inApp) => void this.#set(item, inApp),
          item.description === undefined ? {} : { help: t(item.description) },
        )}</li>`,
    )}</ul>`;
  }
}
