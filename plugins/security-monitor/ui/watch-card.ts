import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  rich,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Watch, WatchState } from './api.ts';
import { detectionTitle } from './words.ts';

/** What is watched for, by what measure, and what is not. */
export class SecurityMonitorWatch extends DataWaveElement {
  #watch = new Resource(
    this,
    () => 'watch',
    (_, signal) => this.shell.api.get<Watch>('/security-incidents/watch', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: var(--dw-space-4) var(--dw-space-5); }
      li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-3); }
      dw-icon { margin-block-start: 0.2rem; color: var(--dw-success-text); }
      .off dw-icon { color: var(--dw-warning-text); }
      strong { font-weight: 600; }
      .note { margin-block-start: var(--dw-space-4); }
    `,
  ];

  override render(): unknown {
    return html`<dw-card heading=${t('What is watched for')}>${this.#watch.view({ ready: (watch) => this.#list(watch) })}</dw-card>`;
  }

  #list({ items, canNotify }: Watch): unknown {
    return html`<ul role="list">${items.map((item) => this.#item(item))}</ul>
      ${
        canNotify
          ? nothing
          : html`<p class="note muted small">${rich('Nobody is notified: enter <code>webhook</code> in the settings of security-monitor.', { code: (parts) => html`<code>${parts}</code>` })}</p>`
      }`;
  }

  #item({ detection, isOn, detail, automatic }: WatchState): unknown {
    return html`<li class=${isOn ? 'on' : 'off'}><dw-icon name=${isOn ? 'eye' : 'warning'}></dw-icon>
      <div><strong>${detectionTitle(detection)}</strong>${isOn ? nothing : html` <dw-badge tone="warning">${t('off', {}, 'detection')}</dw-badge>`}
        <p class="muted small">${saidText(detail)}${
          automatic.includes('lock')
            ? html` ${t('Accounts in other hands are locked by themselves.')}`
            : automatic.includes('revoke')
              ? html` ${t('Sessions of accounts in other hands end by themselves.')}`
              : nothing
        }</p></div></li>`;
  }
}
