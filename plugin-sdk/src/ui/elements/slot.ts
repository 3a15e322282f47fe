import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { DataWaveElement } from '../datawave-element.ts';
import { baseStyles } from '../styles/base.ts';

/**
 * `<dw-slot name="asset.sections" .context=${{ asset }}>`: a place that plugins fill. Each contribution stands in its
 * own boundary and gets the `context` property. What has nothing to say hides itself (`this.hidden = true`).
 * Without contributions the element's own children are shown. `layout` is `stack`, `row` or `grid`.
 * @public
 */
export class DwSlot extends DataWaveElement {
  static override properties = {
    name: { type: String },
    context: { attribute: false },
    layout: { type: String, reflect: true },
  };
  declare name: string;
  declare context: unknown;
  declare layout: 'stack' | 'row' | 'grid';

  static override styles = [
    baseStyles,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-5); min-width: 0; }
      :host([layout='row']) { display: inline-flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); }
      :host([layout='grid']) { --dw-card-height: 100%; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
    `,
  ];

  constructor() {
    super();
    this.name = '';
    this.context = {};
    this.layout = 'stack';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onDisconnect(this.shell.onPluginsChange(() => this.requestUpdate()));
  }

  override render(): unknown {
    const contributions = this.shell.slots(this.name);
    if (contributions.length === 0) return html`<slot></slot>`;
    return html`${repeat(
      contributions,
      (entry) => `${entry.plugin}/${entry.element}`,
      (entry) => html`
      <dw-boundary .plugin=${entry.plugin} .element=${entry.element} .values=${{ context: this.context }}>
        ${this.layout === 'row' ? nothing : html`<dw-loading slot="loading" lines="3"></dw-loading>`}
      </dw-boundary>`,
    )}`;
  }
}
