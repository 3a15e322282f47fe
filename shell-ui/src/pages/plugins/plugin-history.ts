import { baseStyles, DataWaveElement, layoutStyles, saidText, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type PluginDetail, stateIcon, stateTone, stateWord } from './plugin-types.ts';

/** Something that the plugin uses and that is going; absent in the answers of kernels that do not tell it. */
interface WithDeprecations {
  readonly deprecations?: readonly { readonly what: string; readonly since: string; readonly use: string }[];
}

/** What a plugin went through since the platform started, and what went wrong with it. */
export class ShellPluginHistory extends DataWaveElement {
  static override properties = { plugin: { attribute: false } };
  declare plugin: (PluginDetail & WithDeprecations) | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); grid-template-columns: minmax(0, 1fr); }
      ol { display: grid; }
      li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--dw-space-1) var(--dw-space-3); padding-block: var(--dw-space-3); border-block-end: 1px solid var(--dw-border); }
      li:last-child { border-block-end: 0; }
      li > dw-icon { margin-block-start: 0.15rem; color: var(--dw-text-muted); }
      .success { color: var(--dw-success-text); } .warning { color: var(--dw-warning-text); } .danger { color: var(--dw-danger-text); } .info { color: var(--dw-info-text); }
      li > dw-icon.success { color: var(--dw-success-text); } li > dw-icon.warning { color: var(--dw-warning-text); } li > dw-icon.danger { color: var(--dw-danger-text); } li > dw-icon.info { color: var(--dw-info-text); }
      p { overflow-wrap: anywhere; }
      dw-time { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      @media (max-width: 640px) { li { grid-template-columns: auto minmax(0, 1fr); } dw-time { grid-column: 2; } }
    `,
  ];

  constructor() {
    super();
    this.plugin = null;
  }

  override render(): unknown {
    const { plugin } = this;
    if (plugin === null) return nothing;
    return html`<dw-card heading=${t('What went wrong')}>${
      plugin.problems.length === 0
        ? html`<p class="muted">${t('Nothing since the platform was started.')}</p>`
        : html`<ol role="list">${plugin.problems
            .toReversed()
            .map(
              (problem) =>
                html`<li><dw-icon name="error" class="danger"></dw-icon><div><p>${problem.message}</p><p class="muted small">${problem.code === null ? nothing : html`<code>${problem.code}</code> · `}${problem.where}${
                  problem.count === 1
                    ? nothing
                    : html` · ${t('{n, plural, one {once} other {# times}}', { n: problem.count })}`
                }</p></div><dw-time at=${problem.lastAt}></dw-time></li>`,
            )}</ol>`
    }</dw-card>
      ${this.#deprecations(plugin)}
      <dw-card heading=${t('What it went through')} note=${t('Since the platform was started, the latest first; in this process.')}>${
        plugin.history.length === 0
          ? html`<p class="muted">${t('Nothing yet.')}</p>`
          : html`<ol role="list">${plugin.history
              .toReversed()
              .map(
                ({ at, to, reason }) =>
                  html`<li><dw-icon name=${stateIcon(to)} class=${stateTone(to)}></dw-icon><div><p>${stateWord(to)}</p>${reason === null ? nothing : html`<p class="muted small">${reason}</p>`}</div><dw-time at=${at}></dw-time></li>`,
              )}</ol>`
      }</dw-card>`;
  }

  #deprecations({ deprecations = [] }: WithDeprecations): unknown {
    if (deprecations.length === 0) return nothing;
    return html`<dw-card heading=${t('What it uses that is going')} note=${t('It works until the next breaking version. Ask for a newer version of the plugin.')}><ol role="list">${deprecations.map(
      ({ what, since, use }) =>
        html`<li><dw-icon name="hourglass" class="warning"></dw-icon><div><p><bdi>${what}</bdi></p><p class="muted small">${t('Deprecated since {since}.', { since })} ${saidText(use)}</p></div></li>`,
    )}</ol></dw-card>`;
  }
}
