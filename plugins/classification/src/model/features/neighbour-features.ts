import { FAMILIES, type Family } from '../families.ts';
import type { ProposalFacts } from './evidence-features.ts';

/** `near.*`: the strongest that speaks for a family of types in another column, and the share of those that may be personal. */
export const NEIGHBOUR_FEATURES: readonly string[] = [
  ...FAMILIES.map((family) => `near.${family}`),
  'near.personalShare',
];

/**
 * `left.*` and `right.*`: the strongest of the columns next to it, `kin` being types of the candidate's family; `same.*`: the
 * same type in other columns.
 */
export const KIN_FEATURES: readonly string[] = [
  ...['left.total', 'left.kin', 'right.total', 'right.kin', 'same.strongest', 'same.columns'],
];

/** Weight from which on a column counts as one that may be of the type: e^2 is 7 to 1. */
const LIKELY = 2;

/** What the columns of a table may be, counted once, so that a column costs the same in a wide table. */
export interface Neighbourhood {
  /** Of each family and each type, the two strongest columns. */
  readonly families: ReadonlyMap<string, Strongest>;
  readonly types: ReadonlyMap<string, Strongest>;
  /** Of each column. */
  readonly byFamily: readonly ReadonlyMap<Family, number>[];
  readonly strongest: readonly number[];
  readonly isPersonal: readonly boolean[];
  readonly personal: number;
}

interface Strongest {
  best: number;
  position: number;
  second: number;
  /** Columns in which it is likely. */
  readonly likelyAt: Set<number>;
}

/** Reads what all columns of a table may be. */
export function readNeighbourhood(columns: readonly (readonly ProposalFacts[])[]): Neighbourhood {
  const families = new Map<string, Strongest>();
  const types = new Map<string, Strongest>();
  const byFamily = columns.map((proposals, position) => {
    const own = new Map<Family, number>();
    for (const { infoType, family, total } of proposals) {
      own.set(family, Math.max(own.get(family) ?? 0, total));
      note(types, infoType, total, position);
    }
    for (const [family, total] of own) note(families, family, total, position);
    return own;
  });
  const isPersonal = columns.map((proposals) =>
    proposals.some((proposal) => proposal.isPersonal && proposal.total >= LIKELY),
  );
  const strongest = byFamily.map((own) => Math.max(0, ...own.values()));
  return { families, types, byFamily, strongest, isPersonal, personal: isPersonal.filter(Boolean).length };
}

function note(all: Map<string, Strongest>, key: string, total: number, position: number): void {
  const known = all.get(key) ?? { best: 0, position: -1, second: 0, likelyAt: new Set() };
  all.set(key, known);
  if (total > known.best) {
    known.second = known.best;
    known.best = total;
    known.position = position;
  } else if (total > known.second) known.second = total;
  if (total >= LIKELY) known.likelyAt.add(position);
}

/** @see NEIGHBOUR_FEATURES */
export function describeNeighbours(near: Neighbourhood, position: number): readonly number[] {
  const others = near.isPersonal.length - 1;
  const personal = near.personal - Number(near.isPersonal[position] === true);
  return [
    ...FAMILIES.map((family) => elsewhere(near.families.get(family), position)),
    others < 1 ? 0 : personal / others,
  ];
}

/** @see KIN_FEATURES */
export function describeKin(
  near: Neighbourhood,
  position: number,
  { infoType, family }: ProposalFacts,
): readonly number[] {
  const same = near.types.get(infoType);
  const likely = (same?.likelyAt.size ?? 0) - Number(same?.likelyAt.has(position) === true);
  return [
    near.strongest[position - 1] ?? 0,
    near.byFamily[position - 1]?.get(family) ?? 0,
    near.strongest[position + 1] ?? 0,
    near.byFamily[position + 1]?.get(family) ?? 0,
    elsewhere(same, position),
    Math.log1p(likely),
  ];
}

const elsewhere = (strongest: Strongest | undefined, position: number): number => {
  if (strongest === undefined) return 0;
  return strongest.position === position ? strongest.second : strongest.best;
};
