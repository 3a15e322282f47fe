import { saidText, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ScanProblem } from './api.ts';

/** What could not be read, why, and how to mend it. The rest of the source was scanned all the same. */
export function problemsCard(problems: readonly ScanProblem[], failed: number): unknown {
  if (problems.length === 0) return nothing;
  const more = failed - problems.length;
  return html`<dw-card heading=${t('Could not be read')} note=${t('{n, plural, one {# asset} other {# assets}}; the rest was scanned all the same', { n: Math.max(failed, problems.length) })}>
    <div class="stack">${problems.map(
      (problem) => html`
      <dw-callout tone="warning" heading=${problem.name}>${saidText(problem.message)} ${saidText(problem.hint ?? '')}<div class="small"><code>${problem.code}</code></div></dw-callout>`,
    )}${more > 0 ? html`<p class="muted">${t('{n, plural, one {# more} other {# more}} below, among the assets that failed.', { n: more })}</p>` : nothing}</div>
  </dw-card>`;
}
