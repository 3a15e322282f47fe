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

/** What was decided, with the reason for it. */
export class Closing extends Event {
  readonly status: 'resolved' | 'dismissed';
  readonly reason: string;

  constructor(status: 'resolved' | 'dismissed', reason: string) {
    super('dw-closing');
    this.status = status;
    this.reason = reason;
  }
}

/** Asks why an incident is resolved or dismissed. Fires {@link Closing}, or `close`. */
export class SecurityMonitorCloseDialog extends DataWaveElement {
  static override properties = { status: { type: String }, reason: { state: true }, fault: { state: true } };
  declare status: 'resolved' | 'dismissed';
  declare reason: string;
  declare fault: string | null;

  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.status = 'resolved';
    this.reason = '';
    this.fault = null;
  }

  #decide(): void {
    if (this.reason.trim() === '') {
      this.fault = t('Nothing is closed without a reason.');
      this.renderRoot.querySelector<HTMLTextAreaElement>('#reason')?.focus();
      return;
    }
    this.dispatchEvent(new Closing(this.status, this.reason.trim()));
  }

  override render(): unknown {
    const isResolved = this.status === 'resolved';
    const close = (): void => void this.dispatchEvent(new Event('close'));
    const change = (event: Event): void => {
      this.reason = textOf(event);
      this.fault = null;
    };
    return html`<dw-dialog open heading=${isResolved ? t('Resolve this incident?') : t('Dismiss this incident?')} @close=${close}>
      ${fieldOf(
        'reason',
        isResolved ? t('What was found, and what was done') : t('Why it is none'),
        html`<textarea id="reason" rows="4" maxlength="1000" required aria-describedby="reason-help" .value=${this.reason} @input=${change}></textarea>`,
        {
          help: t('Stands with the incident and in the audit trail.'),
          ...(this.fault === null ? {} : { fault: this.fault }),
        },
      )}
      <dw-button slot="actions" @click=${close}>${t('Cancel')}</dw-button>
      <dw-button slot="actions" variant="primary" @click=${() => this.#decide()}>${isResolved ? t('Resolve', {}, 'incident') : t('Dismiss', {}, 'incident')}</dw-button>
    </dw-dialog>`;
  }
}
