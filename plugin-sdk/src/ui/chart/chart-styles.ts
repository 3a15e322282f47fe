import { css } from 'lit';

export const chartStyles = css`
  :host { display: block; min-width: 0; container-type: inline-size; }
  figure { position: relative; }
  .area { position: relative; min-inline-size: 0; border-radius: var(--dw-radius); }
  .drawing[hidden] { display: none; }
  .legend { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-4); margin-block-start: var(--dw-space-3); font-size: var(--dw-font-size-s); }
  .legend li { display: flex; align-items: center; gap: var(--dw-space-2); min-inline-size: 0; overflow-wrap: anywhere; }
  .swatch { flex: none; inline-size: 0.875rem; block-size: 0.875rem; }
  .value { margin-inline-start: auto; font-weight: 550; }
  .doughnut .drawing { display: grid; grid-template-columns: minmax(0, 1fr) minmax(9rem, 1fr); align-items: center; gap: var(--dw-space-5); }
  .doughnut .drawing[hidden] { display: none; }
  .doughnut .legend { display: grid; margin: 0; }
  @container (max-width: 26rem) { .doughnut .area { max-block-size: 10rem; } }
  figcaption { display: flex; justify-content: flex-end; margin-block-start: var(--dw-space-2); }
  .table { overflow: auto; max-block-size: 22rem; }
  .table table { inline-size: 100%; border-collapse: collapse; font-size: var(--dw-font-size-s); }
  .table th, .table td { padding: 0.375rem var(--dw-space-3); border-block-end: 1px solid var(--dw-border); text-align: start; font-weight: 400; }
  .table thead th { position: sticky; inset-block-start: 0; background: var(--dw-surface); color: var(--dw-text-muted); font-weight: 500; }
  th.end, td.end, .table .end { text-align: end; font-variant-numeric: tabular-nums; }
`;
