import { t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { BuildOrigin, PlannedChange } from './marketplace-types.ts';

/** Repository and commit of what something was built from. As text: a stranger wrote the address. */
export function buildOrigin({ repository, commit, workflow }: BuildOrigin): unknown {
  return html`${repository ?? workflow ?? t('not told')}${commit === null ? nothing : html` <span class="commit">${t('commit')} <code>${commit}</code></span>`}`;
}

/** What a plan says of where a package was built. */
export function plannedOrigin({ provenance, provenanceState }: PlannedChange): unknown {
  if (provenance !== null) return buildOrigin(provenance);
  return provenanceState === 'unverified'
    ? t('told, and not verified: no trusted root is configured')
    : t('not told');
}
