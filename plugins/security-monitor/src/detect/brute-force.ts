import type { Severity } from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import { countingScale, densestWindow } from './densest-window.ts';
import { type Detection, type Finding, inOrder, type Observation, textFact } from './detection.ts';
import {
  BREAK_GLASS,
  blockOf,
  canBeGuessed,
  hasFailed,
  hasSucceeded,
  isUnknownName,
  signInEntry,
} from './sign-in-entry.ts';

const MINUTE_MS = 60_000;
/** NIST SP 800-63B (5.2.2): no account may be tried more often. */
const MOST_TRIES = 100;
const HOUR_MS = 60 * MINUTE_MS;

/** Many failed sign-ins for one name. */
export function bruteForce(config: Config['bruteForce']): Detection {
  const windowMs = config.minutes * MINUTE_MS;
  return {
    id: 'brute-force',
    spanMs: Math.max(windowMs, HOUR_MS),
    sightings(entry) {
      const tried = signInEntry(entry);
      return tried === null ? [] : [{ key: tried.name, reach: 'platform', facts: tried.facts }];
    },
    subject: (key) => ({ kind: isUnknownName(key) ? 'unknown-name' : 'account', id: key }),
    examine(key, observations) {
      const ordered = inOrder(observations);
      const failures = ordered.filter((one) => hasFailed(one) && !one.isSpent);
      const tries = densestWindow(failures, windowMs, countingScale());
      const factors = densestWindow(
        failures.filter((one) => textFact(one, 'reason') === 'second-factor'),
        windowMs,
        countingScale(),
      );
      const knowsPassword = factors.weight >= config.secondFactorFailures;
      const isTried = tries.weight >= config.failures;
      if (!isTried && !knowsPassword) return null;
      const inside = isTried ? tries.inside : factors.inside;
      const success = successAfter(ordered, inside, windowMs);
      const most = densestWindow(failures, HOUR_MS, countingScale()).weight;
      return {
        severity: severityOf({ key, most, knowsPassword, hasSucceeded: success !== undefined }),
        summary: summaryOf(config, { count: inside.length, isTried, hasSucceeded: success !== undefined }),
        evidence: [...inside, ...(success === undefined ? [] : [success])].map(({ position }) => position),
        accounts: isUnknownName(key) ? [] : [key],
        isCompromised: success !== undefined,
      };
    },
  };
}

/** Whoever comes in from where the wrong ones came from has found it. The owner, who comes from elsewhere, has not. */
function successAfter(
  ordered: readonly Observation[],
  inside: readonly Observation[],
  windowMs: number,
): Observation | undefined {
  const blocks = new Set(inside.map(blockOf));
  const [first, last] = [inside.at(0), inside.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return ordered.find(
    (one) =>
      hasSucceeded(one) &&
      !one.isSpent &&
      one.at >= first.at &&
      one.at <= last.at + windowMs &&
      blocks.has(blockOf(one)) &&
      canBeGuessed(one, inside) &&
      inside.some((failure) => failure.at < one.at),
  );
}

function severityOf(found: {
  readonly key: string;
  readonly most: number;
  readonly knowsPassword: boolean;
  readonly hasSucceeded: boolean;
}): Severity {
  const { key, most, knowsPassword } = found;
  if (found.hasSucceeded) return 'critical';
  // Nobody can get into an account that is not there.
  if (isUnknownName(key)) return most >= MOST_TRIES ? 'medium' : 'low';
  return knowsPassword || most >= MOST_TRIES || key === BREAK_GLASS ? 'high' : 'medium';
}

function summaryOf(
  { minutes }: Config['bruteForce'],
  found: { readonly count: number; readonly isTried: boolean; readonly hasSucceeded: boolean },
): Finding['summary'] {
  if (!found.isTried)
    return `${found.count} wrong second factors within ${minutes} minutes: whoever sends them has the password${found.hasSucceeded ? ', and then one that succeeded from the same address' : ''}.`;
  const tried = `${found.count} failed sign-ins for one name within ${minutes} minutes`;
  return found.hasSucceeded ? `${tried}, then one that succeeded from the same address.` : `${tried}.`;
}
