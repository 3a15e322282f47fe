import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  formatNumber,
  language,
  layoutStyles,
  msg,
  Resource,
  t,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AccountSession } from './api.ts';
import { deviceOf } from './device.ts';

/** Sessions that are shown before somebody asks for all of them. */
const SHOWN = 8;
const METHODS: Readonly<Record<string, string>> = {
  password: msg('password', 'way'),
  totp: msg('code', 'way'),
  'recovery-code': msg('recovery code', 'way'),
  passkey: msg('passkey', 'way'),
  oidc: msg('elsewhere', 'way'),
  saml: msg('elsewhere', 'way'),
  ldap: msg('directory', 'way'),
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
    { follows: ['session', 'sessions'] },
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
      this.shell.notify({
        tone: 'success',
        message: t('{device} is signed out.', { device: deviceOf(userAgent, kind) }),
      });
  }

  async #endAll(): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: this.#isOwn ? t('End all other sessions?') : t('End all sessions?'),
      text: t('Whoever is signed in there must sign in again. It holds within five seconds.'),
      action: t('End them'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(this.path);
      await this.#sessions.reload();
      this.shell.notify({ tone: 'success', message: t('The sessions have ended.') });
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
    return html`<div class="end"><dw-button variant="quiet" @click=${show}>${t('Show all {n}', { n: formatNumber(count) })}</dw-button></div>`;
  }

  #list(sessions: readonly AccountSession[]): unknown {
    if (sessions.length === 0)
      return html`<dw-empty icon="lock" heading=${t('Not signed in anywhere')}>${t('Sessions appear here once somebody signs in.')}</dw-empty>`;
    const others = sessions.filter(({ isCurrent }) => isCurrent !== true).length;
    return html`${tableOf<AccountSession>({
      label: t('Sessions'),
      rows: this.isWhole ? sessions : firstOf(sessions),
      key: ({ id }) => id,
      columns: [
        {
          key: 'device',
          title: t('Device'),
          cell: ({ userAgent, kind, isCurrent }) =>
            html`${deviceOf(userAgent, kind)}${isCurrent === true ? html` <dw-badge tone="success">${t('this one')}</dw-badge>` : nothing}`,
        },
        {
          key: 'address',
          title: t('Address', {}, 'network'),
          cell: ({ address }) => html`<code>${address}</code>`,
        },
        {
          key: 'seen',
          title: t('Last seen'),
          cell: ({ lastSeenAt }) => html`<dw-time at=${lastSeenAt}></dw-time>`,
        },
        {
          key: 'signed-in',
          title: t('Signed in'),
          cell: ({ createdAt, methods }) =>
            html`<dw-time at=${createdAt}></dw-time><br><span class="muted small">${wayOf(methods)}</span>`,
        },
        {
          key: 'end',
          title: '',
          align: 'end',
          cell: (session) =>
            this.mayEnd && session.isCurrent !== true
              ? html`<dw-button size="small" @click=${() => void this.#end(session)}>${t('End', {}, 'verb')}<span class="visually-hidden">: ${deviceOf(session.userAgent, session.kind)}, ${session.address}</span></dw-button>`
              : nothing,
        },
      ],
    })}${this.#rest(sessions.length)}${
      this.mayEnd && others > (this.#isOwn ? 0 : 1)
        ? html`<div class="end"><dw-button variant="danger" @click=${() => void this.#endAll()}>${this.#isOwn ? t('End all others') : t('End all')}</dw-button></div>`
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
  methods.length === 0
    ? ''
    : t('with {ways}', {
        ways: new Intl.ListFormat(language()).format(
          methods.map((method) => t(METHODS[method] ?? method, {}, 'way')),
        ),
      });
