import { count, formatNumber } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ScanProblem } from './api.ts';

/** What could not be read, why, and how to mend it. The rest of the source was scanned all the same. */
export function problemsCard(problems: readonly ScanProblem[], failed: number): unknown {
  if (problems.length === 0) return nothing;
  const more = failed - problems.length;
  return html`<dw-card heading="Could not be read" note="${count(Math.max(failed, problems.length), 'asset')}; the rest was scanned all the same">
    <div class="stack">${problems.map(
      (problem) => html`
      <dw-callout tone="warning" heading=${problem.name}>${problem.message} ${problem.hint ?? ''}<div class="small"><code>${problem.code}</code></div></dw-callout>`,
    )}${more > 0 ? html`<p class="muted">${`${formatNumber(more)} more`} below, among the assets that failed.</p>` : nothing}</div>
  </dw-card>`;
}
