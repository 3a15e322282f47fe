import type { NpmName } from '../npm/npm-names.ts';
import { editDistance } from './edit-distance.ts';
import { mixesScripts, skeletonOf } from './skeleton.ts';

/** A plugin that is listed under somebody else's name. */
export interface OtherName {
  readonly name: string;
  readonly title: string;
  readonly titleSkeleton: string;
  readonly skeleton: string;
}

/** What a new name is held against. */
export interface NamesOfOthers {
  readonly plugins: readonly OtherName[];
  /** Scopes of other publishers. */
  readonly scopes: readonly string[];
  /** Whether the publisher has proved the namespace: then a near name is no accident of theirs, but one that looks the same still is. */
  readonly isProved: boolean;
}

/** Names of ours that nobody else shall seem to have. */
const OURS = '@datawave';

/** Below this length nearly every name is near another. */
const SHORTEST = 5;
const LONG = 16;

/** Whether a name, a scope or a title can be taken for that of somebody else. */
export function findSimilarNames(name: NpmName, title: string, others: NamesOfOthers): readonly string[] {
  const own = skeletonOf(name.full);
  const findings = [
    ...(name.scope === null ? findScopesWithin(name, others) : findSimilarScopes(name.scope, others)),
  ];
  const limit = others.isProved ? 0 : limitFor(own);
  for (const other of others.plugins) {
    if (findings.length >= 20) break;
    const distance = editDistance(own, other.skeleton, limit);
    if (distance === 0)
      findings.push(`${name.full} looks like ${other.name}, which is somebody else's plugin.`);
    else if (distance <= limit)
      findings.push(`${name.full} is nearly ${other.name}, which is somebody else's plugin.`);
  }
  return [...findings, ...findSimilarTitles(title, others.plugins)];
}

/** Whether a scope can be taken for that of somebody else. */
export function findSimilarScopes(
  scope: string,
  others: Pick<NamesOfOthers, 'scopes' | 'isProved'>,
): readonly string[] {
  return [...new Set([...others.scopes, OURS])]
    .filter((other) => other !== scope)
    .flatMap((other) => {
      const theirs = skeletonOf(other);
      const distance = editDistance(skeletonOf(scope), theirs, limitFor(theirs));
      if (distance === 0) return [`The scope ${scope} looks like ${other}, which is somebody else's.`];
      return distance <= limitFor(theirs) && !others.isProved
        ? [`The scope ${scope} is nearly ${other}, which is somebody else's.`]
        : [];
    });
}

/** `acme-ledger` beside `@acme/ledger`. */
const findScopesWithin = (name: NpmName, others: NamesOfOthers): readonly string[] =>
  others.isProved
    ? []
    : others.scopes
        .filter((scope) => scope !== OURS && beginsWith(name.base, skeletonOf(scope)))
        .map((scope) => `${name.full} seems to belong to the scope ${scope}, which is somebody else's.`);

/** Whether the first words of a name, one or several, look like a scope. `datawave-…` says what a plugin is for, not whose it is. */
const beginsWith = (base: string, scope: string): boolean => {
  const words = base.split(/[._-]+/);
  return words.slice(1).some((_, at) => skeletonOf(words.slice(0, at + 1).join('')) === scope);
};

function findSimilarTitles(title: string, others: readonly OtherName[]): readonly string[] {
  const findings: string[] = [];
  if (mixesScripts(title))
    findings.push(`The title ${JSON.stringify(title)} mixes letters of several scripts within a word.`);
  const own = skeletonOf(title);
  if (own.length < SHORTEST) return findings;
  const same = others.find(({ titleSkeleton }) => titleSkeleton === own);
  // Two may call their plugins "Oracle"; what only looks the same is no accident.
  if (
    same !== undefined &&
    same.title.normalize('NFC').toLowerCase() !== title.normalize('NFC').toLowerCase()
  )
    findings.push(`The title ${JSON.stringify(title)} looks like that of ${same.name}.`);
  return findings;
}

const limitFor = (skeleton: string): number =>
  skeleton.length < SHORTEST ? 0 : skeleton.length < LONG ? 1 : 2;
