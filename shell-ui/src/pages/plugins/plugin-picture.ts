import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type PluginDetail, type RelatedPlugin, stateTone, stateWord } from './plugin-types.ts';

/** A plugin between what it needs and what needs it, as three columns with arrows between; lists to a screen reader. */
export class ShellPluginPicture extends DataWaveElement {
  static override properties = { plugin: { attribute: false } };
  declare plugin: PluginDetail | null;

  static override styles = [
    baseStyles,
    css`
      .picture { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 0.7fr) auto minmax(0, 1fr); align-items: center; gap: var(--dw-space-3); }
      h3 { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 500; margin-block-end: var(--dw-space-2); }
      ul { display: grid; gap: var(--dw-space-2); }
      a, .box { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-1) var(--dw-space-2); padding: var(--dw-space-2) var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface); color: var(--dw-text); }
      a:hover { background: var(--dw-surface-2); text-decoration: none; }
      .optional { border-style: dashed; }
      .self { justify-content: center; border-color: var(--dw-accent); border-width: 2px; font-weight: 600; text-align: center; }
      .arrow { color: var(--dw-text-muted); }
      :host(:dir(rtl)) .arrow { rotate: 180deg; }
      .key { margin-block-start: var(--dw-space-3); }
      @media (max-width: 760px) { .picture { grid-template-columns: minmax(0, 1fr); } .arrow, :host(:dir(rtl)) .arrow { rotate: 90deg; justify-self: center; } }
    `,
  ];

  constructor() {
    super();
    this.plugin = null;
  }

  override render(): unknown {
    const { plugin } = this;
    if (plugin === null) return nothing;
    const { dependencies, dependents } = plugin;
    const isDashed = [...dependencies, ...dependents].some(({ isOptional }) => isOptional);
    return html`<div class="picture">
        ${this.#side(t('It uses'), dependencies, t('No other plugin'))}
        <dw-icon class="arrow" name="arrow-right"></dw-icon>
        <div class="box self">${t(plugin.title)}</div>
        <dw-icon class="arrow" name="arrow-right"></dw-icon>
        ${this.#side(t('It is used by'), dependents, t('No other plugin'))}
      </div>
      ${isDashed ? html`<p class="key muted small">${t('Dashed: works without it, with less.')}</p>` : nothing}`;
  }

  #side(heading: string, plugins: readonly RelatedPlugin[], none: string): unknown {
    return html`<section><h3>${heading}</h3>${
      plugins.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<ul role="list">${plugins.map((one) => html`<li>${this.#box(one)}</li>`)}</ul>`
    }</section>`;
  }

  #box({ id, title, state, range, isOptional }: RelatedPlugin): unknown {
    const kind = isOptional ? 'optional' : '';
    const said = isOptional ? html`<span class="visually-hidden">${t('(optional)')}</span>` : nothing;
    return state === null
      ? html`<span class="box ${kind}" title=${range}>${t(title)}${said}<dw-badge>${t('not installed')}</dw-badge></span>`
      : html`<a class=${kind} href="/plugins/${encodeURIComponent(id)}" title=${range}>${t(title)}${said}<dw-badge tone=${stateTone(state)} dot>${stateWord(state)}</dw-badge></a>`;
  }
}
