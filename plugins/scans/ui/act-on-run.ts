import { confirmAction, type DataWaveElement, type MenuItem, ProblemError, t } from '@datawave/plugin-sdk/ui';
import type { ListedScan } from './api.ts';

/** What can be done with a run. */
export type Verb = 'pause' | 'resume' | 'cancel' | 'retry';

type Run = Pick<ListedScan, 'canPause' | 'canResume' | 'canCancel' | 'canRetry'>;

/** What can be done with a run now, in the order in which it is offered. */
export const verbsOf = (run: Run): readonly Verb[] => [
  ...(run.canPause ? (['pause'] as const) : []),
  ...(run.canResume ? (['resume'] as const) : []),
  ...(run.canCancel ? (['cancel'] as const) : []),
  ...(run.canRetry ? (['retry'] as const) : []),
];

const ICONS = { pause: 'pause', resume: 'play', cancel: 'stop', retry: 'refresh' } as const;

/** What the button for it says. One that is paused by itself is kept so. */
export const verbWords = (verb: Verb, run: Run): string =>
  ({
    pause: run.canResume ? t('Keep paused') : t('Pause'),
    resume: t('Resume'),
    cancel: t('Cancel'),
    retry: t('Retry what is missing'),
  })[verb];

export const verbIcon = (verb: Verb): string => ICONS[verb];

/** The menu of a run in a list. */
export const runMenu = (run: ListedScan, act: (run: ListedScan, verb: Verb) => void): readonly MenuItem[] =>
  verbsOf(run).map((verb) => ({
    ...{ title: verbWords(verb, run), icon: verbIcon(verb), act: () => act(run, verb) },
    ...(verb === 'cancel' ? { isDangerous: true } : {}),
  }));

const failedWords = (verb: Verb): string =>
  ({
    pause: t('The scan could not be paused.'),
    resume: t('The scan could not be resumed.'),
    cancel: t('The scan could not be cancelled.'),
    retry: t('The scan could not be retried.'),
  })[verb];

/** Asks whether so many scans are to be cancelled. */
export const confirmCancel = (host: DataWaveElement, n: number): Promise<boolean> =>
  confirmAction(host, {
    heading: t('{n, plural, one {Cancel this scan?} other {Cancel # scans?}}', { n }),
    text: t('What was found so far is kept. The rest is not looked at.'),
    action: t('{n, plural, one {Cancel scan} other {Cancel scans}}', { n }),
    isDangerous: true,
  });

/** Does it. Answers the run as it is then; null when it was not done, which is said. */
export async function actOnRun(host: DataWaveElement, id: string, verb: Verb): Promise<ListedScan | null> {
  try {
    return await host.shell.api.post<ListedScan>(`/scans/${encodeURIComponent(id)}/${verb}`);
  } catch (error) {
    host.shell.notify({
      tone: 'danger',
      message: error instanceof ProblemError ? error.message : failedWords(verb),
    });
    return null;
  }
}
