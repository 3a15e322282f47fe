import { t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import type { RuleTemplate } from './api.ts';
import { describeReading, describeSchedule } from './words.ts';

/** Rules to start from, as links, so that Back works. */
export const templateChoice = (templates: readonly RuleTemplate[]): unknown =>
  html`<ul class="templates" role="list" aria-label=${t('Rules to start from')}>
    ${templates.map(
      ({ id, title, explanation, rule }) =>
        html`<li><a class="template" href="/scan-rules/new?template=${encodeURIComponent(id)}"><strong>${t(title)}</strong><span class="muted small">${t(explanation)}</span><span class="small facts-line">${describeReading(rule)} · ${describeSchedule(rule.schedule, false)}</span></a></li>`,
    )}
    <li><a class="template" href="/scan-rules/new?template=none"><strong>${t('From nothing')}</strong><span class="muted small">${t('An empty rule: a random sample of everything, on request.')}</span></a></li>
  </ul>`;
