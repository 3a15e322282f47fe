import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  Resource,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AccountSession } from './api.ts';
import { deviceOf } from './device.ts';

/** Sessions that are shown before somebody asks for all of them. */
const SHOWN = 8;
const METHODS: Readonly<Record<string, string>> = {
  password: 'password',
  totp: 'code',
  'recovery-code': 'recovery code',
  passkey: 'passkey',
  oidc: 'elsewhere',
  saml: 'elsewhere',
  ldap: 'directory',
};

/** Where an account is signed in, each to be ended. One's own, or somebody's by who may. */
export class IdentitySessions extends DataWaveElement {
  static override properties = {
    path: { type: String },
    mayEnd: { type: Boolean },
    isWhole: { state: true },
  };
  /** Of the list: `/account/sessions`. */
  declare path: string;
  declare mayEnd: boolean;
  declare isWhole: boolean;
  #sessions = new Resource(
    this,
    () => this.path,
    async (path, signal) => (await this.shell.api.list<AccountSession>(path, { query: {}, signal })).items,
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .end { display: flex; justify-content: flex-end; padding: var(--dw-space-3) var(--dw-space-5); border-top: 1px solid var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.path = '';
    this.mayEnd = false;
    this.isWhole = false;
  }

  get #isOwn(): boolean {
    return this.path === '/account/sessions';
  }

  /** Reads the list again. */
  async reload(): Promise<void> {
    await this.#sessions.reload();
  }

  async #end({ id, userAgent, kind }: AccountSession): Promise<void> {
    const isDone = await attempt(this.shell, async () => {
      await this.shell.api.delete(`${this.path}/${id}`);
      await this.#sessions.reload();
    });
    if (isDone)
      this.shell.notify({ tone: 'success', message: `${deviceOf(userAgent, kind)} is signed out.` });
  }

  async #endAll(): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: this.#isOwn ? 'End all other sessions?' : 'End all sessions?',
      text: 'Whoever is signed in there must sign in again. It holds within five seconds.',
      action: 'End them',
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(this.path);
      await this.#sessions.reload();
    });
  }

  override render(): unknown {
    return this.#sessions.view({ ready: (sessions) => this.#list(sessions) });
  }

  #rest(count: number): unknown {
    if (this.isWhole || count <= SHOWN) return nothing;
    const show = (): void => {
      this.isWhole = true;
    };
    return html`<div class="end"><dw-button variant="quiet" @click=${show}>Show all ${formatNumber(count)}</dw-button></div>`;
  }

  #list(sessions: readonly AccountSession[]): unknown {
    if (sessions.length === 0)
      return html`<dw-empty icon="lock" heading="Not signed in anywhere">Sessions appear here once somebody signs in.</dw-empty>`;
    const others = sessions.filter(({ isCurrent }) => isCurrent !== true).length;
    return html`${tableOf<AccountSession>({
      label: 'Sessions',
      rows: this.isWhole ? sessions : firstOf(sessions),
      key: ({ id }) => id,
      columns: [
        {
          key: 'device',
          title: 'Device',
          cell: ({ userAgent, kind, isCurrent }) =>
            html`${deviceOf(userAgent, kind)}${isCurrent === true ? html` <dw-badge tone="success">this one</dw-badge>` : nothing}`,
        },
        { key: 'address', title: 'Address', cell: ({ address }) => html`<code>${address}</code>` },
        {
          key: 'seen',
          title: 'Last seen',
          cell: ({ lastSeenAt }) => html`<dw-time at=${lastSeenAt}></dw-time>`,
        },
        {
          key: 'signed-in',
          title: 'Signed in',
          cell: ({ createdAt, methods }) =>
            html`<dw-time at=${createdAt}></dw-time><br><span class="muted small">${wayOf(methods)}</span>`,
        },
        {
          key: 'end',
          title: '',
          align: 'end',
          cell: (session) =>
            this.mayEnd && session.isCurrent !== true
              ? html`<dw-button size="small" @click=${() => void this.#end(session)}>End<span class="visually-hidden">: ${deviceOf(session.userAgent, session.kind)}, ${session.address}</span></dw-button>`
              : nothing,
        },
      ],
    })}${this.#rest(sessions.length)}${
      this.mayEnd && others > (this.#isOwn ? 0 : 1)
        ? html`<div class="end"><dw-button variant="danger" @click=${() => void this.#endAll()}>${this.#isOwn ? 'End all others' : 'End all'}</dw-button></div>`
        : nothing
    }`;
  }
}

/** This one, and the newest of the others. */
const firstOf = (sessions: readonly AccountSession[]): readonly AccountSession[] => {
  const own = sessions.filter(({ isCurrent }) => isCurrent === true);
  return [...own, ...sessions.filter(({ isCurrent }) => isCurrent !== true)].slice(0, SHOWN);
};

const wayOf = (methods: readonly string[]): string =>
  methods.length === 0 ? '' : `with ${methods.map((method) => METHODS[method] ?? method).join(' and ')}`;
