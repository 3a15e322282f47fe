import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from '../styles/base.ts';

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
  readonly #internals: ElementInternals;

  static override styles = [
    baseStyles,
    css`
      :host { display: inline-flex; flex: none; }
      .button {
        display: inline-flex; align-items: center; justify-content: center; gap: 0.45rem; width: 100%;
        min-height: var(--dw-control); padding: 0 0.875rem; border: 1px solid transparent; border-radius: var(--dw-radius);
        font: inherit; font-weight: 550; line-height: 1.2; white-space: nowrap; cursor: pointer; text-decoration: none;
        color: var(--dw-text); background: transparent;
        transition: background var(--dw-speed), border-color var(--dw-speed), color var(--dw-speed);
      }
      .button.bare { padding: 0; width: var(--dw-control); }
      :host([size='small']) .button { min-height: var(--dw-control-s); padding: 0 0.625rem; font-size: var(--dw-font-size-s); }
      :host([size='small']) .button.bare { padding: 0; width: var(--dw-control-s); }
      :host([variant='primary']) .button { background: var(--dw-accent); color: var(--dw-on-accent); box-shadow: var(--dw-shadow); }
      :host([variant='primary']) .button:hover { background: var(--dw-accent-hover); }
      :host([variant='secondary']) .button { background: var(--dw-surface); border-color: color-mix(in srgb, var(--dw-border-strong) 45%, var(--dw-border)); box-shadow: var(--dw-shadow); }
      :host([variant='secondary']) .button:hover { background: var(--dw-surface-2); }
      :host([variant='quiet']) .button { color: var(--dw-text-muted); }
      :host([variant='quiet']) .button:hover { background: var(--dw-surface-3); color: var(--dw-text); }
      :host([variant='danger']) .button { background: var(--dw-surface); border-color: color-mix(in srgb, var(--dw-danger-fill) 55%, var(--dw-border)); color: var(--dw-danger-text); }
      :host([variant='danger']) .button:hover { background: var(--dw-danger-soft); }
      .button:hover { text-decoration: none; }
      .button:disabled, .button[aria-disabled='true'] { cursor: not-allowed; opacity: 0.55; }
      .spinner { width: 1em; height: 1em; border-radius: 50%; border: 2px solid currentColor; border-inline-end-color: transparent; animation: turn 0.8s linear infinite; }
      @keyframes turn { to { transform: rotate(1turn); } }
    `,
  ];

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
  }

  override render(): unknown {
    const content = html`
      ${this.busy ? html`<span class="spinner" aria-hidden="true"></span>` : this.icon === '' ? nothing : html`<dw-icon name=${this.icon}></dw-icon>`}
      <slot></slot>`;
    const name = this.label === '' ? nothing : this.label;
    const classes = this.label === '' ? 'button' : 'button bare';
    if (this.href !== '' && !this.disabled)
      return html`<a class=${classes} href=${this.href} aria-label=${name} title=${name}>${content}</a>`;
    return html`<button class=${classes} type="button" ?disabled=${this.disabled} aria-disabled=${this.busy ? 'true' : nothing}
      aria-busy=${this.busy ? 'true' : nothing} aria-label=${name} title=${name}
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
