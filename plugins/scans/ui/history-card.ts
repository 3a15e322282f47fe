import { t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { stateWords, type Transition } from './api.ts';
import { actorWords } from './words.ts';

export const historyStyles = css`
  .history { display: grid; gap: var(--dw-space-3); }
  .history li { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 var(--dw-space-4); }
  .history .what { font-weight: 550; }
  @media (max-width: 640px) { .history li { grid-template-columns: minmax(0, 1fr); } }
`;

/** Every change of a run's state: when, by whom, why. */
export function historyCard(transitions: readonly Transition[]): unknown {
  return html`<dw-card heading=${t('History')}><ol class="history" role="list">${transitions.map(
    ({ to, at, actor, reason }) =>
      html`<li><dw-time class="muted small" at=${at}></dw-time><div><span class="what">${capital(stateWords(to))}</span> <span class="muted">${reason === '' ? t('by {actor}', { actor: actorWords(actor) }) : t('by {actor}: {reason}', { actor: actorWords(actor), reason })}</span></div></li>`,
  )}</ol></dw-card>`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
