import { type AuditRecord, SEVERITIES, type Severity } from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { type Detection, type Facts, inOrder, stateField, textFact } from './detection.ts';

const DAY_MS = 24 * 60 * 60_000;
const PLUGIN = 'plugin:';
const TRAIL = 'trail:';

/** What became of the audit trail. */
export type AuditHarm =
  | 'plugin-stopped'
  | 'plugin-down'
  | 'trail-altered'
  | 'trail-removed'
  | 'trail-shortened'
  | 'sealing-stalled';

const HARMS: Readonly<Record<AuditHarm, { readonly severity: Severity; readonly sentence: string }>> = {
  'plugin-stopped': { severity: 'high', sentence: 'What proves who did what was switched off.' },
  'plugin-down': { severity: 'high', sentence: 'What proves who did what does not run.' },
  'trail-altered': { severity: 'critical', sentence: 'The audit trail is not as it was sealed.' },
  'trail-removed': {
    severity: 'critical',
    sentence: 'Entries of the audit trail were removed by something other than its policy.',
  },
  'trail-shortened': {
    severity: 'high',
    sentence: 'Entries of the audit trail were removed that are younger than they may be.',
  },
  'sealing-stalled': { severity: 'medium', sentence: 'The audit trail is not sealed any further.' },
};

/** By what stands in the facts. */
const BY_NAME = new Map(Object.entries(HARMS));

/** Keys of what harms the audit trail: of a plugin, or of the trail of a workspace. */
export const pluginKey = (plugin: string): string => `${PLUGIN}${plugin}`;
export const trailKey = (workspace: string): string => `${TRAIL}${workspace}`;

/** Somebody stopped, shortened or altered what proves who did what. */
export function auditDisabled(config: Config['audit']): Detection {
  const plugins = new Set(config.plugins);
  return {
    id: 'audit-disabled',
    spanMs: 2 * DAY_MS,
    sightings(entry) {
      const harm = harmOf(entry, plugins);
      if (harm === null) return [];
      const facts: Facts = {
        what: harm,
        by: entry.principal.id,
        ...(entry.address === null ? {} : { address: entry.address }),
        requestId: entry.requestId,
        ...removedFacts(entry),
      };
      return harm === 'plugin-stopped'
        ? [{ key: pluginKey(entry.object.id), reach: 'platform', facts }]
        : [{ key: trailKey(entry.workspace), reach: 'workspace', facts }];
    },
    subject: (key) =>
      key.startsWith(PLUGIN)
        ? { kind: 'plugin', id: key.slice(PLUGIN.length) }
        : { kind: 'audit-trail', id: key.slice(TRAIL.length) },
    examine(_key, observations) {
      const fresh = inOrder(observations).filter(({ isSpent }) => !isSpent);
      const harms = fresh.flatMap((one) => BY_NAME.get(textFact(one, 'what')) ?? []);
      const worst = harms
        .toSorted((left, right) => SEVERITIES.indexOf(right.severity) - SEVERITIES.indexOf(left.severity))
        .at(0);
      if (worst === undefined) return null;
      return {
        severity: worst.severity,
        summary: worst.sentence,
        evidence: fresh.map(({ position }) => position),
        accounts: [
          ...new Set(fresh.map((one) => textFact(one, 'by')).filter((by) => by.startsWith('user:'))),
        ],
        isCompromised: false,
      };
    },
  };
}

/** What its policy removes is told apart by age, which takes more than the entry: see the watch over removals. */
function harmOf(
  { plugin, action, object, outcome }: AuditRecord,
  plugins: ReadonlySet<string>,
): AuditHarm | null {
  if (action === 'core.plugin.disabled' && plugin === 'core')
    return plugins.has(object.id) ? 'plugin-stopped' : null;
  if (action === 'activity.trail.verified' && plugin === 'activity')
    return outcome === 'failed' ? 'trail-altered' : null;
  if (action === 'core.audit-entries.purged') return plugin === 'activity' ? null : 'trail-removed';
  return null;
}

const removedFacts = ({ action, after }: AuditRecord): Facts => {
  const entries = stateField(after, 'entries');
  return action === 'core.audit-entries.purged' && typeof entries === 'number' ? { entries } : {};
};
