import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from '../styles/base.ts';
import { hasPrimitive, usePrimitives } from '../web-awesome/primitives.ts';

const PAUSE_MS = 350;

/**
 * `<dw-tooltip text="Asked of the server an hour ago"><dw-badge>fresh</dw-badge></dw-tooltip>`: says more about what stands in it
 * when the pointer rests on it or the keyboard comes to it, on Web Awesome's popup. A screen reader hears it as the description of what
 * stands in it. For what has to be read put it into words beside instead: on a touch screen nobody sees a tooltip.
 * @public
 */
export class DwTooltip extends LitElement {
  static override properties = {
    text: { type: String },
    placement: { type: String },
    isOpen: { state: true },
  };
  declare text: string;
  declare placement: 'top' | 'bottom' | 'left' | 'right';
  declare isOpen: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #whileOpen = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#close();
  };

  static override styles = [
    baseStyles,
    css`
      :host { display: inline-flex; min-width: 0; max-width: 100%; }
      .tip { width: max-content; max-width: min(20rem, calc(100vw - 1rem)); padding: 0.3125rem 0.5625rem; border: 1px solid transparent; border-radius: var(--dw-radius); background: var(--dw-text); color: var(--dw-surface); font-size: var(--dw-font-size-s); font-weight: 450; line-height: 1.4; overflow-wrap: anywhere; white-space: pre-line; text-align: start; box-shadow: var(--dw-shadow-m); }
    `,
  ];

  constructor() {
    super();
    this.text = '';
    this.placement = 'top';
    this.isOpen = false;
    this.addEventListener('pointerenter', (event) => {
      if (event.pointerType !== 'touch') this.#open(PAUSE_MS);
    });
    this.addEventListener('pointerleave', () => this.#close());
    this.addEventListener('focusin', () => {
      if (this.#anchor()?.matches(':focus-visible, :focus-within')) this.#open(0);
    });
    this.addEventListener('focusout', () => this.#close());
    this.addEventListener('click', () => this.#close());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('text')) this.#describe();
  }

  #anchor(): HTMLElement | null {
    return this.querySelector<HTMLElement>(':scope > *');
  }

  readonly #describe = (): void => {
    const anchor = this.#anchor();
    if (anchor === null) return;
    // The button in it is what a screen reader comes to, in a tree of its own.
    if ('description' in anchor) anchor.description = this.text;
    else if (this.text === '') anchor.removeAttribute('aria-description');
    else anchor.setAttribute('aria-description', this.text);
  };

  #open(after: number): void {
    if (this.text === '') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#show(), after);
  }

  async #show(): Promise<void> {
    try {
      await usePrimitives('popup');
    } catch (error) {
      // Only the words beside are lost; the page says itself when the server does not answer.
      if (error instanceof TypeError) return;
      throw error;
    }
    if (!this.matches(':hover, :focus-within')) return;
    this.isOpen = true;
    document.addEventListener('keydown', this.#whileOpen);
  }

  #close(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('keydown', this.#whileOpen);
    this.isOpen = false;
  }

  override render(): unknown {
    return html`<slot @slotchange=${this.#describe}></slot>${
      this.isOpen && hasPrimitive('popup')
        ? html`<wa-popup placement=${this.placement} distance="6" flip shift shift-padding="8" hover-bridge .anchor=${this.#anchor()} .active=${true}><div class="tip" role="tooltip">${this.text}</div></wa-popup>`
        : nothing
    }`;
  }
}
