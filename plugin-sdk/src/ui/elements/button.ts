import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from '../styles/base.ts';
import { buttonStyles } from '../styles/button.ts';

/**
 * A button, or a link that looks like one when it has an `href`.
 * `type="submit"` submits the form around it; `busy` shows that it is at work and takes no click meanwhile.
 * @public
 */
export class DwButton extends LitElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override properties = {
    variant: { type: String, reflect: true },
    size: { type: String, reflect: true },
    icon: { type: String },
    label: { type: String },
    href: { type: String },
    type: { type: String },
    disabled: { type: Boolean, reflect: true },
    busy: { type: Boolean, reflect: true },
    pressed: { type: String },
    expanded: { type: String },
    description: { type: String },
  };
  declare variant: 'primary' | 'secondary' | 'quiet' | 'danger';
  declare size: 'normal' | 'small';
  declare icon: string;
  /** Accessible name of a button that shows only an icon. */
  declare label: string;
  declare href: string;
  declare type: 'button' | 'submit';
  declare disabled: boolean;
  declare busy: boolean;
  declare pressed: 'true' | 'false' | '';
  declare expanded: 'true' | 'false' | '';
  /** What more a screen reader says of it; a `<dw-tooltip>` around it sets this. */
  declare description: string;
  readonly #internals: ElementInternals;

  static override styles = [baseStyles, buttonStyles, css`:host { display: inline-flex; flex: none; }`];

  constructor() {
    super();
    this.#internals = this.attachInternals();
    this.variant = 'secondary';
    this.size = 'normal';
    this.icon = '';
    this.label = '';
    this.href = '';
    this.type = 'button';
    this.disabled = false;
    this.busy = false;
    this.pressed = '';
    this.expanded = '';
    this.description = '';
  }

  override render(): unknown {
    const content = html`
      ${this.busy ? html`<span class="spinner" aria-hidden="true"></span>` : this.icon === '' ? nothing : html`<dw-icon name=${this.icon}></dw-icon>`}
      <slot></slot>`;
    const name = this.label === '' ? nothing : this.label;
    const classes = `button ${this.variant} ${this.size === 'small' ? 'small' : ''} ${this.label === '' ? '' : 'bare'}`;
    const description = this.description || nothing;
    if (this.href !== '' && !this.disabled)
      return html`<a class=${classes} href=${this.href} aria-label=${name} aria-description=${description} title=${name}>${content}</a>`;
    return html`<button class=${classes} type="button" ?disabled=${this.disabled} aria-disabled=${this.busy ? 'true' : nothing}
      aria-busy=${this.busy ? 'true' : nothing} aria-label=${name} aria-description=${description} title=${name}
      aria-pressed=${this.pressed === '' ? nothing : this.pressed} aria-expanded=${this.expanded === '' ? nothing : this.expanded}
      @click=${this.#click}>${content}</button>`;
  }

  readonly #click = (event: Event): void => {
    if (this.busy || this.disabled) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (this.type === 'submit') this.#internals.form?.requestSubmit();
  };
}
