import { extensionPointRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Severity } from './framework.ts';

/** One of the things that make up the risk of a source. @public */
export type RiskTermName = 'sensitivity' | 'exposure' | 'violations' | 'staleness';

/** A term of a source's risk: what it comes to, and the figures that it comes from. @public */
export interface RiskTerm {
  /** By which the others are multiplied; of `sensitivity` what they multiply, 0 where nothing sensitive is known. */
  readonly factor: number;
  /** What it was computed from, by name; null where one is not known. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/**
 * Says some terms of the risk of sources, of what the caller may see: what is hidden from somebody is in no figure. A term that
 * the caller may not ask for is left out. @public
 */
export interface RiskTermsSource {
  readonly terms: readonly RiskTermName[];
  /** By the id of the source. A source of which nothing is known may be left out. */
  measure(
    scope: ExecutionScope,
    sources: readonly { readonly id: string; readonly key: string }[],
  ): Promise<ReadonlyMap<string, Partial<Readonly<Record<RiskTermName, RiskTerm>>>>>;
}

/** Key: the plugin's id. Owned by `sources`. @public */
export const riskTermsPoint = extensionPointRef<RiskTermsSource>('sources.risk-terms');

/**
 * `10 · log10(1 + 10 restricted + 3 confidential + 0.1 internal)`, numbers of columns: 0 where nothing sensitive is known, 10 for one
 * restricted column, 30 for a hundred. @public
 */
export function sensitivityTerm(columns: {
  readonly restricted: number;
  readonly confidential: number;
  readonly internal: number;
}): RiskTerm {
  const weight = 10 * columns.restricted + 3 * columns.confidential + 0.1 * columns.internal;
  return { factor: 10 * Math.log10(1 + weight), figures: { ...columns } };
}

/** `1 + min(1, log10(1 + rows) / 9)`: from 1 to 2 by the rows of assets with sensitive columns. Null: not known, counts as 1. @public */
export const exposureTerm = (rows: number | null): RiskTerm => ({
  factor: rows === null ? 1 : 1 + Math.min(1, Math.log10(1 + Math.max(0, rows)) / 9),
  figures: { rows },
});

/** `1 + min(2, log2(1 + 8 critical + 4 high + 2 medium + low) / 5)`: from 1 to 3 by open violations. @public */
export const violationsTerm = (open: Readonly<Record<Severity, number>>): RiskTerm => ({
  factor: 1 + Math.min(2, Math.log2(1 + 8 * open.critical + 4 * open.high + 2 * open.medium + open.low) / 5),
  figures: { ...open },
});

/** `1 + min(1, days / 90)`: from 1 to 2 by the days since the last scan that came to its end. Null: never, counts as 2. @public */
export const stalenessTerm = (days: number | null): RiskTerm => ({
  factor: days === null ? 2 : 1 + Math.min(1, Math.max(0, days) / 90),
  figures: { days },
});

/** What the terms of a source come to. @public */
export interface RiskScore {
  /** From 0 to 100: `100 · (1 − e^(−product / 100))`, rounded; null where sensitivity is not known. */
  readonly score: number | null;
  /** Of all factors; those that are not known count as 1. */
  readonly product: number | null;
}

/** Puts the terms of a source together: `sensitivity × exposure × violations × staleness`. @public */
export function riskScore(terms: Partial<Readonly<Record<RiskTermName, RiskTerm>>>): RiskScore {
  const { sensitivity, exposure, violations, staleness } = terms;
  if (sensitivity === undefined) return { score: null, product: null };
  const product = [exposure, violations, staleness].reduce(
    (total, term) => total * (term?.factor ?? 1),
    sensitivity.factor,
  );
  return { score: Math.round(100 * (1 - Math.exp(-product / 100))), product };
}
