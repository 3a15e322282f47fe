import { rich, saidText, t, withQuery } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { IncidentDetail } from './api.ts';
import { nameIn, subjectTitle } from './words.ts';

/** What happened in words, whom it is about, who has it, and how it ended. */
export function factsCard(incident: IncidentDetail, mayReadTrail: boolean): unknown {
  const { summary, isCompromised, subject, openedAt, assignee, reason, closedAt, closedBy, reach, names } =
    incident;
  return html`<dw-card heading=${t('What happened')}><p>${saidText(summary)}</p>
    ${isCompromised ? html`<dw-callout tone="danger">${t('The account is in other hands, as far as one can tell.')}</dw-callout>` : nothing}
    <dl class="facts">
      <div><dt>${t('About', {}, 'incident')}</dt><dd><bdi title=${subject.id}>${subjectTitle(subject)}</bdi></dd></div>
      <div><dt>${t('Opened', {}, 'incident')}</dt><dd><dw-time at=${openedAt}></dw-time></dd></div>
      <div><dt>${t('With', {}, 'incident')}</dt><dd>${assignee === null ? t('nobody yet') : html`<bdi>${nameIn(names, assignee)}</bdi>`}</dd></div>
      <div><dt>${t('Concerns', {}, 'incident')}</dt><dd>${reach === 'platform' ? t('the whole platform') : t('this workspace')}</dd></div>
      ${closedAt === null ? nothing : html`<div><dt>${t('Closed', {}, 'incident')}</dt><dd>${closing(closedAt, closedBy === null ? null : nameIn(names, closedBy))}</dd></div>`}
      ${reason === null ? nothing : html`<div><dt>${t('Reason')}</dt><dd><bdi>${reason}</bdi></dd></div>`}
    </dl>
    ${mayReadTrail ? trailLinks(incident) : nothing}</dw-card>`;
}

function closing(closedAt: string, name: string | null): unknown {
  const when = html`<dw-time at=${closedAt}></dw-time>`;
  return name === null ? when : rich('{when} by {name}', { when, name: html`<bdi>${name}</bdi>` });
}

/** Where the audit trail tells more: of the incident itself, and of what its accounts did. */
function trailLinks({ id, accounts, names }: IncidentDetail): unknown {
  return html`<p class="links small">
    <a href=${withQuery('/activity', { objectType: 'security-incident', objectId: id })}>${t('This incident in the audit trail')}</a>
    ${accounts.slice(0, 5).map((account) => html`<a href=${withQuery('/activity', { actor: account })}>${t('What {name} did', { name: nameIn(names, account) })}</a>`)}
  </p>`;
}
