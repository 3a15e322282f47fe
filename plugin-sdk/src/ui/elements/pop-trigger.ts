import { html, nothing, type PropertyDeclarations } from 'lit';
import { DataWaveElement } from '../datawave-element.ts';
import { t } from '../i18n/index.ts';
import { hasPrimitive, type Primitive, usePrimitives } from '../web-awesome/primitives.ts';

/**
 * A button that opens something which Web Awesome places: a menu, a surface. What it opens is loaded when the button is first
 * pressed, or the pointer or the focus comes near it.
 */
export abstract class PopTrigger extends DataWaveElement {
  static override properties: PropertyDeclarations = {
    label: { type: String },
    text: { type: String },
    icon: { type: String },
    variant: { type: String },
    size: { type: String },
    disabled: { type: Boolean, reflect: true },
    trigger: { attribute: false },
    isLoaded: { state: true },
    isOpen: { state: true },
  };
  /** Accessible name of a button that shows only an icon, and of what it opens. */
  declare label: string;
  /** What the button says. */
  declare text: string;
  declare icon: string;
  declare variant: 'primary' | 'secondary' | 'quiet' | 'danger';
  declare size: 'normal' | 'small';
  declare disabled: boolean;
  /** What the button shows in place of icon and text: a template. */
  declare trigger: unknown;
  declare isLoaded: boolean;
  declare isOpen: boolean;
  /** What it opens. */
  protected abstract readonly primitive: Primitive;

  constructor() {
    super();
    this.label = '';
    this.text = '';
    this.icon = '';
    this.variant = 'secondary';
    this.size = 'normal';
    this.disabled = false;
    this.trigger = null;
    this.isLoaded = false;
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.isLoaded = hasPrimitive(this.primitive);
    // Nobody waits for it yet: when it fails, opening it tries again and says so.
    const near = (): void => void this.prepare().catch(() => null);
    this.listen(this, 'pointerenter', near);
    this.listen(this, 'focusin', near);
  }

  /** Loads what it opens. @throws TypeError when the server does not answer */
  protected async prepare(): Promise<void> {
    if (this.isLoaded) return;
    await usePrimitives(this.primitive);
    this.isLoaded = true;
    await this.updateComplete;
  }

  /** Opens it, once it is there. */
  async show(): Promise<void> {
    try {
      await this.prepare();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.shell.notify({
        tone: 'danger',
        message: t('This could not be opened, because the server does not answer.'),
      });
      return;
    }
    this.isOpen = true;
  }

  hide(): void {
    this.isOpen = false;
  }

  /** Moves the focus to the button. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.button')?.focus(options);
  }

  /** The button. `opens` is what a screen reader is told that it opens. */
  protected button(opens: 'menu' | 'dialog', press: () => void, slot: string): unknown {
    const isBare = this.text === '' && this.trigger === null;
    const classes = `button ${this.variant} ${this.size === 'small' ? 'small' : ''} ${isBare ? 'bare' : ''}`;
    const name = this.label === '' || this.text !== '' ? nothing : this.label;
    return html`<button class=${classes} type="button" slot=${slot} ?disabled=${this.disabled} aria-label=${name} title=${isBare ? name : nothing}
      aria-haspopup=${opens} aria-expanded=${this.isOpen ? 'true' : 'false'} @click=${press}>${
        this.trigger ??
        html`${this.icon === '' ? nothing : html`<dw-icon name=${this.icon}></dw-icon>`}${this.text}${isBare ? nothing : html`<dw-icon name="chevron-down"></dw-icon>`}`
      }</button>`;
  }
}
