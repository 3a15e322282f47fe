import { formatDateTime, t } from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { type Account, STATE_TONES, stateTitle } from './api.ts';
import type { HeldRole } from './held-roles.ts';

/** An account with the roles that it holds here. */
export interface AccountRow extends Account {
  readonly held: readonly HeldRole[];
}

/** Roles that a row names. */
const NAMED = 3;

export const accountListStyles = css`
  .name { display: grid; min-width: 0; }
  .name > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .sub { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .roles { display: flex; flex-wrap: wrap; gap: var(--dw-space-1); min-width: 0; }
`;

const providersOf = ({ identities }: Account): string =>
  [...new Set(identities.map(({ provider }) => provider))].join(', ');

/** Where a role holds, and through which group: said when somebody points at it. */
export const heldWords = ({ where, group, until }: HeldRole): string => {
  const place = where === 'everywhere' ? t('in every workspace') : t('in this workspace');
  const way = group === null ? place : t('{place}, through the group {group}', { place, group });
  return until === null ? way : t('{way}, until {when}', { way, when: formatDateTime(new Date(until)) });
};

/** Columns of the list of accounts. */
export const accountColumns = (): readonly GridColumn<AccountRow>[] => [
  {
    ...{ key: 'name', title: t('Name'), width: 240, grows: true, filter: { kind: 'text' } },
    value: ({ displayName, username }) =>
      displayName === username ? username : `${displayName} (${username})`,
    cell: ({ displayName, username }) =>
      html`<span class="name"><bdi>${displayName}</bdi>${displayName === username ? nothing : html`<span class="sub"><bdi>${username}</bdi></span>`}</span>`,
  },
  {
    ...{ key: 'email', title: t('E-mail'), width: 220, filter: { kind: 'text' }, wide: true },
    value: ({ email }) => email ?? '',
    cell: ({ email }) => html`<bdi>${email ?? ''}</bdi>`,
  },
  {
    ...{ key: 'state', title: t('State'), width: 140 },
    filter: {
      kind: 'choice',
      options: (['active', 'locked', 'deactivated'] as const).map((state) => [state, stateTitle(state)]),
    },
    value: ({ state }) => state,
    text: ({ state }) => stateTitle(state),
    cell: ({ state }) => html`<dw-badge tone=${STATE_TONES[state]} dot>${stateTitle(state)}</dw-badge>`,
  },
  {
    ...{ key: 'roles', title: t('Roles'), width: 260, filter: { kind: 'text' } },
    value: ({ held }) => held.map(({ title }) => t(title)).join(', '),
    cell: ({ held }) =>
      held.length === 0
        ? html`<span class="sub">${t('none')}</span>`
        : html`<span class="roles">${held
            .slice(0, NAMED)
            .map(
              (role) =>
                html`<dw-badge tone=${role.where === 'everywhere' ? 'info' : 'neutral'} title=${heldWords(role)}>${t(role.title)}</dw-badge>`,
            )}${held.length > NAMED ? html`<span class="sub">${t('and {n, number} more', { n: held.length - NAMED })}</span>` : nothing}</span>`,
  },
  {
    ...{
      key: 'groups',
      title: t('Groups'),
      width: 110,
      align: 'end',
      filter: { kind: 'number' },
      wide: true,
    },
    value: ({ groups }) => groups.length,
  },
  {
    ...{ key: 'provider', title: t('From', {}, 'origin'), width: 130, filter: { kind: 'text' }, wide: true },
    value: (account) => providersOf(account),
    cell: (account) => providersOf(account) || t('here'),
  },
  {
    ...{ key: 'created', title: t('Added'), width: 150, filter: { kind: 'date' }, hidden: true },
    value: ({ createdAt }) => new Date(createdAt),
    cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>`,
  },
];
