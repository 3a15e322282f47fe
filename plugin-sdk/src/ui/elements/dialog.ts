import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from '../styles/base.ts';

/**
 * A modal dialog on the platform's own `<dialog>`: focus is kept in it and goes back, Escape closes.
 * Content in the default slot, buttons in `actions`. Fires `close`.
 * @public
 */
export class DwDialog extends LitElement {
  static override properties = { heading: { type: String }, open: { type: Boolean, reflect: true } };
  declare heading: string;
  declare open: boolean;

  static override styles = [
    baseStyles,
    css`
      dialog { width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); margin: auto; padding: 0; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow-l); }
      dialog::backdrop { background: rgb(12 15 22 / 0.45); }
      .content { display: grid; gap: var(--dw-space-3); padding: var(--dw-space-5); }
      footer { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); padding: 0 var(--dw-space-5) var(--dw-space-5); }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.open = false;
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
    return html`<dialog aria-labelledby=${this.open ? 'heading' : nothing} @close=${closed}>${
      this.open
        ? html`
      <div class="content"><h2 id="heading">${this.heading}</h2><slot></slot></div>
      <footer><slot name="actions"></slot></footer>`
        : nothing
    }</dialog>`;
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
  const cancel = button('Cancel', 'secondary');
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
