import { html } from 'lit';
import type { RuleTemplate } from './api.ts';
import { describeSampling, describeSchedule } from './words.ts';

/** Rules to start from, as links, so that Back works. */
export const templateChoice = (templates: readonly RuleTemplate[]): unknown =>
  html`<ul class="templates" role="list" aria-label="Rules to start from">
    ${templates.map(
      ({ id, title, explanation, rule }) =>
        html`<li><a class="template" href="/scan-rules/new?template=${encodeURIComponent(id)}"><strong>${title}</strong><span class="muted small">${explanation}</span><span class="small facts-line">${describeSampling(rule)} · ${rule.mode === 'full' ? 'everything' : 'what changed'} · ${rule.schedule === null ? 'on request' : describeSchedule(rule.schedule).replace(/, UTC$/, '')}</span></a></li>`,
    )}
    <li><a class="template" href="/scan-rules/new?template=none"><strong>From nothing</strong><span class="muted small">An empty rule: a random sample of everything, on request.</span></a></li>
  </ul>`;
