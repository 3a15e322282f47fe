import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatShare,
  remainingWords,
  type StreamState,
  saidText,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { elapsed, isEnded, isWorking, type ListedScan, stateTone, type Transition } from './api.ts';
import { runSteps, stepStyles } from './run-steps.ts';
import { actorWords, momentWords, rateWords } from './words.ts';

export const progressStyles = css`
  ${stepStyles}
  .run { container-type: inline-size; }
  .figures { display: flex; flex-wrap: wrap; gap: var(--dw-space-3) var(--dw-space-6); }
  .figures dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .figures dd { font-size: var(--dw-font-size-l); font-weight: 600; font-variant-numeric: tabular-nums; }
  .pace { display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--dw-space-1) var(--dw-space-4); color: var(--dw-text-muted); font-variant-numeric: tabular-nums; }
  .pace strong { color: var(--dw-text); font-weight: 600; }
`;

/** Where a run stands: its stages, how much is done, how long it will take yet, and why it does not go on. */
export function progressCard(
  run: ListedScan,
  {
    transitions,
    stream,
    now,
  }: { readonly transitions: readonly Transition[]; readonly stream: StreamState; readonly now: number },
): unknown {
  return html`<dw-card><div class="stack run">
    ${stream === 'behind' ? html`<dw-callout tone="warning" icon="cloud-off" live>${t('The connection was lost; what you see may be behind. Trying again.')}</dw-callout>` : nothing}
    ${run.error === null ? nothing : html`<dw-callout tone=${stateTone(run.state)} heading=${run.state === 'cancelled' ? t('The scan was cancelled') : t('The scan failed')} live>${sentence(saidText(run.error.message))} ${saidText(run.error.hint ?? '')}<div class="small"><code>${run.error.code}</code></div></dw-callout>`}
    ${heldCallout(run, transitions)}
    ${runSteps(run, transitions)}
    ${bar(run)}
    ${figures(run, now)}
  </div></dw-card>`;
}

function bar(run: ListedScan): unknown {
  const { total, done } = run.tasks;
  const isKnown = total > 0 && run.state !== 'initializing';
  const hasCompleted = run.state === 'completed' || run.state === 'completed-with-errors';
  const stopped = hasCompleted ? 1 : total === 0 ? 0 : done / total;
  const value = isEnded(run.state)
    ? stopped
    : run.state === 'queued'
      ? run.progress.fraction
      : isKnown
        ? run.progress.fraction
        : null;
  const tone = run.state === 'paused' ? 'warning' : isEnded(run.state) ? stateTone(run.state) : '';
  const { remainingSeconds } = run.progress;
  const rate = isWorking(run.state) && run.state !== 'queued' ? rateWords(run) : null;
  const left =
    remainingSeconds !== null
      ? remainingWords(remainingSeconds)
      : run.state === 'running' && isKnown
        ? t('How long it will take is not known yet')
        : '';
  return html`<div class="stack tight"><dw-progress label=${t('Progress of the scan')} .value=${value} .tone=${tone}></dw-progress>
    ${
      isEnded(run.state) || !isKnown
        ? nothing
        : html`<p class="pace small"><span><strong>${t('{share} of the work', { share: formatShare(run.progress.fraction) })}</strong>${rate === null ? '' : ` · ${rate}`}</span><span>${left}</span></p>`
    }</div>`;
}

function figures(run: ListedScan, now: number): unknown {
  const { total, done, failed, skipped } = run.tasks;
  const isKnown = total > 0 && run.state !== 'initializing';
  const time = elapsed(run, now);
  const figure = (title: string, text: unknown): unknown =>
    html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
  const found =
    run.state === 'initializing' && total > 0 ? t('{n} so far', { n: formatNumber(total) }) : null;
  return html`<dl class="figures">
    ${figure(t('Assets'), isKnown || (isEnded(run.state) && total > 0) ? t('{n} of {total}', { n: formatNumber(done), total: formatNumber(total) }) : (found ?? (isWorking(run.state) && run.state !== 'queued' ? t('looking …') : '–')))}
    ${skipped === 0 ? nothing : figure(t('Skipped'), formatNumber(skipped))}
    ${figure(t('With problems'), formatNumber(failed))}
    ${figure(t('Rows'), formatNumber(run.progress.rows))}
    ${run.progress.bytes === 0 ? nothing : figure(t('Read', {}, 'amount'), formatBytes(run.progress.bytes))}
    ${figure(t('Columns'), formatNumber(run.columns))}
    ${figure(t('Sensitive'), formatNumber(run.sensitiveColumns))}
    ${figure(isEnded(run.state) ? t('Took') : t('Since it began'), time === null ? '–' : isEnded(run.state) ? formatDuration(time) : wholeSeconds(time))}
  </dl>`;
}

const wholeSeconds = (time: number): string =>
  time < 1000
    ? '0 s'
    : time < 10_000
      ? `${Math.floor(time / 1000)} s`
      : formatDuration(Math.floor(time / 1000) * 1000);

/** Why a run does not go on, and what will make it. */
function heldCallout(run: ListedScan, transitions: readonly Transition[]): unknown {
  if (run.state === 'queued') {
    const words =
      run.priority === 0
        ? t('Waits for its turn.')
        : run.priority > 0
          ? t('Waits for its turn, before others.')
          : t('Waits for its turn, after others.');
    return html`<dw-callout tone="neutral" icon="clock">${words}</dw-callout>`;
  }
  if (run.state !== 'paused') return nothing;
  const pause = transitions.findLast(({ to }) => to === 'paused');
  const until = run.held?.until ?? null;
  if (run.held?.by === 'maintenance')
    return until === null
      ? html`<dw-callout tone="info" icon="clock" heading=${t('The source is under maintenance')}>${t('The scan goes on by itself when somebody ends it.')}</dw-callout>`
      : html`<dw-callout tone="info" icon="clock" heading=${t('The source is in its hours of maintenance')}>${t('The scan goes on by itself {when}.', { when: momentWords(until) })}</dw-callout>`;
  if (run.held?.by === 'source')
    return html`<dw-callout tone="warning" heading=${t('The source cannot be asked at the moment')}>${pause === undefined ? nothing : `${sentence(saidText(pause.reason))} `}${until === null ? t('The scan goes on by itself then.') : t('It is tried again {when}, and the scan goes on by itself.', { when: momentWords(until) })}</dw-callout>`;
  const left = run.tasks.total - run.tasks.done;
  const words =
    pause === undefined
      ? t('Paused; {n, plural, one {# asset} other {# assets}} left. It goes on when somebody resumes it.', {
          n: left,
        })
      : t(
          'Paused by {actor}; {n, plural, one {# asset} other {# assets}} left. It goes on when somebody resumes it.',
          {
            ...{ actor: actorWords(pause.actor), n: left },
          },
        );
  return html`<dw-callout tone="neutral" icon="pause">${words}</dw-callout>`;
}

const sentence = (text: string): string => {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
};
