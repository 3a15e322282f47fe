import { baseStyles, DataWaveElement, layoutStyles, Resource } from '@datawave/plugin-sdk/ui';
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
      li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-3); padding: var(--dw-space-3) 0; border-top: 1px solid var(--dw-border); }
      li:first-child { border-top: 0; padding-top: 0; }
      dw-icon { margin-top: 0.2rem; color: var(--dw-success-text); }
      .off dw-icon { color: var(--dw-warning-text); }
      strong { font-weight: 600; }
      .note { margin-top: var(--dw-space-3); }
    `,
  ];

  override render(): unknown {
    return html`<dw-card heading="What is watched for">${this.#watch.view({ ready: (watch) => this.#list(watch) })}</dw-card>`;
  }

  #list({ items, canNotify }: Watch): unknown {
    return html`<ul role="list">${items.map((item) => this.#item(item))}</ul>
      ${
        canNotify
          ? nothing
          : html`<p class="note muted small">Nobody is notified: enter <code>webhook</code> in the settings of security-monitor.</p>`
      }`;
  }

  #item({ detection, isOn, detail, automatic }: WatchState): unknown {
    const acts = automatic.filter((kind) => kind !== 'notify');
    return html`<li class=${isOn ? 'on' : 'off'}><dw-icon name=${isOn ? 'eye' : 'warning'}></dw-icon>
      <div><strong>${detectionTitle(detection)}</strong>${isOn ? nothing : html` <dw-badge tone="warning">off</dw-badge>`}
        <p class="muted small">${detail}${
          acts.length === 0
            ? ''
            : ` By itself, once an account is in other hands: ${acts.map((kind) => (kind === 'lock' ? 'locked' : 'sessions end')).join(', ')}.`
        }</p></div></li>`;
  }
}
