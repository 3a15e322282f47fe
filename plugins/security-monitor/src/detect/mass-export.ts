import type { AuditRecord } from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { countingScale, densestWindow, summingScale } from './densest-window.ts';
import { type Detection, type Finding, inOrder, type Observation, stateField } from './detection.ts';

const DAY_MS = 24 * 60 * 60_000;
const HISTORY_DAYS = 30;
/** So many times the limit is no report that grew a little. */
const MANY_TIMES = 10;
/** Under which of its names an entry may say how many records it was. */
const COUNTS = ['records', 'rows', 'entries', 'count'];

/** More data taken out by one principal than usual, or than anybody should. */
export function massExport(config: Config['massExport']): Detection {
  return {
    id: 'mass-export',
    spanMs: (HISTORY_DAYS + 1) * DAY_MS,
    sightings(entry) {
      // What was broken off is out all the same as far as it came.
      if (!config.actions.some((ending) => entry.action.endsWith(ending)) || entry.outcome === 'denied')
        return [];
      const records = recordsOf(entry);
      const facts = {
        what: 'exported',
        action: entry.action,
        object: entry.object.id.slice(0, 300),
        objectType: entry.object.type,
        ...(records === null ? {} : { records }),
        ...(entry.address === null ? {} : { address: entry.address }),
        requestId: entry.requestId,
      };
      return [{ key: entry.principal.id, reach: 'workspace', facts }];
    },
    subject: (key) => ({ kind: key.startsWith('user:') ? 'account' : 'principal', id: key }),
    examine(key, observations) {
      const ordered = inOrder(observations);
      const fresh = ordered.filter(({ isSpent }) => !isSpent);
      const records = densestWindow(fresh, DAY_MS, summingScale(weightOf));
      const exports = densestWindow(fresh.filter(isAct), DAY_MS, countingScale());
      const usual = busiestDayBefore(ordered, records.inside.at(0)?.at ?? 0);
      const found = judge(config, { records: records.weight, exports: exports.weight, usual });
      if (found === null) return null;
      return {
        ...found,
        evidence: (found.isOfRecords ? records : exports).inside.map(({ position }) => position),
        accounts: key.startsWith('user:') ? [key] : [],
        isCompromised: false,
      };
    },
  };
}

function judge(
  config: Config['massExport'],
  sum: { readonly records: number; readonly exports: number; readonly usual: number | null },
): (Pick<Finding, 'severity' | 'summary'> & { readonly isOfRecords: boolean }) | null {
  const { records, exports, usual } = sum;
  if (records >= config.records)
    return {
      isOfRecords: true,
      severity: records >= config.records * MANY_TIMES ? 'critical' : 'high',
      summary: `${said(records)} records were taken out within a day; the limit is ${said(config.records)}.`,
    };
  if (usual !== null && records >= config.usualRecords && records >= usual * config.factor)
    return {
      isOfRecords: true,
      severity: 'medium',
      summary: `${said(records)} records were taken out within a day; on the busiest of the ${HISTORY_DAYS} days before it were ${said(usual)}.`,
    };
  if (exports >= config.exports)
    return {
      isOfRecords: false,
      severity: 'medium',
      summary: `${exports} exports within a day; the limit is ${config.exports}.`,
    };
  return null;
}

const said = (count: number): string => count.toLocaleString('en');

/** Records of the busiest day before a moment; null where nothing was taken out in those days, so that nothing is usual yet. */
function busiestDayBefore(ordered: readonly Observation[], moment: number): number | null {
  const days = new Map<number, number>();
  for (const one of ordered) {
    const before = Math.ceil((moment - one.at) / DAY_MS);
    if (before >= 1 && before <= HISTORY_DAYS) days.set(before, (days.get(before) ?? 0) + weightOf(one));
  }
  return days.size === 0 ? null : Math.max(...days.values());
}

/** What an export held is sometimes known when it has ended only: that second entry is none of its own. */
const isAct = ({ facts }: Observation): boolean => !String(facts['action']).endsWith('.export-ended');

const weightOf = ({ facts }: Observation): number => {
  const { records } = facts;
  return typeof records === 'number' ? records : 0;
};

function recordsOf({ after }: AuditRecord): number | null {
  for (const name of COUNTS) {
    const value = stateField(after, name);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return null;
}
