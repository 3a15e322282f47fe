import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from '../styles/base.ts';

/** A titled surface: content in the default slot, buttons in `actions`. `flush` lets a table reach the edges. @public */
export class DwCard extends LitElement {
  static override properties = {
    heading: { type: String },
    note: { type: String },
    flush: { type: Boolean, reflect: true },
  };
  declare heading: string;
  declare note: string;
  declare flush: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; min-width: 0; height: var(--dw-card-height, auto); }
      section { height: 100%; background: var(--dw-surface); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); box-shadow: var(--dw-shadow); overflow: clip; }
      header { display: flex; align-items: center; justify-content: space-between; gap: var(--dw-space-3); padding: var(--dw-space-4) var(--dw-space-5) 0; }
      :host([flush]) header { padding-bottom: var(--dw-space-4); border-bottom: 1px solid var(--dw-border); }
      header div { min-width: 0; }
      header ::slotted([slot='actions']) { margin-block: -0.25rem; }
      .note { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .body { padding: var(--dw-space-5); }
      header + .body { padding-top: var(--dw-space-4); }
      :host([flush]) .body { padding: 0; }
      @media (max-width: 640px) {
        header { padding-inline: var(--dw-space-4); }
        .body { padding: var(--dw-space-4); }
      }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.note = '';
    this.flush = false;
  }

  override render(): unknown {
    const header =
      this.heading === ''
        ? nothing
        : html`<header>
        <div><h2 id="heading">${this.heading}</h2>${this.note === '' ? nothing : html`<p class="note">${this.note}</p>`}</div>
        <slot name="actions"></slot>
      </header>`;
    return html`<section aria-labelledby=${this.heading === '' ? nothing : 'heading'}>${header}<div class="body"><slot></slot></div></section>`;
  }
}
