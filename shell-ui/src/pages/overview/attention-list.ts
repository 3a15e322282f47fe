import {
  type AttentionContext,
  type AttentionItem,
  baseStyles,
  DataWaveElement,
  layoutStyles,
  ProblemError,
  SEVERITIES,
  severityTone,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Lines shown at first; the others are one click away. */
const MOST_SHOWN = 8;

/**
 * What needs attention today, gathered from the slot `overview.attention`: the gravest first. While somebody has not answered
 * yet, nobody is told that all is well.
 */
export class ShellAttentionList extends DataWaveElement {
  static override properties = { isWhole: { state: true }, told: { state: true }, broken: { state: true } };
  declare isWhole: boolean;
  declare told: ReadonlyMap<object, readonly AttentionItem[] | ProblemError>;
  /** Plugins whose element did not come. */
  declare broken: ReadonlySet<string>;
  readonly #context: AttentionContext = {
    tell: (teller, told) => {
      this.told = new Map([...this.told, [teller, told]]);
    },
  };

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      ul { display: grid; }
      li + li { border-block-start: 1px solid var(--dw-border); }
      li a { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; align-items: center; gap: var(--dw-space-3); padding: var(--dw-space-3) var(--dw-space-5); color: inherit; border-radius: 0; }
      li a:hover { background: var(--dw-surface-2); text-decoration: none; }
      .mark { display: grid; place-items: center; inline-size: 2rem; block-size: 2rem; border-radius: var(--dw-radius); background: var(--dw-neutral-soft); color: var(--dw-neutral-text); }
      .mark.danger { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
      .mark.warning { background: var(--dw-warning-soft); color: var(--dw-warning-text); }
      .mark.info { background: var(--dw-info-soft); color: var(--dw-info-text); }
      .words { display: grid; min-inline-size: 0; overflow-wrap: anywhere; }
      .words strong { font-weight: 570; }
      .go { color: var(--dw-text-muted); }
      .foot { padding: var(--dw-space-2) var(--dw-space-5); border-block-start: 1px solid var(--dw-border); }
      .waiting { padding: var(--dw-space-4) var(--dw-space-5); min-block-size: 7.5rem; }
      .calm { display: flex; align-items: center; gap: var(--dw-space-4); padding: var(--dw-space-5); min-block-size: 7.5rem; }
      .calm .mark { inline-size: 2.75rem; block-size: 2.75rem; border-radius: 50%; background: var(--dw-success-soft); color: var(--dw-success-text); font-size: 1.25rem; }
      .calm p { color: var(--dw-text-muted); }
      dw-slot { display: contents; }
      @media (max-width: 640px) { li a { padding-inline: var(--dw-space-4); grid-template-columns: auto minmax(0, 1fr) auto; } li dw-severity { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.isWhole = false;
    this.told = new Map();
    this.broken = new Set();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(this.shell.onPluginsChange(() => this.requestUpdate()));
  }

  override render(): unknown {
    const tellers = this.shell.slots('overview.attention').length;
    const items = [...this.told.values()].flatMap((told) => (told instanceof ProblemError ? [] : told));
    const isAnswered = this.told.size + this.broken.size >= tellers;
    const unknown = [...this.told.values()].some((told) => told instanceof ProblemError);
    return html`<dw-card heading=${t('What needs your attention today')} flush>
      ${items.length > 0 ? this.#list(items) : isAnswered ? this.#calm(unknown) : html`<div class="waiting"><dw-loading lines="3"></dw-loading></div>`}
      ${unknown && items.length > 0 ? html`<p class="foot muted small">${t('Not everything could be asked, so there may be more.')}</p>` : nothing}
      <dw-slot name="overview.attention" .context=${this.#context} @dw-plugin-failure=${(
        event: CustomEvent<{ readonly plugin: string }>,
      ) => {
        this.broken = new Set([...this.broken, event.detail.plugin]);
      }}></dw-slot></dw-card>`;
  }

  #calm(isUnknown: boolean): unknown {
    return isUnknown
      ? html`<div class="calm"><span class="mark warning"><dw-icon name="cloud-off"></dw-icon></span><div><h3>${t('It is not known whether anything needs you')}</h3><p>${t('Not everything could be asked. It is tried again in a minute.')}</p></div></div>`
      : html`<div class="calm"><span class="mark"><dw-icon name="check"></dw-icon></span><div><h3>${t('All clear')}</h3><p>${t('Nothing waits for you. What comes up is shown here.')}</p></div></div>`;
  }

  #list(items: readonly AttentionItem[]): unknown {
    const gravestFirst = items.toSorted(
      (one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity),
    );
    const shown = this.isWhole ? gravestFirst : gravestFirst.slice(0, MOST_SHOWN);
    const more = gravestFirst.length - shown.length;
    return html`<ul role="list" aria-label=${t('What needs your attention today')}>${shown.map(
      ({ severity, title, detail, href, icon = 'info' }) =>
        html`<li><a href=${href}><span class="mark ${severityTone(severity)}"><dw-icon name=${icon}></dw-icon></span>
          <span class="words"><strong>${title}</strong>${detail === undefined ? nothing : html`<span class="muted small">${detail}</span>`}</span>
          <dw-severity .level=${severity}></dw-severity><dw-icon class="go" name="chevron-right"></dw-icon></a></li>`,
    )}</ul>
    ${
      more === 0
        ? nothing
        : html`<div class="foot"><dw-button variant="quiet" size="small" @click=${() => {
            this.isWhole = true;
          }}>${t('{n, plural, one {Show # more} other {Show # more}}', { n: more })}</dw-button></div>`
    }`;
  }
}
