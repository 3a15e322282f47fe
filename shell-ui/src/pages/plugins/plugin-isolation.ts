import { msg, saidText, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { IsolationLevel, PluginDetail, PluginIsolation } from './plugin-types.ts';

const LEVELS: Readonly<Record<IsolationLevel, string>> = {
  'in-process': msg('In the process of the platform'),
  child: msg('In a process of its own'),
  confined: msg('In a process of its own, without a network'),
};

const ORIGINS: Readonly<Record<PluginIsolation['trust'], string>> = {
  'first-party': msg('It came with the platform, or the operator put it beside it.'),
  verified: msg('Its publisher is verified.'),
  community: msg('Nobody has verified its publisher.'),
  local: msg('It was installed from a file.'),
};

export const isolationStyles = css`
  p + h3 { margin-block-start: var(--dw-space-3); }
  .walls { display: grid; gap: var(--dw-space-2); margin-block: var(--dw-space-2) var(--dw-space-4); padding-inline-start: var(--dw-space-5); list-style: disc; max-width: 46rem; }
  .walls:last-child { margin-block-end: 0; }
`;

/** Where a plugin runs, what is enforced there and what is not. */
export function isolationOf({ isolation }: PluginDetail): unknown {
  const { level, trust, enforced, notEnforced } = isolation;
  const list = (heading: string, sentences: readonly string[]): unknown =>
    sentences.length === 0
      ? nothing
      : html`<h3>${heading}</h3><ul class="walls">${sentences.map((one) => html`<li>${saidText(t(one))}</li>`)}</ul>`;
  return html`<p>${level === null ? t('It is refused.') : html`<strong>${t(LEVELS[level])}</strong>.`} ${t(ORIGINS[trust])}</p>
    ${shortfall(isolation)}
    ${list(t('What holds it'), enforced)}
    ${list(enforced.length === 0 ? t('Nothing holds it back') : t('What does not'), notEnforced)}`;
}

function shortfall({ level, due, weakenedBy, reason }: PluginIsolation): unknown {
  if (level === null) return html`<dw-callout tone="danger">${saidText(t(reason ?? ''))}</dw-callout>`;
  if (weakenedBy === null) return nothing;
  const isDue = t('What is due to it: {level}.', { level: t(LEVELS[due]) });
  const why =
    weakenedBy === 'operator'
      ? t('The operator has accepted less.')
      : t('This host does not allow that: {reason}', { reason: reason ?? '' });
  return html`<dw-callout tone="warning">${isDue} ${why}</dw-callout>`;
}
