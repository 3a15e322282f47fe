import { baseStyles, DataWaveElement, formatNumber, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Usage, usageTitle } from './api.ts';

/** Share of a limit from which on it is about to be reached. */
const NEARLY = 0.9;

const toneOf = (share: number): string => (share >= 1 ? 'danger' : share >= NEARLY ? 'warning' : '');

/** How much a workspace has, each with a bar where there is a limit. */
export class WorkspacesUsageBars extends DataWaveElement {
  static override properties = { usage: { attribute: false }, isOpenToAll: { type: Boolean } };
  declare usage: readonly Usage[];
  /** Whether everybody is in it who can sign in. */
  declare isOpenToAll: boolean;

  static override styles = [
    baseStyles,
    css`
      dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: var(--dw-space-4); margin: 0; }
      dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .small { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      dd { margin: 0; display: grid; gap: var(--dw-space-1); }
    `,
  ];

  constructor() {
    super();
    this.usage = [];
    this.isOpenToAll = false;
  }

  override render(): unknown {
    const counted = this.usage.filter(({ used }) => used !== null);
    return html`<dl>${counted.map(({ resource, used, limit }) => {
      const title = usageTitle(resource);
      if (resource === 'members' && this.isOpenToAll)
        return html`<div><dt>${title}</dt><dd><span>${t('Everybody who can sign in')}</span><span class="small">${t('{n, plural, =0 {nobody besides by name} one {# besides by name} other {# besides by name}}', { n: used ?? 0 })}</span></dd></div>`;
      const share = limit === null ? null : limit === 0 ? 1 : (used ?? 0) / limit;
      return html`<div><dt>${title}</dt><dd>${limit === null ? formatNumber(used ?? 0) : t('{used} of {limit}', { used: used ?? 0, limit })}
        ${share === null ? nothing : html`<dw-progress label=${t('{title}: share of the limit', { title })} tone=${toneOf(share)} .value=${share}></dw-progress>`}</dd></div>`;
    })}</dl>`;
  }
}
