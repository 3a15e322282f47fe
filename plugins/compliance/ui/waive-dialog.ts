import {
  baseStyles,
  count,
  DataWaveElement,
  describedBy,
  fieldOf,
  formStyles,
  layoutStyles,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

/** Why something is accepted, and through which day. */
export interface Waiver {
  readonly reason: string;
  readonly until: string;
}

const DAY_MS = 86_400_000;
/** A waiver ends in so many days unless somebody says otherwise. */
const USUAL_DAYS = 90;

const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** Asks for the reason and the end of a waiver. */
export class ComplianceWaiveDialog extends DataWaveElement {
  static override properties = {
    violations: { state: true },
    reason: { state: true },
    until: { state: true },
    fault: { state: true },
  };
  /** How many are to be waived; none while nothing is asked. */
  declare violations: number;
  declare reason: string;
  declare until: string;
  declare fault: string | null;
  #answer: (waiver: Waiver | null) => void = () => undefined;
  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.violations = 0;
    this.reason = '';
    this.until = '';
    this.fault = null;
  }

  /** Resolves with what was said; null when nobody wanted to. */
  ask(violations: number, present: Waiver | null = null): Promise<Waiver | null> {
    this.violations = violations;
    this.reason = present?.reason ?? '';
    this.until = present?.until ?? dayIn(USUAL_DAYS);
    this.fault = null;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  #end(waiver: Waiver | null): void {
    this.#answer(waiver);
    this.#answer = () => undefined;
    this.violations = 0;
  }

  readonly #save = (event?: Event): void => {
    event?.preventDefault();
    const reason = this.reason.trim();
    if (reason.length < 3) {
      this.fault = t('Say why, so that whoever reads it later understands.');
      this.renderRoot.querySelector<HTMLElement>('#reason')?.focus();
    } else this.#end({ reason, until: this.until });
  };

  override render(): unknown {
    const help = t('It is shown in the history and in the audit trail.');
    const notes = { help, fault: this.fault };
    return html`<dw-dialog heading=${t('Waive {what}', { what: count(this.violations, 'violation') })} .open=${this.violations > 0} @close=${() => this.#end(null)}>
      <form class="stack" @submit=${this.#save}><p class="muted">${t('The risk is accepted through the day below. Then it is open again.')}</p>
        ${fieldOf(
          'reason',
          t('Reason'),
          html`<textarea id="reason" rows="3" maxlength="2000" aria-describedby=${describedBy('reason', notes)} aria-invalid=${this.fault === null ? nothing : 'true'} .value=${this.reason} @input=${(
            event: Event,
          ) => {
            this.reason = textOf(event);
          }}></textarea>`,
          notes,
        )}
        ${fieldOf(
          'until',
          t('Through'),
          html`<input id="until" type="date" required min=${dayIn(0)} max=${dayIn(3650)} .value=${this.until} @input=${(
            event: Event,
          ) => {
            this.until = textOf(event);
          }}>`,
        )}<input type="submit" hidden></form>
      <dw-button slot="actions" @click=${() => this.#end(null)}>${t('Cancel')}</dw-button>
      <dw-button slot="actions" variant="primary" @click=${this.#save}>${t('Waive')}</dw-button></dw-dialog>`;
  }
}
