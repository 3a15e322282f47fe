import { type Tone, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ComparedAsset } from './api.ts';

/** Names shown of one kind of difference; more are counted. */
const MOST = 12;

export const comparedAssetStyles = css`
  .assets { display: grid; gap: var(--dw-space-4); }
  .assets p { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); align-items: center; overflow-wrap: anywhere; }
  .assets dl { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-3); margin-block-start: var(--dw-space-1); font-size: var(--dw-font-size-s); }
  .assets dt { color: var(--dw-text-muted); }
  .assets dd { overflow-wrap: anywhere; }
  @media (max-width: 640px) { .assets dl { grid-template-columns: minmax(0, 1fr); gap: 0; } .assets dd { margin-block-end: var(--dw-space-2); } }
`;

/** How one asset differs between two runs. */
export function comparedAsset(
  { urn, name, kind, columns, verdicts, wasAway, isCut }: ComparedAsset,
  titleOf: (infoType: string) => string,
): unknown {
  const kinds: Readonly<Record<ComparedAsset['kind'], readonly [string, Tone]>> = {
    appeared: [t('new', {}, 'asset'), 'info'],
    changed: [t('changed', {}, 'asset'), 'warning'],
    gone: [t('gone', {}, 'asset'), 'neutral'],
  };
  const [word, tone] = kinds[kind];
  const line = (title: string, names: readonly string[]): unknown => {
    if (names.length === 0) return nothing;
    const shown = names.slice(0, MOST).join(', ');
    const more = names.length - MOST;
    return html`<dt>${title}</dt><dd>${more > 0 ? t('{names} and {n, plural, one {# more} other {# more}}', { names: shown, n: more }) : shown}</dd>`;
  };
  const found = ({ column, infoType }: { readonly column: string; readonly infoType: string }): string =>
    `${column} (${titleOf(infoType)})`;
  return html`<li><p><a href="/assets/${encodeURIComponent(urn)}">${name}</a> <dw-badge tone=${tone}>${word}</dw-badge>${wasAway ? html`<span class="muted small">${t('was away in between')}</span>` : nothing}${isCut ? html`<span class="muted small">${t('not all of its verdicts are compared')}</span>` : nothing}</p>
    <dl>
      ${line(t('Columns added'), columns.added)}
      ${line(t('Columns removed'), columns.removed)}
      ${line(
        t('Columns retyped'),
        columns.retyped.map(({ column, from, to }) => `${column} (${from} → ${to})`),
      )}
      ${line(t('Verdicts gained'), verdicts.gained.map(found))}
      ${line(t('Verdicts lost'), verdicts.lost.map(found))}
      ${line(
        t('Verdicts changed'),
        verdicts.changed.map(
          ({ column, from, to }) =>
            `${column} (${from.map(titleOf).join(', ')} → ${to.map(titleOf).join(', ')})`,
        ),
      )}</dl></li>`;
}
