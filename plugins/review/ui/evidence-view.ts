import { type Evidence, formatNumber, rich, saidText, t } from '@datawave/plugin-sdk/ui';
import { html, nothing, svg } from 'lit';

/** Log odds at which a bar is full: as much as a person's word counts. */
const FULL = 9;

/** Why it was suggested and what speaks against it: each with its weight in natural-log odds as number and bar, and who says it. */
export function evidenceView(evidence: readonly Evidence[]): unknown {
  if (evidence.length === 0) return nothing;
  const sorted = evidence.toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const speaksFor = sorted.filter(({ weight }) => weight >= 0);
  const against = sorted.filter(({ weight }) => weight < 0);
  return html`${part(t('What speaks for it'), speaksFor, '')}${part(t('What speaks against it'), against, 'against')}`;
}

const part = (heading: string, evidence: readonly Evidence[], side: string): unknown =>
  evidence.length === 0
    ? nothing
    : html`<p class="subheading">${heading}</p><ul role="list" aria-label=${heading} class="evidence ${side}">${evidence.map((one) => html`<li>${line(one)}</li>`)}</ul>`;

function line({ weight, detail, classifier }: Evidence): unknown {
  const [id = classifier, version = ''] = classifier.split('@');
  const share = `${Math.min(1, Math.abs(weight) / FULL) * 100}%`;
  const said = saidText(detail).replace(/\.$/, '');
  const muted = (parts: unknown): unknown => html`<span class="muted">${parts}</span>`;
  return html`<span class="weight"><span class="visually-hidden">${t('weight')} </span>${weight < 0 ? '−' : '+'}${formatNumber(Math.round(Math.abs(weight) * 10) / 10)}</span>
    <svg aria-hidden="true">${svg`<rect class="track" width="100%" height="100%" rx="3"></rect><rect class="bar" width=${share} height="100%" rx="3"></rect>`}</svg>
    <span class="says">${said} ${version === '' ? muted(id) : rich('<m>{classifier}, version {version}</m>', { classifier: id, version, m: muted })}</span>`;
}
