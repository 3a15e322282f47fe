import { formatNumber, t } from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import {
  isOpenToAll,
  type ListedWorkspace,
  stateTitle,
  type Usage,
  usageTitle,
  WORKSPACE_TONES,
} from './api.ts';

/** What lists tell of the usage; the rest stands with the workspace. */
const TOLD = ['sources', 'assets', 'members'];

export const workspaceStyles = css`
  .badges { display: flex; gap: var(--dw-space-1); }
  .sub { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
`;

const amountOf = ({ resource, used, limit }: Usage): string =>
  `${usageTitle(resource)} ${limit === null ? formatNumber(used ?? 0) : t('{used} of {limit}', { used: used ?? 0, limit })}`;

function usageWords(workspace: ListedWorkspace): string {
  const told = (workspace.usage ?? []).filter(({ resource }) => TOLD.includes(resource));
  const isEverybody = ({ resource }: Usage): boolean => resource === 'members' && isOpenToAll(workspace);
  return told
    .filter((usage) => usage.used !== null || isEverybody(usage))
    .map((usage) =>
      isEverybody(usage) ? t('{title}: everybody', { title: usageTitle('members') }) : amountOf(usage),
    )
    .join(', ');
}

/** Columns of the list of workspaces. */
export const workspaceColumns = ({
  managesAll,
  roleTitle,
}: {
  readonly managesAll: boolean;
  readonly roleTitle: (key: string) => string;
}): readonly GridColumn<ListedWorkspace>[] => [
  {
    ...{ key: 'title', title: t('Workspace'), width: 220, grows: true, filter: { kind: 'text' } },
    cell: ({ title }) => html`<bdi>${title}</bdi>`,
  },
  {
    ...{ key: 'key', title: t('Key'), width: 150, filter: { kind: 'text' } },
    cell: ({ key }) => html`<code>${key}</code>`,
  },
  {
    ...{ key: 'state', title: t('State'), width: 220, filter: { kind: 'text' } },
    value: ({ state }) => stateTitle(state),
    cell: ({ state, isCurrent }) =>
      html`<span class="badges"><dw-badge tone=${WORKSPACE_TONES[state]} dot>${stateTitle(state)}</dw-badge>${isCurrent ? html`<dw-badge tone="info">${t('you are here')}</dw-badge>` : nothing}</span>`,
  },
  {
    ...{ key: 'roles', title: t('Your roles'), width: 180, filter: { kind: 'text' }, wide: true },
    value: ({ roles }) => roles.map(roleTitle).join(', '),
    cell: ({ roles }) =>
      roles.length > 0
        ? roles.map(roleTitle).join(', ')
        : managesAll
          ? html`<span class="sub">${t('you manage them all')}</span>`
          : nothing,
  },
  {
    ...{ key: 'usage', title: t('Holds'), width: 320, sortable: false, wide: true },
    value: usageWords,
    cell: (workspace) =>
      html`<span class="sub" title=${usageWords(workspace)}>${usageWords(workspace)}</span>`,
  },
];
