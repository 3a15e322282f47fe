import { css } from 'lit';

/** What every element's shadow root starts from: box model, text, links, focus. Colours and sizes come from the tokens. @public */
export const baseStyles = css`
  :host { box-sizing: border-box; color: var(--dw-text); font-size: var(--dw-font-size); line-height: var(--dw-line-height); }
  :host([hidden]) { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  ul[role='list'], ol[role='list'] { list-style: none; }
  h1 { font-size: var(--dw-font-size-xl); line-height: 1.25; font-weight: 640; letter-spacing: -0.017em; }
  h2 { font-size: var(--dw-font-size-md); line-height: 1.35; font-weight: 620; letter-spacing: -0.008em; }
  h3 { font-size: var(--dw-font-size); line-height: 1.4; font-weight: 600; }
  h1:focus, h2:focus { outline: none; }
  a { color: var(--dw-link); text-decoration: none; border-radius: var(--dw-radius-s); }
  :is(p, .muted, .help) > a:not([class]) { text-decoration: underline; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); text-underline-offset: 0.2em; }
  a:hover { text-decoration: underline; text-underline-offset: 0.2em; }
  code, .mono { font-family: var(--dw-font-mono); font-size: 0.92em; overflow-wrap: anywhere; }
  .muted { color: var(--dw-text-muted); }
  .small { font-size: var(--dw-font-size-s); }
  .number { font-variant-numeric: tabular-nums; }
  .truncate { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
    overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  :focus-visible { outline: 2px solid var(--dw-focus); outline-offset: 2px; }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation-duration: 1ms !important; animation-iteration-count: 1 !important; transition: none !important; }
  }
`;

/** Layout that pages share: stack, row, grid of cards. @public */
export const layoutStyles = css`
  :host { display: block; }
  .stack { display: grid; gap: var(--dw-space-4); grid-template-columns: minmax(0, 1fr); }
  .stack.tight { gap: var(--dw-space-2); }
  .stack.loose { gap: var(--dw-space-6); }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2) var(--dw-space-3); min-width: 0; }
  .row.apart { justify-content: space-between; }
  .grow { flex: 1 1 auto; min-width: 0; }
  .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: var(--dw-space-4) var(--dw-space-5); }
  .facts dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .facts dd { margin-top: 2px; overflow-wrap: anywhere; }
`;
