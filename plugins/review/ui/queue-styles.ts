import { baseStyles, filterStyles, formStyles, layoutStyles } from '@datawave/plugin-sdk/ui';
import { css } from 'lit';

/** How the queue looks. */
export const queueStyles = [
  baseStyles,
  layoutStyles,
  formStyles,
  filterStyles,
  css`
    .bulk { position: sticky; top: 4rem; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2) var(--dw-space-3); padding: var(--dw-space-2) var(--dw-space-4); border: 1px solid var(--dw-accent); border-radius: var(--dw-radius); background: var(--dw-accent-soft); color: var(--dw-accent-text); }
    .bulk .foreseen { flex: 1 1 100%; display: grid; gap: 0.25rem; color: var(--dw-text); }
    .progress { display: grid; gap: var(--dw-space-2); margin-bottom: var(--dw-space-4); }
    .progress p { font-size: var(--dw-font-size-s); color: var(--dw-text-muted); }
    .progress strong { color: var(--dw-text); }
    .above { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-2); padding-inline-end: var(--dw-space-3); border-bottom: 1px solid var(--dw-border); }
    .all { display: flex; align-items: center; gap: var(--dw-space-3); padding: var(--dw-space-2) var(--dw-space-5); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 450; cursor: pointer; }
    ul { container-type: inline-size; }
    li { border-bottom: 1px solid var(--dw-border); scroll-margin-block: 8rem 1rem; }
    li:last-child { border-bottom: 0; }
    li.current { background: color-mix(in srgb, var(--dw-accent-soft) 35%, var(--dw-surface)); box-shadow: inset 3px 0 0 var(--dw-accent); }
    .head { display: flex; align-items: center; gap: var(--dw-space-3); padding-inline-start: var(--dw-space-5); }
    .head input { margin: 0; }
    .line { flex: 1; display: grid; grid-template-columns: minmax(10rem, 1.1fr) minmax(0, 1.3fr) 7rem; align-items: center; gap: var(--dw-space-1) var(--dw-space-4); min-width: 0; margin-inline-start: calc(-1 * var(--dw-space-2)); padding-block: 0.6875rem; padding-inline: var(--dw-space-2) var(--dw-space-5); border: 0; border-radius: var(--dw-radius-s); background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
    .line:focus-visible { outline-offset: -2px; }
    li:not(.current) .head:hover { background: var(--dw-surface-2); }
    .what { min-width: 0; overflow-wrap: anywhere; }
    .what strong { font-weight: 570; }
    .verdict { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem var(--dw-space-3); min-width: 0; }
    review-item-detail { padding: var(--dw-space-1) var(--dw-space-5) var(--dw-space-5); padding-inline-start: calc(var(--dw-space-5) + 1.0625rem + var(--dw-space-3)); }
    .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
    kbd { margin-inline-start: 0.375rem; padding: 0 0.375rem; border: 1px solid var(--dw-border-strong); border-radius: 4px; background: var(--dw-surface); color: var(--dw-text); font: inherit; font-size: var(--dw-font-size-xs); }
    dw-loading { padding-inline: var(--dw-space-5); }
    @container (max-width: 44rem) {
      .line { grid-template-columns: minmax(0, 1fr); padding-inline-end: var(--dw-space-4); }
      .head { padding-inline-start: var(--dw-space-4); align-items: flex-start; }
      .head input { margin-top: 0.875rem; }
      review-item-detail { padding-inline: var(--dw-space-4); }
    }
    @media (max-width: 640px) { .filters select { flex: 1 1 8.5rem; min-width: 0; } .all { padding-inline: var(--dw-space-4); } }
    @media (hover: none) { .above dw-button { display: none; } }
  `,
];
