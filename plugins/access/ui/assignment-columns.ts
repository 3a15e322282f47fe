import { rich, type Suggestion, t } from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { type Assignment, roleHref } from './api.ts';
import { holderLink, nameOfWhom } from './suggest.ts';

export const assignmentStyles = css`
  .sub { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .cut { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`;

const kindOf = ({ kind, id }: Assignment['holder']): string =>
  kind === 'group' ? t('a group') : id.startsWith('service:') ? t('a service') : t('an account');

/** Columns of the list of who holds which role. */
export const assignmentColumns = (
  nameOf: (holder: Assignment['holder']) => string,
  known: readonly Suggestion[] | undefined,
): readonly GridColumn<Assignment>[] => [
  {
    ...{ key: 'who', title: t('Who'), grows: true, width: 200, filter: { kind: 'text' } },
    value: ({ holder }) => nameOf(holder),
    cell: ({ holder }) =>
      html`<span class="cut" title=${holder.id}>${holderLink({ ...holder, kind: 'principal', name: nameOf(holder) })}</span>`,
  },
  {
    ...{ key: 'kind', title: t('Is'), width: 130, filter: { kind: 'text' } },
    value: ({ holder }) => kindOf(holder),
  },
  {
    ...{ key: 'what', title: t('Role'), width: 160, filter: { kind: 'text' } },
    value: ({ role }) => t(role.title),
    cell: ({ role }) => html`<a href=${roleHref(role.id)}><bdi>${t(role.title)}</bdi></a>`,
  },
  {
    ...{ key: 'where', title: t('Where'), width: 160, filter: { kind: 'text' } },
    value: ({ everywhere }) => (everywhere ? t('every workspace') : t('this workspace')),
    cell: ({ everywhere }) =>
      everywhere ? html`<dw-badge tone="info">${t('every workspace')}</dw-badge>` : t('this workspace'),
  },
  {
    ...{ key: 'until', title: t('Until'), width: 120, filter: { kind: 'date' } },
    value: ({ expiresAt }) => (expiresAt === null ? null : new Date(expiresAt)),
    cell: ({ expiresAt, isExpired }) =>
      expiresAt === null
        ? nothing
        : isExpired
          ? html`<dw-badge tone="warning">${t('over', {}, 'time')}</dw-badge>`
          : html`<dw-time at=${expiresAt}></dw-time>`,
  },
  {
    ...{ key: 'given', title: t('Given'), width: 280, filter: { kind: 'date' }, wide: true },
    value: ({ createdAt }) => new Date(createdAt),
    cell: ({ createdAt, createdBy }) => {
      const when = html`<dw-time at=${createdAt}></dw-time>`;
      const name = nameOfWhom(createdBy, known);
      return html`<span class="sub cut">${name === null ? when : rich('{when} by {name}', { when, name: html`<bdi>${name}</bdi>` })}</span>`;
    },
  },
];
