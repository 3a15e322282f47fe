import { t } from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html } from 'lit';
import type { ApiToken } from './api.ts';

/** A token with what its owner is called; null where that is not known. */
export interface TokenRow extends ApiToken {
  readonly owner: string | null;
}

/** Permissions that a list names of each token. */
const NAMED = 2;

export const tokenListStyles = css`
  .two { display: grid; min-width: 0; }
  .two > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .sub { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
`;

const permissionsOf = (permissions: readonly string[], titleOf: (id: string) => string): string => {
  const named = permissions.slice(0, NAMED).map(titleOf).join(', ');
  return permissions.length <= NAMED
    ? named
    : t('{named} and {n, number} more', { named, n: permissions.length - NAMED });
};

/** Whose name is not known, or gone, is told from others by the beginning of the id. */
const accountWords = (principal: string): string =>
  t('a person ({id}…)', { id: principal.replace(/^user:/, '').slice(0, 8) });

const isOver = ({ expiresAt }: ApiToken): boolean => Date.parse(expiresAt) < Date.now();

/** Columns of a list of API tokens; of everybody's with whose they are. */
export const tokenColumns = (options: {
  readonly isAll: boolean;
  readonly maySeePeople: boolean;
  readonly titleOf: (id: string) => string;
}): readonly GridColumn<TokenRow>[] => [
  {
    ...{ key: 'name', title: t('Token'), grows: true, width: 260, filter: { kind: 'text' } },
    cell: ({ name, permissions }) =>
      html`<span class="two"><bdi>${name}</bdi><span class="sub" title=${permissions.map(options.titleOf).join(', ')}>${permissionsOf(permissions, options.titleOf)}</span></span>`,
  },
  ...(options.isAll
    ? [
        {
          ...({ key: 'of', title: t('Of', {}, 'token'), width: 220, filter: { kind: 'text' } } as const),
          value: ({ kind, principal, owner, roles }: TokenRow) =>
            kind === 'service' ? `${t('a service')} ${roles.join(', ')}` : (owner ?? accountWords(principal)),
          cell: ({ kind, principal, owner, roles }: TokenRow) =>
            kind === 'service'
              ? html`<span class="two"><span>${t('a service')}</span><span class="sub">${roles.join(', ')}</span></span>`
              : options.maySeePeople
                ? html`<a href="/users/${encodeURIComponent(principal)}"><bdi>${owner ?? accountWords(principal)}</bdi></a>`
                : accountWords(principal),
        },
      ]
    : []),
  {
    ...{ key: 'created', title: t('Made'), width: 140, filter: { kind: 'date' }, wide: true },
    value: ({ createdAt }) => new Date(createdAt),
    cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>`,
  },
  {
    ...{ key: 'used', title: t('Last used'), width: 140, filter: { kind: 'date' } },
    value: ({ lastUsedAt }) => (lastUsedAt === null ? null : new Date(lastUsedAt)),
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null
        ? html`<span class="sub">${t('never')}</span>`
        : html`<dw-time at=${lastUsedAt}></dw-time>`,
  },
  {
    ...{ key: 'expires', title: t('Expires'), width: 140, filter: { kind: 'date' } },
    value: ({ expiresAt }) => new Date(expiresAt),
    cell: (token) =>
      isOver(token)
        ? html`<dw-badge tone="warning">${t('expired')}</dw-badge>`
        : html`<dw-time at=${token.expiresAt}></dw-time>`,
  },
];
