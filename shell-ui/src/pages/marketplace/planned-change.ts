import { formatBytes, saidText, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { askedGrants } from './asked-grants.ts';
import { plannedOrigin } from './build-origin.ts';
import { type PlanNotice, type PlannedChange, trustTone, trustWord } from './marketplace-types.ts';
import { planNotice, worstFirst } from './plan-notice.ts';

export const plannedStyles = css`
  dl { display: grid; grid-template-columns: minmax(9rem, auto) minmax(0, 1fr); gap: var(--dw-space-2) var(--dw-space-5); margin-block-start: var(--dw-space-4); }
  dt { color: var(--dw-text-muted); }
  dd { overflow-wrap: anywhere; }
  ul.asked { display: grid; gap: var(--dw-space-2); }
  ul.asked > li { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--dw-space-1) var(--dw-space-3); overflow-wrap: anywhere; }
  ul.asked > li > span { flex: 0 1 auto; min-width: 0; max-width: calc(100% - 2rem); }
  ul.asked dw-icon { color: var(--dw-text-muted); }
  ul.walls { display: grid; gap: var(--dw-space-1); padding-inline-start: 1.25rem; list-style: disc; }
  dw-card dw-callout { display: block; margin-block-start: var(--dw-space-3); }
  dl + dw-details, dw-details + dw-details { display: block; margin-block-start: var(--dw-space-3); }
  h3 { margin-block: var(--dw-space-4) var(--dw-space-2); font-size: var(--dw-font-size); }
  @media (max-width: 640px) { dl { grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-1); } dd { margin-block-end: var(--dw-space-2); } }
`;

/** One plugin of a plan: what becomes of it, what it asks for, where it runs and comes from, and what somebody should know of it. */
export function plannedChange(planned: PlannedChange, notices: readonly PlanNotice[]): unknown {
  const { action, title, name, trust, why } = planned;
  return html`<dw-card heading=${title} note=${stepOf(planned)}>
    <div class="row"><code>${name}</code>${action === 'remove' ? nothing : html`<dw-badge tone=${trustTone(trust)}>${trustWord(trust)}</dw-badge>`}${
      why === 'asked'
        ? nothing
        : html`<span class="muted small">${t('required by {plugin}', { plugin: why })}</span>`
    }</div>
    ${worstFirst(notices).map(planNotice)}
    ${
      action === 'remove'
        ? removal(planned)
        : html`<h3>${t('What the plugin asks for')}</h3>${askedGrants(planned)}${walls(planned)}${tables(planned)}${origin(planned)}`
    }</dw-card>`;
}

function stepOf({ action, from, to }: PlannedChange): string {
  if (action === 'remove') return t('goes: {version}', { version: from ?? '' });
  if (from === null) return t('comes: {version}', { version: to ?? '' });
  if (action === 'replace') return t('other bytes of the same version {version}', { version: to ?? '' });
  return t('from {from} to {to}', { from, to: to ?? '' });
}

/** What becomes of the data when a plugin goes. That it is deleted is said by a notice. */
function removal({ data }: PlannedChange): unknown {
  if (!data.keepsData) return html`<p>${t('It keeps no data.')}</p>`;
  return data.purged
    ? nothing
    : html`<p>${t('Its data stays, and is there again when it is installed once more.')}</p>`;
}

function walls({ isolation }: PlannedChange): unknown {
  if (isolation === null || !isolation.isAvailable) return nothing;
  const { level, enforced, notEnforced } = isolation;
  const list = (items: readonly string[]): unknown =>
    html`<ul class="walls">${items.map((item) => html`<li>${saidText(t(item))}</li>`)}</ul>`;
  const words: Readonly<Record<string, string>> = {
    'in-process': t('In the process of the platform'),
    child: t('In a process of its own'),
    confined: t('In a process of its own, without a network'),
  };
  const isHeld = enforced.length > 0;
  return html`<h3>${t('Where it runs')}</h3><p>${words[level] ?? level}</p>
    ${isHeld ? html`<dw-details heading=${t('What holds it')} open>${list(enforced)}</dw-details>` : nothing}
    ${notEnforced.length === 0 ? nothing : html`<dw-details heading=${isHeld ? t('What does not') : t('Nothing holds it back')} ?open=${!isHeld}>${list(notEnforced)}</dw-details>`}`;
}

/** What is done to the tables of a plugin that keeps data, by name, and whether there is a way back. */
function tables({ data, from }: PlannedChange): unknown {
  if (!data.keepsData) return nothing;
  const { pending, forbidding, mayForbidRollback } = data;
  const names = (list: readonly string[]): unknown =>
    list.map((name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`);
  const back =
    forbidding.length > 0
      ? html`${t('Closed by')} ${names(forbidding)}`
      : mayForbidRollback
        ? t('Maybe closed by its migrations')
        : t('Open');
  return html`<h3>${t('What it does to its tables')}</h3><dl>
    <dt>${t('Migrations')}</dt><dd>${pending === null ? t('Not known yet') : pending.length === 0 ? t('None: its tables stay as they are') : names(pending)}</dd>
    ${from === null ? nothing : html`<dt>${t('Way back')}</dt><dd>${back}</dd>`}</dl>`;
}

function origin(planned: PlannedChange): unknown {
  const { registry, publisher, isSigned, provenance, sha256, size } = planned;
  const rows: readonly (readonly [string, unknown])[] = [
    [t('From'), registry ?? t('a file')],
    [t('Publisher'), publisher ?? t('unknown')],
    [t('Signed'), isSigned ? t('Yes, and the registry vouches for these bytes') : t('No')],
    [t('Built from'), plannedOrigin(planned)],
    [t('Built by'), provenance?.workflow ?? ''],
    [t('Size'), size === null ? '' : formatBytes(size)],
    ['SHA-256', sha256 === null ? '' : html`<code>${sha256}</code>`],
  ];
  return html`<dw-details heading=${t('Where it comes from')} open><dl>${rows.map(([name, value]) => (value === '' ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl></dw-details>`;
}
