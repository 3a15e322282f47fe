import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { baseStyles } from '../styles/base.ts';
import { buttonStyles } from '../styles/button.ts';
import { PopTrigger } from './pop-trigger.ts';

/**
 * A button that opens a small surface beside it, on Web Awesome's popup: filters, a short form, an explanation. What stands in it is
 * the element's content. Escape and a click elsewhere close it; the focus goes in and comes back.
 * @public
 */
export class DwPopover extends PopTrigger {
  static override properties: PropertyDeclarations = { placement: { type: String } };
  declare placement: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end';
  protected readonly primitive = 'popup';

  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: inline-flex; flex: none; }
      wa-popup { display: contents; }
      .surface { box-sizing: border-box; width: max-content; max-width: min(26rem, calc(100vw - 1.5rem)); max-height: min(32rem, 80dvh); overflow: auto; padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow-l); overflow-wrap: anywhere; text-align: start; white-space: normal; font-weight: 400; }
      .surface:focus { outline: none; }
      .surface:focus-visible { outline: var(--dw-focus-ring); outline-offset: -2px; }
    `,
  ];

  constructor() {
    super();
    this.placement = 'bottom-start';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'pointerdown', (event) => {
      if (this.isOpen && !event.composedPath().includes(this)) this.hide();
    });
    this.listen(this, 'keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || !this.isOpen) return;
      event.preventDefault();
      event.stopPropagation();
      this.hide();
      this.focus();
    });
    this.listen(this, 'focusout', (event) => {
      const next = event instanceof FocusEvent ? event.relatedTarget : null;
      if (next instanceof Node && !this.contains(next) && next !== this) this.hide();
    });
  }

  override async show(): Promise<void> {
    await super.show();
    if (!this.isOpen) return;
    await this.updateComplete;
    // Placed only now, and what is nowhere cannot be entered.
    requestAnimationFrame(() =>
      this.renderRoot.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true }),
    );
  }

  override render(): unknown {
    const toggle = (): void => {
      if (this.isOpen) this.hide();
      else void this.show();
    };
    // The button stays the same element when the popup is there: it may just be pressed.
    return html`<wa-popup placement=${this.placement} distance="6" flip shift shift-padding="8" .active=${this.isOpen}>
      ${this.button('dialog', toggle, 'anchor')}
 ${this.isLoaded ? html`<div class="surface" role="dialog" tabindex="-1" aria-label=${this.label || this.text}>${this.isOpen ? html`<slot></slot>` : nothing}</div>` : nothing}</wa-popup>`;
  }
}
