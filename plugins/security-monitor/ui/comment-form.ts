import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** Somebody has something to say. */
export class Commented extends Event {
  readonly comment: string;

  constructor(comment: string) {
    super('dw-commented');
    this.comment = comment;
  }
}

/** A field for a comment, which stands in the timeline. Fires {@link Commented}; whoever saves it calls `clear`. */
export class SecurityMonitorComment extends DataWaveElement {
  static override properties = { text: { state: true }, busy: { type: Boolean } };
  declare text: string;
  declare busy: boolean;
  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.text = '';
    this.busy = false;
  }

  clear(): void {
    this.text = '';
  }

  readonly #say = (event: Event): void => {
    event.preventDefault();
    if (this.text.trim() !== '' && !this.busy) this.dispatchEvent(new Commented(this.text.trim()));
  };

  override render(): unknown {
    const change = (event: Event): void => {
      this.text = textOf(event);
    };
    return html`<dw-card heading=${t('Comment')}><form class="stack" @submit=${this.#say}>
      ${fieldOf(
        'comment',
        t('What others should know'),
        html`<textarea id="comment" rows="3" maxlength="2000" aria-describedby="comment-help" .value=${this.text} @input=${change}></textarea>`,
        { help: t('Stands in the timeline and in the audit trail.') },
      )}
      <div><dw-button ?busy=${this.busy} ?disabled=${this.text.trim() === ''} @click=${this.#say}>${t('Add comment')}</dw-button></div>
    </form></dw-card>`;
  }
}
