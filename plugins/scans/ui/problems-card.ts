import { count } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ScanProblem } from './api.ts';

/** What could not be read, why, and how to mend it. The rest of the source was scanned all the same. */
export function problemsCard(problems: readonly ScanProblem[]): unknown {
  if (problems.length === 0) return nothing;
  return html`<dw-card heading="Could not be read" note="${count(problems.length, 'asset')}; the rest was scanned all the same">
    <div class="stack">${problems.map(
      (problem) => html`
      <dw-callout tone="warning" heading=${problem.name}>${problem.message} ${problem.hint ?? ''}<div class="small"><code>${problem.code}</code></div></dw-callout>`,
    )}</div>
  </dw-card>`;
}
