import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  layoutStyles,
  PagedList,
  tableOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ApiToken } from './api.ts';

/** Permissions that a list names of each token. */
const NAMED = 6;

/** API tokens, with the way to make one: one's own, or with `all` everybody's and those of services. */
export class IdentityTokens extends DataWaveElement {
  static override properties = {
    all: { type: Boolean },
    isAdding: { state: true },
    made: { state: true },
  };
  declare all: boolean;
  declare isAdding: boolean;
  /** The token that was made just now, which is nowhere else. */
  declare made: { readonly name: string; readonly token: string } | null;
  #tokens = new PagedList<ApiToken>(this, () => ({
    path: '/api-tokens',
    query: this.all ? { all: true } : {},
  }));

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .inside { padding: var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.all = false;
    this.isAdding = false;
    this.made = null;
  }

  readonly #added = ({ detail }: CustomEvent<{ readonly name: string; readonly token: string }>): void => {
    this.made = detail;
    this.isAdding = false;
    void this.#tokens.reload();
  };

  async #revoke({ id, name }: ApiToken): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: `Revoke ${name}?`,
      text: 'What uses it is refused within five seconds, for good.',
      action: 'Revoke',
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`/api-tokens/${id}`);
      await this.#tokens.reload();
    });
  }

  override render(): unknown {
    const toggle = (): void => {
      this.isAdding = !this.isAdding;
    };
    const note = this.all
      ? 'Of people and of services in this workspace.'
      : 'For scripts, in this workspace. A token may do what is chosen for it and what you may do, whichever is less.';
    return html`<dw-card heading="API tokens" note=${note} flush>
      <dw-button slot="actions" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${toggle}>${this.all ? 'New service token' : 'New token'}</dw-button>
      ${this.#shown()}
      ${
        this.isAdding
          ? html`<div class="inside"><identity-new-token ?forService=${this.all} @dw-made=${this.#added} @dw-cancel=${toggle}></identity-new-token></div>`
          : nothing
      }
      ${this.#tokens.view({ ready: (tokens) => this.#list(tokens) })}</dw-card>`;
  }

  #shown(): unknown {
    if (this.made === null) return nothing;
    const taken = (): void => {
      this.made = null;
    };
    return html`<div class="inside stack"><dw-callout tone="success" live heading="${this.made.name} is made. ">This is the only time that it is shown.</dw-callout>
      <identity-once-shown label="API token" .value=${this.made.token} @dw-taken=${taken}></identity-once-shown></div>`;
  }

  #list(tokens: readonly ApiToken[]): unknown {
    if (tokens.length === 0)
      return html`<dw-empty icon="key" heading="No API token">Scripts and other programs sign in with one instead of a password.</dw-empty>`;
    return tableOf<ApiToken>({
      label: 'API tokens',
      rows: tokens,
      key: ({ id }) => id,
      columns: [
        {
          key: 'name',
          title: 'Token',
          cell: ({ name, permissions }) =>
            html`${name}<br><span class="muted small">${permissionsOf(permissions)}</span>`,
        },
        ...(this.all
          ? [
              {
                key: 'of',
                title: 'Of',
                cell: ({ kind, principal, roles }: ApiToken) =>
                  kind === 'service'
                    ? html`a service<br><span class="muted small">${roles.join(', ')}</span>`
                    : this.shell.may('users:read')
                      ? html`<a href="/users/${encodeURIComponent(principal)}">a person</a>`
                      : 'a person',
              },
            ]
          : []),
        { key: 'created', title: 'Made', cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>` },
        {
          key: 'used',
          title: 'Last used',
          cell: ({ lastUsedAt }) =>
            lastUsedAt === null ? 'never' : html`<dw-time at=${lastUsedAt}></dw-time>`,
        },
        { key: 'expires', title: 'Expires', cell: expiry },
        {
          key: 'revoke',
          title: '',
          align: 'end',
          cell: (token) =>
            html`<dw-button size="small" @click=${() => void this.#revoke(token)}>Revoke<span class="visually-hidden">: ${token.name}</span></dw-button>`,
        },
      ],
    });
  }
}

const permissionsOf = (permissions: readonly string[]): string => {
  const named = permissions.slice(0, NAMED).join(', ');
  return permissions.length <= NAMED ? named : `${named} and ${permissions.length - NAMED} more`;
};

const expiry = ({ expiresAt }: ApiToken): unknown =>
  Date.parse(expiresAt) < Date.now()
    ? html`<dw-badge tone="warning">expired</dw-badge>`
    : html`<dw-time at=${expiresAt}></dw-time>`;
