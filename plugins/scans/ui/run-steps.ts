import type { ScanState } from '@datawave/plugin-sdk/ui';
import { t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { ListedScan, Transition } from './api.ts';
import { isEnded } from './api.ts';

const steps = (): readonly (readonly [ScanState | 'done', string, string])[] => [
  ['queued', t('Queued', {}, 'scan'), t('Waits for its turn')],
  ['initializing', t('Initializing', {}, 'scan'), t('The source is looked through')],
  ['running', t('Running', {}, 'scan'), t('Assets are read')],
  ['classifying', t('Classifying', {}, 'scan'), t('Large assets are put together')],
  ['validating', t('Validating', {}, 'scan'), t('Results are compared with what was there')],
  ['cataloging', t('Cataloging', {}, 'scan'), t('Assets that are gone are retired')],
  ['done', t('Done', {}, 'scan'), t('Nothing more happens')],
];

/** The states in their order, without words. */
const ORDER = [
  'queued',
  'initializing',
  'running',
  'classifying',
  'validating',
  'cataloging',
  'done',
] as const;

export const stepStyles = css`
  .steps { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: var(--dw-space-1); }
  .steps li { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-2); align-content: start; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); min-width: 0; }
  .steps .bar { height: 0.25rem; border-radius: 999px; background: var(--dw-track); }
  .steps .past .bar { background: var(--dw-accent); }
  .steps .now .bar { background: var(--dw-accent); }
  .steps .now { color: var(--dw-text); font-weight: 600; }
  .steps .held .bar { background: var(--dw-warning-fill); }
  .steps .success .bar { background: var(--dw-success-fill); }
  .steps .warning .bar { background: var(--dw-warning-fill); }
  .steps .danger .bar { background: var(--dw-danger-fill); }
  .steps .neutral .bar { background: var(--dw-neutral-fill); }
  @container (max-width: 40rem) {
    .steps li:not(.now) .name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .steps li { position: relative; }
    .steps li.now .name { white-space: nowrap; }
    .steps li.last .name { justify-self: end; }
  }
`;

/** Which of the stages a run is in: that of its state, or the one that it was in before it was paused or ended early. */
function reached(run: ListedScan, transitions: readonly Transition[]): number {
  const at = (state: ScanState): number => ORDER.map(String).indexOf(state);
  if (run.state === 'completed' || run.state === 'completed-with-errors') return ORDER.length - 1;
  const present = at(run.state);
  if (present >= 0) return present;
  const before = transitions.findLast(({ to }) => at(to) >= 0);
  if (before !== undefined) return at(before.to);
  return run.startedAt === null ? 0 : run.tasks.total === 0 ? 1 : 2;
}

/** The stages of a run, which of them are over and which it is in. */
export function runSteps(run: ListedScan, transitions: readonly Transition[]): unknown {
  const now = reached(run, transitions);
  const hasStopped = run.state === 'cancelled' || run.state === 'failed';
  const tone =
    run.state === 'paused' || run.state === 'cancelling'
      ? 'held'
      : run.state === 'completed'
        ? 'success'
        : run.state === 'completed-with-errors'
          ? 'warning'
          : run.state === 'failed'
            ? 'danger'
            : run.state === 'cancelled'
              ? 'neutral'
              : '';
  return html`<ol class="steps" role="list" aria-label=${t('Stages of the scan')}>${steps().map(
    ([, title, meaning], index) => {
      const place = index < now ? 'past' : index === now ? `now ${tone}` : '';
      const name =
        index !== now || !hasStopped
          ? title
          : run.state === 'failed'
            ? t('Failed while {stage}', { stage: title.toLowerCase() })
            : t('Cancelled while {stage}', { stage: title.toLowerCase() });
      return html`<li class="${place} ${index > 3 ? 'last' : ''}" title=${meaning} aria-current=${index === now && !isEnded(run.state) ? 'step' : 'false'}><span class="bar" aria-hidden="true"></span><span class="name">${name}${index < now ? html`<span class="visually-hidden"> ${t('(over)')}</span>` : ''}</span></li>`;
    },
  )}</ol>`;
}
