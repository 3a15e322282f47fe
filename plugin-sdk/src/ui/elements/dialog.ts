import { css, html, LitElement, nothing } from 'lit';
import { t } from '../i18n/index.ts';
import { baseStyles } from '../styles/base.ts';

/**
 * A modal dialog on the platform's own `<dialog>`: focus is kept in it and goes back, Escape closes.
 * Content in the default slot, buttons in `actions`. Fires `close`. `size` is `normal`, `wide` or `small`.
 * @public
 */
export class DwDialog extends LitElement {
  #hasActions = false;
  static override properties = {
    heading: { type: String },
    open: { type: Boolean, reflect: true },
    size: { type: String, reflect: true },
    closable: { type: Boolean },
  };
  declare heading: string;
  declare open: boolean;
  declare size: 'small' | 'normal' | 'wide';
  /** Whether a cross beside the heading closes it. */
  declare closable: boolean;

  static override styles = [
    baseStyles,
    css`
      dialog { width: min(var(--dialog-width, 30rem), calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); margin: auto; padding: 0; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow-l); overscroll-behavior: contain; }
      dialog:focus-visible { outline: none; }
      dialog[open] { animation: arrive var(--dw-speed) var(--dw-ease); }
      dialog::backdrop { background: var(--dw-shade); }
      :host([size='small']) { --dialog-width: 24rem; }
      :host([size='wide']) { --dialog-width: 52rem; }
      .content { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-3); padding: var(--dw-space-5); }
      .head { display: flex; align-items: flex-start; justify-content: space-between; gap: var(--dw-space-3); }
      .head h2 { min-width: 0; overflow-wrap: anywhere; }
      .head dw-button { margin: -0.375rem; }
      .foot { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); padding: 0 var(--dw-space-5) var(--dw-space-5); }
      .foot[hidden] { display: none; }
      @keyframes arrive { from { opacity: 0; translate: 0 0.375rem; } }
      @media (prefers-reduced-motion: reduce) { dialog[open] { animation: none; } }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.open = false;
    this.size = 'normal';
    this.closable = false;
  }

  override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (this.open && dialog !== null && !dialog.open) dialog.showModal();
    if (!this.open && dialog?.open) dialog.close();
  }

  override render(): unknown {
    const closed = (): void => {
      this.open = false;
      this.dispatchEvent(new Event('close'));
    };
    const close = (): void => {
      this.open = false;
    };
    const acted = (event: Event): void => {
      const hasActions =
        event.target instanceof HTMLSlotElement && event.target.assignedElements().length > 0;
      if (hasActions === this.#hasActions) return;
      this.#hasActions = hasActions;
      this.requestUpdate();
    };
    return html`<dialog aria-labelledby=${this.open ? 'heading' : nothing} @close=${closed}>${
      this.open
        ? html`
      <div class="content"><div class="head"><h2 id="heading">${this.heading}</h2>${
        this.closable
          ? html`<dw-button variant="quiet" size="small" icon="close" label=${t('Close')} @click=${close}></dw-button>`
          : nothing
      }</div><slot></slot></div>
      <div class="foot" ?hidden=${!this.#hasActions}><slot name="actions" @slotchange=${acted}></slot></div>`
        : nothing
    }</dialog>`;
  }
}

/**
 * A {@link DwDialog} at the end of the screen, for what is looked at or filled in beside the page: details of a row, filters.
 * @public
 */
export class DwDrawer extends DwDialog {
  static override styles = [
    ...[DwDialog.styles].flat(),
    css`
      :host { --dialog-width: 28rem; }
      dialog { width: min(var(--dialog-width), calc(100vw - 2.5rem)); height: 100dvh; max-height: none; margin-block: 0; margin-inline: auto 0; border-block: 0; border-inline-end: 0; border-radius: 0; border-start-start-radius: var(--dw-radius-l); border-end-start-radius: var(--dw-radius-l); }
      dialog[open] { display: grid; grid-template-rows: 1fr auto; animation: slide var(--dw-speed-slow) var(--dw-ease); }
      dialog[open]:dir(rtl) { animation-name: slide-back; }
      .content { align-content: start; overflow: auto; }
      .foot { padding-top: var(--dw-space-4); border-top: 1px solid var(--dw-border); }
      @keyframes slide { from { translate: 2rem 0; opacity: 0; } }
      @keyframes slide-back { from { translate: -2rem 0; opacity: 0; } }
      @media (prefers-reduced-motion: reduce) { dialog[open], dialog[open]:dir(rtl) { animation: none; } }
    `,
  ];

  constructor() {
    super();
    this.closable = true;
  }
}

/** What {@link confirmAction} asks. @public */
export interface Confirmation {
  readonly heading: string;
  readonly text: string;
  /** What the button does, as a verb: `Delete source`. */
  readonly action: string;
  readonly isDangerous?: boolean;
}

/** Asks before something that cannot be undone. Resolves with whether it was confirmed. @public */
export function confirmAction(host: HTMLElement, question: Confirmation): Promise<boolean> {
  const dialog = new DwDialog();
  const button = (text: string, variant: string): HTMLElement => {
    const element = document.createElement('dw-button');
    element.setAttribute('variant', variant);
    element.slot = 'actions';
    element.textContent = text;
    return element;
  };
  dialog.heading = question.heading;
  const cancel = button(t('Cancel'), 'secondary');
  const act = button(question.action, question.isDangerous ? 'danger' : 'primary');
  const text = document.createElement('p');
  text.textContent = question.text;
  dialog.append(text, cancel, act);
  const root = host.shadowRoot ?? host;
  root.append(dialog);
  dialog.open = true;
  return new Promise((resolve) => {
    let isConfirmed = false;
    cancel.addEventListener('click', () => {
      dialog.open = false;
    });
    act.addEventListener('click', () => {
      isConfirmed = true;
      dialog.open = false;
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(isConfirmed);
    });
  });
}
