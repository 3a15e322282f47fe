import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  forEachSelected,
  layoutStyles,
  Resource,
  type Suggestion,
  t,
} from '@datawave/plugin-sdk/ui';
import type { GridSelected } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import type { Account, ApiToken, TokenScopes } from './api.ts';
import { type TokenRow, tokenColumns, tokenListStyles } from './token-columns.ts';

/** Tokens that one list holds. */
const MOST = 2_000;
/** From so many on a list of them can be searched. */
const MANY = 8;

/** API tokens, with the way to make one: one's own, or with `all` everybody's and those of services. */
export class IdentityTokens extends DataWaveElement {
  static override properties = {
    all: { type: Boolean },
    of: { type: String },
    isAdding: { state: true },
    made: { state: true },
  };
  declare all: boolean;
  declare isAdding: boolean;
  /** The token that was made just now, which is nowhere else. */
  declare made: { readonly name: string; readonly token: string } | null;
  /** Id of the account whose tokens alone are shown, of everybody's. */
  declare of: string;
  #drawn: {
    readonly tokens: readonly ApiToken[];
    readonly people: readonly Suggestion[] | undefined;
    readonly rows: readonly TokenRow[];
  } | null = null;
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #scopes = new Resource(
    this,
    () => 'scopes',
    (_, signal) => this.shell.api.get<TokenScopes>('/api-tokens/permissions', { signal }),
  );
  #people = new Resource(
    this,
    () => (this.all && this.of === '' ? 'people' : null),
    async (_, signal): Promise<readonly Suggestion[]> => {
      if (!this.shell.may('users:read')) return [];
      const accounts = await this.shell.api.all<Account>('/users', { signal, limit: MOST });
      return accounts.map(({ id, displayName, username }) => [
        id,
        displayName === username ? username : `${displayName} (${username})`,
      ]);
    },
  );
  #tokens = new Resource(
    this,
    () => `${this.all} ${this.of}`,
    async (_, signal) => {
      const query = this.all ? { all: true } : {};
      const tokens = await this.shell.api.all<ApiToken>('/api-tokens', { query, signal, limit: MOST });
      return this.of === '' ? tokens : tokens.filter(({ principal }) => principal === this.of);
    },
    { follows: ['api-tokens', 'own-api-tokens'] },
  );

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
    this.of = '';
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
      heading: t('Revoke {name}?', { name }),
      text: t('What uses it is refused within five seconds, for good.'),
      action: t('Revoke'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`/api-tokens/${id}`);
      this.shell.notify({ tone: 'success', message: t('{name} is revoked.', { name }) });
      await this.#tokens.reload();
    });
  }

  async #revokeAll(selected: GridSelected<TokenRow>): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Revoke {n, plural, one {# token} other {# tokens}}?', { n: selected.rows.length }),
      text: t('What uses them is refused within five seconds, for good.'),
      action: t('Revoke'),
      isDangerous: true,
    });
    if (!isSure) return;
    await forEachSelected(this.shell, selected, ({ id }) => this.shell.api.delete(`/api-tokens/${id}`));
    await this.#tokens.reload();
  }

  override render(): unknown {
    const toggle = (): void => {
      this.isAdding = !this.isAdding;
    };
    const note =
      this.of !== ''
        ? t('With which programs sign in as them, in this workspace.')
        : this.all
          ? t('Of people and of services in this workspace.')
          : t(
              'For scripts, in this workspace. A token may do what is chosen for it and what you may do, whichever is less.',
            );
    return html`<dw-card heading=${t('API tokens')} note=${note} flush>
      ${this.of === '' ? html`<dw-button slot="actions" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${toggle}>${this.all ? t('New service token') : t('New token')}</dw-button>` : nothing}
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
    return html`<div class="inside stack"><dw-callout tone="success" live heading="${t('{name} is made.', { name: this.made.name })} ">${t('This is the only time that it is shown.')}</dw-callout>
      <identity-once-shown label=${t('API token')} .value=${this.made.token} @dw-taken=${taken}></identity-once-shown></div>`;
  }

  #list(tokens: readonly ApiToken[]): unknown {
    if (tokens.length === 0)
      return html`<dw-empty icon="key" heading=${t('No API token')}>${t('Scripts and other programs sign in with one instead of a password.')}</dw-empty>`;
    return this.#grid.view({
      loading: () => html`<dw-loading lines="4"></dw-loading>`,
      ready: ({ gridOf }) =>
        gridOf<TokenRow>({
          label: t('API tokens'),
          columns: tokenColumns({
            isAll: this.all && this.of === '',
            maySeePeople: this.shell.may('users:read'),
            titleOf: this.#titleOf,
          }),
          rows: this.#rows(tokens),
          most: MOST,
          key: ({ id }) => id,
          storageKey: this.all ? 'api-tokens' : 'own-api-tokens',
          fileName: 'api-tokens',
          actions: (token) =>
            html`<dw-button size="small" @click=${() => void this.#revoke(token)}>${t('Revoke')}<span class="visually-hidden">: ${token.name}</span></dw-button>`,
          actionsWidth: 128,
          bulk: [
            {
              ...({ label: t('Revoke'), icon: 'trash', variant: 'danger' } as const),
              run: (selected) => this.#revokeAll(selected),
            },
          ],
          plain: tokens.length < MANY,
          styles: tokenListStyles,
        }),
    });
  }

  /** What a permission is called, of those that one has oneself; of others the id is known. */
  readonly #titleOf = (id: string): string =>
    t(this.#scopes.value?.items.find((scope) => scope.id === id)?.title ?? id);

  /** The same array while nothing has changed. */
  #rows(tokens: readonly ApiToken[]): readonly TokenRow[] {
    if (this.#drawn?.tokens === tokens && this.#drawn.people === this.#people.value) return this.#drawn.rows;
    const people = new Map(this.#people.value);
    const rows = tokens.map((token): TokenRow => ({ ...token, owner: people.get(token.principal) ?? null }));
    this.#drawn = { tokens, people: this.#people.value, rows };
    return rows;
  }
}
