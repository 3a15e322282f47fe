import type { PublishCheckName, PublishCheckResult } from '@datawave/plugin-sdk/packaging';
import type { Config } from '../config.generated.ts';
import type { NpmName } from '../npm/npm-names.ts';
import type { PackageJson } from '../publish/package-json.ts';

/** What is checked: a package as it arrived, unpacked. */
export interface Submission {
  readonly name: NpmName;
  readonly version: string;
  readonly packageJson: PackageJson;
  /** Bytes by path, without the leading `package/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly unpackedSize: number;
  /** Why the package does not hold together as that of a plugin; empty where it does. */
  readonly faults: readonly { readonly code: string; readonly message: string }[];
}

/** Finds fault with a package; what passes has no findings. At most 20 sentences, none of which quotes a secret. */
export type PublishCheck = (submission: Submission, config: Config) => readonly string[];

/** What is found with one check at most. */
export const MOST_FINDINGS = 20;

/** Puts findings into the form in which they are stored; null where the policy does not ask. */
export function resultOf(
  check: PublishCheckName,
  config: Config,
  findings: () => readonly string[],
): PublishCheckResult | null {
  const level = config.checks[check];
  if (level === 'off') return null;
  const found = findings().slice(0, MOST_FINDINGS);
  return { check, level, outcome: found.length === 0 ? 'passed' : 'failed', findings: found };
}
