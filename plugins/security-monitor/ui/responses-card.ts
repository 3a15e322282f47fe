import {
  baseStyles,
  confirmAction,
  DataWaveElement,
  formStyles,
  layoutStyles,
  ProblemError,
  Resource,
  rich,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type IncidentResponse, incidentPath, type Names, type ResponseKind } from './api.ts';
import { nameIn, responseTitle } from './words.ts';

const ASKED: Readonly<Record<ResponseKind, (account: string) => { heading: string; text: string }>> = {
  lock: (account) => ({
    heading: t('Lock {account}?', { account }),
    text: t(
      'Nobody signs in to this account until it is unlocked under Accounts, and all its sessions end now.',
    ),
  }),
  revoke: (account) => ({
    heading: t('End all sessions of {account}?', { account }),
    text: t(
      'Whoever is signed in to this account is signed out everywhere within five seconds, and must sign in again.',
    ),
  }),
  notify: () => ({
    heading: t('Notify?'),
    text: t('A notice of this incident goes to the receiver in the settings.'),
  }),
};
const STATES = { waiting: 'info', done: 'success', failed: 'danger' } as const;

/** What can be done about an incident, and what was. Fires `dw-responded` when something was. */
export class SecurityMonitorResponses extends DataWaveElement {
  static override properties = {
    incident: { type: String },
    accounts: { attribute: false },
    names: { attribute: false },
    busy: { state: true },
    fault: { state: true },
  };
  declare incident: string;
  declare accounts: readonly string[];
  declare names: Names;
  declare busy: string | null;
  declare fault: string | null;
  #responses = new Resource(
    this,
    () => (this.incident === '' ? null : this.incident),
    (id, signal) =>
      this.shell.api.get<{ readonly items: readonly IncidentResponse[] }>(`${incidentPath(id)}/responses`, {
        signal,
      }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .account { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-2) var(--dw-space-3); }
      .account > span { min-width: 0; overflow-wrap: anywhere; }
      li { padding-top: var(--dw-space-2); overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.incident = '';
    this.accounts = [];
    this.names = {};
    this.busy = null;
    this.fault = null;
  }

  async #respond(kind: ResponseKind, account: string | null): Promise<void> {
    if (this.busy !== null) return;
    const question = ASKED[kind](nameIn(this.names, account ?? ''));
    if (
      !(await confirmAction(this, {
        ...question,
        action: responseTitle(kind),
        isDangerous: kind !== 'notify',
      }))
    )
      return;
    this.busy = `${kind} ${account ?? ''}`;
    this.fault = null;
    try {
      const response = await this.shell.api.post<IncidentResponse>(
        `${incidentPath(this.incident)}/responses`,
        {
          kind,
          ...(account === null ? {} : { account }),
        },
      );
      this.shell.notify({
        tone: 'success',
        message: response.detail === null ? t('The notice is on its way.') : saidText(response.detail),
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.fault = saidText(error.message);
    } finally {
      this.busy = null;
      await this.#responses.reload();
      this.dispatchEvent(new Event('dw-responded'));
    }
  }

  override render(): unknown {
    const may = this.shell.may('security-incidents:respond');
    // Accounts are every workspace's.
    const mayAccounts = may && this.shell.may('security-incidents:platform');
    return html`<dw-card heading=${t('Response')}><div class="stack">
      ${mayAccounts ? this.accounts.map((account) => this.#account(account)) : nothing}
      ${may ? html`<div>${this.#button('notify', null, 'external')}</div>` : html`<p class="muted">${rich('To respond takes the permission <code>security-incidents:respond</code>.', { code: (parts) => html`<code>${parts}</code>` })}</p>`}
      ${this.fault === null ? nothing : html`<p class="fault" role="alert"><dw-icon name="error"></dw-icon>${this.fault}</p>`}
      ${this.#responses.view({ ready: ({ items }) => this.#done(items) })}
    </div></dw-card>`;
  }

  #account(account: string): unknown {
    return html`<div class="account"><span><dw-icon name="user"></dw-icon> ${nameIn(this.names, account)}</span>
      <span class="row">${this.#button('revoke', account, 'sign-out')}${this.#button('lock', account, 'lock')}</span></div>`;
  }

  #button(kind: ResponseKind, account: string | null, icon: string): unknown {
    return html`<dw-button size="small" icon=${icon} variant=${kind === 'lock' ? 'danger' : 'secondary'}
      ?busy=${this.busy === `${kind} ${account ?? ''}`} @click=${() => void this.#respond(kind, account)}>${responseTitle(kind)}${account === null ? nothing : html`<span class="visually-hidden">: ${nameIn(this.names, account)}</span>`}</dw-button>`;
  }

  #done(items: readonly IncidentResponse[]): unknown {
    if (items.length === 0) return html`<p class="muted small">${t('Nothing was done yet.')}</p>`;
    return html`<ul role="list" aria-label=${t('What was done')}>${items.map(
      ({ kind, account, state, detail, isAutomatic, askedBy, askedAt }) =>
        html`<li><dw-badge tone=${STATES[state]} dot>${responseTitle(kind)}</dw-badge>
          <span class="small">${account === null ? '' : nameIn(this.names, account)} ${detail === null ? t('On its way.') : saidText(detail)}</span>
          <span class="muted small">${isAutomatic ? t('by itself', {}, 'response') : t('by {name}', { name: nameIn(this.names, askedBy) })}, <dw-time at=${askedAt}></dw-time></span></li>`,
    )}</ul>`;
  }
}
