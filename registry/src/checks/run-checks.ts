import { setImmediate } from 'node:timers/promises';
import type { PublishCheckResult } from '@datawave/plugin-sdk/packaging';
import type { Config } from '../config.generated.ts';
import { listingColumns } from '../listing/listing-columns.ts';
import { namespaceFault, type Publisher } from '../publishers/publisher-store.ts';
import { findSimilarNames, type OtherName } from './name-check.ts';
import {
  conformanceCheck,
  installScriptsCheck,
  licenceCheck,
  manifestCheck,
  sdkRangeCheck,
  sizeCheck,
} from './package-checks.ts';
import { type PublishCheck, resultOf, type Submission } from './publish-check.ts';
import { secretsCheck } from './secrets-check.ts';

const OF_PACKAGE = {
  manifest: manifestCheck,
  sdkRange: sdkRangeCheck,
  conformance: conformanceCheck,
  licence: licenceCheck,
  size: sizeCheck,
  installScripts: installScriptsCheck,
  secrets: secretsCheck,
} as const satisfies Readonly<Record<string, PublishCheck>>;

/** The checks that look at the package alone, one after the other: a large package must not keep others waiting through all of them. */
export async function checkContent(
  submission: Submission,
  config: Config,
): Promise<readonly PublishCheckResult[]> {
  const results: (PublishCheckResult | null)[] = [];
  for (const check of Object.keys(OF_PACKAGE) as readonly (keyof typeof OF_PACKAGE)[]) {
    results.push(resultOf(check, config, () => OF_PACKAGE[check](submission, config)));
    await setImmediate();
  }
  return results.filter((result) => result !== null);
}

/** The checks that look at who publishes, and at what others are called. */
export function checkOrigin(
  submission: Submission,
  publisher: Publisher,
  others: { readonly plugins: readonly OtherName[]; readonly scopes: readonly string[] },
  config: Config,
): readonly PublishCheckResult[] {
  const fault = namespaceFault(publisher, Date.now());
  const { title } = listingColumns(submission.packageJson);
  return [
    resultOf('nameSimilarity', config, () =>
      findSimilarNames(submission.name, title, { ...others, isProved: fault === null }),
    ),
    resultOf('namespace', config, () => (fault === null ? [] : [fault])),
  ].filter((result) => result !== null);
}
