import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from '../styles/base.ts';

/** `<dw-details heading="More settings">`: what is folded away until somebody asks for it, on the platform's own `<details>`. @public */
export class DwDetails extends LitElement {
  static override properties = {
    heading: { type: String },
    note: { type: String },
    open: { type: Boolean, reflect: true },
  };
  declare heading: string;
  /** Said beside the heading: how many there are. */
  declare note: string;
  declare open: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; min-width: 0; }
      summary { display: flex; align-items: center; gap: var(--dw-space-2); min-height: var(--dw-control-s); cursor: pointer; font-weight: 550; list-style: none; border-radius: var(--dw-radius-s); }
      summary::-webkit-details-marker { display: none; }
      summary:hover { color: var(--dw-link); }
      summary dw-icon { color: var(--dw-text-muted); transition: rotate var(--dw-speed); }
      summary:dir(rtl) dw-icon { rotate: 180deg; }
      details[open] > summary dw-icon { rotate: 90deg; }
      .note { font-weight: 400; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .body { padding-block: var(--dw-space-2); padding-inline-start: 1.625rem; }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.note = '';
    this.open = false;
  }

  override render(): unknown {
    const toggled = (event: Event): void => {
      if (event.target instanceof HTMLDetailsElement) this.open = event.target.open;
      this.dispatchEvent(new Event('toggle'));
    };
    return html`<details ?open=${this.open} @toggle=${toggled}><summary><dw-icon name="chevron-right"></dw-icon>${this.heading}${
      this.note === '' ? nothing : html`<span class="note">${this.note}</span>`
    }</summary><div class="body"><slot></slot></div></details>`;
  }
}
