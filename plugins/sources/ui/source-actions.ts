import {
  attempt,
  type ConnectionTest,
  type MenuItem,
  type ShellContext,
  type SourceState,
  t,
} from '@datawave/plugin-sdk/ui';
import type { ListedSource } from './api.ts';

const pathOf = ({ id }: Pick<ListedSource, 'id'>): string => `/sources/${encodeURIComponent(id)}`;

/** Whether scans can be started, by somebody who may. */
export const mayScan = (shell: ShellContext): boolean =>
  shell.may('scans:run') && shell.slots('source.actions').length > 0;

export const scanNow = (shell: ShellContext, { id }: Pick<ListedSource, 'id'>): Promise<unknown> =>
  shell.api.post('/scans', { sourceId: id });

const putInto = (shell: ShellContext, source: ListedSource, state: SourceState): Promise<unknown> =>
  shell.api.patch(pathOf(source), { state });

/** Puts a source into maintenance, in which it is neither scanned nor checked. */
export const pause = (shell: ShellContext, source: ListedSource): Promise<unknown> =>
  putInto(shell, source, 'maintenance');

/** Ends the maintenance of a source: it becomes what it was before. */
export const resume = (shell: ShellContext, source: ListedSource): Promise<unknown> =>
  putInto(shell, source, source.nextStates.includes('registered') ? 'registered' : 'active');

/** What the menu of a source offers in a list. */
export function sourceMenu(
  shell: ShellContext,
  source: ListedSource,
  then: { changed(): void; remove(): void },
): readonly (MenuItem | null)[] {
  const { title, state, nextStates } = source;
  const mayWrite = shell.may('sources:write');
  const done = (work: () => Promise<unknown>, words: string) => () =>
    void attempt(shell, async () => {
      await work();
      shell.notify({ tone: 'success', message: words });
      then.changed();
    });
  const test = (): void =>
    void attempt(shell, async () => {
      const { latencyMs } = await shell.api.post<ConnectionTest>(`${pathOf(source)}/test`);
      const ms = Math.max(1, Math.round(latencyMs));
      shell.notify({ tone: 'success', message: t('{title} answered in {ms, number} ms.', { title, ms }) });
      then.changed();
    });
  const isAway = state === 'maintenance' || state === 'retired';
  return [
    ...(mayScan(shell) && !isAway
      ? [
          {
            ...{ title: t('Scan now'), icon: 'scan' },
            act: done(() => scanNow(shell, source), t('The scan of {title} is queued.', { title })),
          },
        ]
      : []),
    ...(mayWrite ? [{ title: t('Test connection'), icon: 'plug', act: test }] : []),
    ...(mayWrite && nextStates.includes('maintenance')
      ? [
          {
            ...{ title: t('Pause scans and checks'), icon: 'pause' },
            act: done(
              () => pause(shell, source),
              t('{title} is left alone until somebody resumes.', { title }),
            ),
          },
        ]
      : []),
    ...(mayWrite && state === 'maintenance'
      ? [
          {
            ...{ title: t('Resume scans and checks'), icon: 'play' },
            act: done(() => resume(shell, source), t('{title} is scanned and checked again.', { title })),
          },
        ]
      : []),
    { title: t('Settings'), icon: 'settings', href: `${pathOf(source)}?tab=settings` },
    ...(mayWrite
      ? [null, { title: t('Delete source'), icon: 'trash', isDangerous: true, act: () => then.remove() }]
      : []),
  ];
}
