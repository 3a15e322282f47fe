import { html, svg } from 'lit';
import { encode } from 'uqr';

/** Modules of quiet around the code, which readers need. */
const QUIET = 4;

/** A text as a QR code, drawn here: nobody else is told of it. Dark on light in every theme, because readers know nothing else. */
export function qrCode(text: string, label: string): unknown {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const dark = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${dark} fill="#000"></path>`}</svg>`;
}
