import type { Evidence } from '@datawave/plugin-sdk';
import { isDistinctive } from './look-alike.ts';

/** Decisions on columns that look alike, summed up: how many more speak for a type than against it. */
export interface Lesson {
  readonly nameKey: string;
  readonly kind: string;
  readonly shapeKey: string;
  readonly infoType: string;
  /** Decisions for, less decisions against. */
  readonly votes: number;
}

/** A column as lessons are looked up for it. */
export interface LessonQuestion {
  readonly nameKey: string;
  readonly kind: string;
  readonly shapeKey: string;
}

/** What lessons there may be for a column, before its values are looked at. */
export type LessonHint = 'name' | 'shape' | null;

/** Log odds that any number of decisions may add: less than good evidence of the values themselves. */
const STRONGEST_BY_NAME = 6;
const STRONGEST_BY_SHAPE = 2;

/** What a name counts for where the values look different. */
const OTHER_SHAPE = 0.4;

/** One column's shape may be chance; from two on it is a habit. */
const LEAST_VOTES_BY_SHAPE = 2;

/**
 * Log odds that agreeing decisions add: each further one adds less, and all together no more than `strongest`.
 * One decision is 1.8, three are 3.9, ten are 5.8 of 6.
 */
export const votesWeight = (votes: number, strongest: number): number =>
  Math.sign(votes) * strongest * (1 - 2 ** (-Math.abs(votes) / 2));

/** What a workspace has learnt from its people, ready to be asked. Immutable: a newer one takes its place. */
export class LessonTable {
  readonly #byName = new Map<string, Lesson[]>();
  readonly #byShape = new Map<string, Map<string, number>>();
  readonly #shapedKinds = new Set<string>();

  constructor(lessons: readonly Lesson[]) {
    for (const lesson of lessons) {
      if (lesson.nameKey !== '') {
        const key = `${lesson.kind} ${lesson.nameKey}`;
        const present = this.#byName.get(key);
        if (present === undefined) this.#byName.set(key, [lesson]);
        else present.push(lesson);
      }
      if (!isDistinctive(lesson.shapeKey)) continue;
      const key = `${lesson.kind} ${lesson.shapeKey}`;
      const types = this.#byShape.get(key) ?? new Map<string, number>();
      types.set(lesson.infoType, (types.get(lesson.infoType) ?? 0) + lesson.votes);
      this.#byShape.set(key, types);
      this.#shapedKinds.add(lesson.kind);
    }
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0 && this.#byShape.size === 0;
  }

  /** Whether a column's shape is worth finding out, which takes longer than looking its name up. */
  hint({ nameKey, kind }: Pick<LessonQuestion, 'nameKey' | 'kind'>): LessonHint {
    if (this.#byName.has(`${kind} ${nameKey}`)) return 'name';
    return this.#shapedKinds.has(kind) ? 'shape' : null;
  }

  /** Whether people decided on columns of this shape, whatever their names. */
  knowsShape({ kind, shapeKey }: Pick<LessonQuestion, 'kind' | 'shapeKey'>): boolean {
    return this.#byShape.has(`${kind} ${shapeKey}`);
  }

  /** Evidence for each info type that decisions speak of. */
  evidence(question: LessonQuestion, classifier: string): ReadonlyMap<string, readonly Evidence[]> {
    const found = new Map<string, Evidence[]>();
    const add = (infoType: string, weight: number, detail: string): void => {
      if (Math.abs(weight) < 0.05) return;
      const piece: Evidence = {
        signal: 'feedback',
        classifier,
        weight: Math.round(weight * 1000) / 1000,
        detail,
      };
      const present = found.get(infoType);
      if (present === undefined) found.set(infoType, [piece]);
      else present.push(piece);
    };
    for (const [infoType, { same, other }] of this.#votesByName(question)) {
      // Each is said by itself: together they may weigh one way and count the other.
      const bySame = votesWeight(same, STRONGEST_BY_NAME);
      const both = bySame + OTHER_SHAPE * votesWeight(other, STRONGEST_BY_NAME);
      const bounded = Math.max(-STRONGEST_BY_NAME, Math.min(STRONGEST_BY_NAME, both));
      add(infoType, bySame, sentence(same, 'this name and shape'));
      add(infoType, bounded - bySame, sentence(other, 'this name and another shape'));
    }
    const byShape = this.#byShape.get(`${question.kind} ${question.shapeKey}`);
    for (const [infoType, votes] of byShape ?? []) {
      // What its own name says already is not said twice.
      if (found.has(infoType) || Math.abs(votes) < LEAST_VOTES_BY_SHAPE) continue;
      add(infoType, votesWeight(votes - Math.sign(votes), STRONGEST_BY_SHAPE), sentence(votes, 'this shape'));
    }
    return found;
  }

  #votesByName(question: LessonQuestion): ReadonlyMap<string, { same: number; other: number }> {
    const votes = new Map<string, { same: number; other: number }>();
    for (const lesson of this.#byName.get(`${question.kind} ${question.nameKey}`) ?? []) {
      const entry = votes.get(lesson.infoType) ?? { same: 0, other: 0 };
      if (lesson.shapeKey === question.shapeKey) entry.same += lesson.votes;
      else entry.other += lesson.votes;
      votes.set(lesson.infoType, entry);
    }
    return votes;
  }
}

/** The column itself may be among those decided on. */
function sentence(votes: number, like: string): string {
  const size = Math.abs(votes);
  const [said, not] = votes >= 0 ? ['so', 'otherwise'] : ['otherwise', 'so'];
  return size === 1
    ? `a person's decision on a column of ${like} says ${said}`
    : `${size} more decisions of people on columns of ${like} say ${said} than ${not}`;
}
