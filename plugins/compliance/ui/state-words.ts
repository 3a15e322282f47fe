import { formatDate, type Tone, t } from '@datawave/plugin-sdk/ui';
import type { ControlStatus, ViolationEvent, ViolationState } from './api.ts';

/** What a state is called. */
export function stateTitle(state: ViolationState): string {
  switch (state) {
    case 'open':
      return t('Open', {}, 'state');
    case 'in-progress':
      return t('In progress');
    case 'waived':
      return t('Waived');
    case 'resolved':
      return t('Resolved');
  }
}

export const stateTone = (state: ViolationState): Tone =>
  state === 'open' ? 'danger' : state === 'in-progress' ? 'info' : state === 'waived' ? 'neutral' : 'success';

/** How a control stands, in a word or two. */
export function statusTitle(status: ControlStatus): string {
  switch (status) {
    case 'failing':
      return t('not met');
    case 'waived':
      return t('waived');
    case 'passing':
      return t('met');
    case 'not-assessed':
      return t('not assessed');
    case 'manual':
      return t('judged by people');
  }
}

export const statusTone = (status: ControlStatus): Tone =>
  status === 'failing'
    ? 'danger'
    : status === 'waived'
      ? 'warning'
      : status === 'passing'
        ? 'success'
        : 'neutral';

/** What happened, as a sentence. */
export function eventWords({ kind, to }: ViolationEvent): string {
  switch (kind) {
    case 'opened':
      return t('A scan found it.');
    case 'reopened':
      return t('It is open again.');
    case 'waiver-ended':
      return t('Its waiver ran out, so it is open again.');
    case 'in-progress':
      return t('Work on it began.');
    case 'waived':
      return t('It was waived.');
    case 'resolved':
      return t('It is resolved.');
    case 'source-deleted':
      return t('Its source was deleted.');
    case 'commented':
      return t('Commented.');
    default:
      return t('Changed; it is {state}.', { state: stateTitle(to) });
  }
}

/** A day `YYYY-MM-DD` as people write it: the same day wherever they are. */
export const dayWords = (day: string): string => formatDate(`${day}T12:00:00`);
