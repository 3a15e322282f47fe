/** Seconds that work will take yet: what is likely, and bounds within which it lies nine times of ten. @public */
export interface RemainingTime {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Tasks that have been measured, as sums over them, so that a new one is added without looking at the others. A task's weight
 * is the time that was expected of it, in any unit. @public
 */
export interface MeasuredWork {
  readonly tasks: number;
  readonly weight: number;
  readonly weightSquares: number;
  /** Seconds that they took, each by itself: more than has passed where several run at once. */
  readonly took: number;
  readonly tookSquares: number;
  /** Sum of each task's seconds times its weight. */
  readonly tookWeights: number;
}

/** Tasks as sums over their weights, in the unit of those measured. @public */
export interface WeighedTasks {
  readonly tasks: number;
  readonly weight: number;
  readonly weightSquares: number;
}

/** What is to be told from. @public */
export interface WorkAtHand {
  readonly measured: MeasuredWork;
  /** Weight of what has ended, measured or not: what failed at once counts, too. */
  readonly weightDone: number;
  /** What has not ended, the running ones with it. */
  readonly left: WeighedTasks;
  readonly running: { readonly tasks: number; readonly weight: number };
  /** Since the first task began, pauses left out. */
  readonly workingSeconds: number;
  /**
   * What ended in the last seconds, where that is known: once there is enough of it, the pace is that of lately, because others
   * may have come or gone that share the workers. `took` are the seconds that the tasks took, each by itself.
   */
  readonly lately?: {
    readonly seconds: number;
    readonly tasks: number;
    readonly weight: number;
    readonly took: number;
  };
}

/** Nothing measured yet. @public */
export const NO_WORK: MeasuredWork = {
  ...{ tasks: 0, weight: 0, weightSquares: 0 },
  ...{ took: 0, tookSquares: 0, tookWeights: 0 },
};

/** The sums with one task more. @param seconds - that it took. @public */
export const measureWork = (work: MeasuredWork, weight: number, seconds: number): MeasuredWork => ({
  tasks: work.tasks + 1,
  weight: work.weight + weight,
  weightSquares: work.weightSquares + weight * weight,
  took: work.took + seconds,
  tookSquares: work.tookSquares + seconds * seconds,
  tookWeights: work.tookWeights + seconds * weight,
});

/** Fewer measured tasks tell too little about the others. */
const LEAST_MEASURED = 8;
/** While few have ended for each worker, the quick ones are most of them. */
const LEAST_FOR_EACH_WORKER = 3;

/**
 * How long the work that is left will take, from how long the work that is done took.
 *
 * The pace is that of the whole so far, or of lately. Of a task that is running about half is done, less where tasks differ much, because one
 * looks oftener into long ones (the inspection paradox of renewal theory; Cox, Renewal Theory, ch. 5). At the end all wait for
 * the last one: the largest of as many residual times as there are workers. What the pace may be wrong by is the error of the
 * ratio estimator (Cochran, Sampling Techniques, 3rd ed., ch. 6): how far tasks were from what their weight let expect.
 *
 * @returns null while too little is known
 * @public
 */
export function estimateRemaining(work: WorkAtHand): RemainingTime | null {
  const { measured, left, running, workingSeconds, weightDone } = work;
  const { tasks, weight, weightSquares, took, tookSquares, tookWeights } = measured;
  if (tasks < LEAST_MEASURED || weight <= 0 || took <= 0 || left.weight <= 0 || left.tasks <= 0) return null;
  const ratio = took / weight;
  const residual = tookSquares - 2 * ratio * tookWeights + ratio * ratio * weightSquares;
  const spread = (Math.max(0, residual) / weightSquares / ratio ** 2) * (tasks / (tasks - 1));

  const halfDone = (Math.min(running.weight, left.weight) * (1 - Math.min(1, spread))) / 2;
  const lately = isTelling(work) ? work.lately : undefined;
  const workersSoFar =
    lately === undefined
      ? Math.max(1, running.tasks, took / workingSeconds)
      : Math.max(1, lately.took / lately.seconds);
  if (tasks < LEAST_FOR_EACH_WORKER * workersSoFar) return null;
  const pace =
    lately === undefined ? workingSeconds / (weightDone + halfDone) : lately.seconds / lately.weight;
  const workers = Math.min(workersSoFar, left.tasks);
  const even = (pace * (left.weight - halfDone) * workersSoFar) / workers;

  // Times of what is left, by their first moments; the third as though they were lognormal.
  const mean = (pace * workersSoFar * left.weight) / left.tasks;
  const square = ((pace * workersSoFar) ** 2 * (1 + spread) * left.weightSquares) / left.tasks;
  const skewed = (square / mean ** 2) ** 3 * mean ** 3;
  const residualVariance = Math.max(0, skewed / mean / 3 - (square / mean / 2) ** 2);
  const waiting = Math.sqrt(residualVariance) * (harmonic(workers) - 1);

  const likely = even + waiting;
  // Of fewer tasks less is known.
  const share = lately === undefined ? 1 : Math.min(1, lately.tasks / tasks);
  const error = spread * (left.weightSquares / left.weight ** 2 + weightSquares / weight ** 2 / share);
  const variance = (even / likely) ** 2 * error + (STRAGGLING * residualVariance) / likely ** 2;
  const factor = Math.exp(quantile(tasks - 1) * Math.sqrt(Math.log1p(variance)));
  return { likely, low: likely / factor, high: likely * factor };
}

/** Fewer tasks than this say less of the pace than all of them do. */
const LEAST_LATELY = 60;

/** Whether what ended lately tells the pace: enough tasks, in a part of the whole. */
const isTelling = ({ lately, workingSeconds }: WorkAtHand): boolean =>
  lately !== undefined &&
  lately.tasks >= LEAST_LATELY &&
  lately.weight > 0 &&
  lately.seconds > 0 &&
  workingSeconds > 1.5 * lately.seconds;

/** Variance of the largest of several exponential times over that of one: pi squared over six. */
const STRAGGLING = Math.PI ** 2 / 6;

/** Mean of the largest of so many exponential times of mean one. */
const harmonic = (count: number): number => (count < 1.5 ? 1 : Math.log(count) + 0.5772 + 1 / (2 * count));

/** The 95 % quantile of Student's t, which leaves a twentieth on either side (Abramowitz and Stegun, 26.7.5). */
function quantile(freedom: number): number {
  const z = 1.6449;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  return z + first / freedom + second / freedom ** 2;
}
