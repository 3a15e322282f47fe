import { saidText, t } from '@datawave/plugin-sdk/ui';
import { type LogEntry, type ScanState, stateWords } from './api.ts';
import { actorWords } from './words.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** What an entry of a run's log says, in a sentence. */
export function logWords({ kind, name, data }: LogEntry): string {
  const asset = name ?? '';
  const worker = text(data['worker']);
  switch (kind) {
    case 'state': {
      const values = {
        state: stateWords(text(data['to']) as ScanState),
        actor: actorWords(text(data['actor'])),
        reason: saidText(text(data['reason'])),
      };
      return values.reason === ''
        ? t('The scan is {state}, by {actor}', values)
        : t('The scan is {state}, by {actor}: {reason}', values);
    }
    case 'discovered':
      return t('{n, plural, one {# asset was found} other {# assets were found}}', {
        n: number(data['found']),
      });
    case 'task.failed':
      return t('{asset} could not be read: {message}', { asset, message: saidText(text(data['message'])) });
    case 'task.warned':
      return t('{asset} was read, with {n, plural, one {# remark} other {# remarks}}', {
        asset,
        n: number(data['count']),
      });
    case 'task.retried':
      return t('{asset} is tried again after attempt {n, number}: {message}', {
        ...{ asset, n: number(data['attempt']), message: saidText(text(data['message'])) },
      });
    case 'task.given-back':
      return t('Worker {worker} stops and gives {asset} back', { worker, asset });
    case 'task.recovered':
      return t(
        '{asset} was given back by worker {from}, which is gone; worker {worker} reads it now, attempt {n, number}',
        {
          ...{ asset, worker, from: text(data['from']), n: number(data['attempt']) },
        },
      );
    case 'worker.joined':
      return t('Worker {worker} has joined', { worker });
    case 'worker.lost':
      return t('Worker {worker} does not answer any more; what it had is given back', { worker });
    default:
      return t('The log is full: of what comes after, only changes of state are kept');
  }
}

/** How grave an entry is, in a word. */
export const levelWords = (level: LogEntry['level']): string =>
  ({ info: t('info', {}, 'log'), warning: t('warning', {}, 'log'), error: t('error', {}, 'log') })[level];
