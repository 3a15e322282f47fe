import {
  type Asset,
  type CommandIo,
  estimateRemaining,
  expectedWork,
  measureWork,
  NO_WORK,
  printable,
  remainingWords,
} from '@datawave/plugin-sdk';

/**
 * Tells on standard error how a scan goes: on a terminal one line that is redrawn, elsewhere a line for each target and one from
 * time to time.
 */
export interface Progress {
  target(display: string): void;
  /** A page of assets was found. */
  found(assets: readonly Asset[]): void;
  /** No more assets will be found in a target. */
  allFound(): void;
  begun(asset: Asset): void;
  ended(asset: Asset, outcome: { readonly rows: number; readonly hasFailed: boolean }): void;
  /** Wipes the line that is redrawn, or tells what it came to. */
  end(): void;
}

const REDRAW_MS = 80;
const LONGEST_LINE = 78;
/** A line that fills the terminal would not be wiped whole. */
const widthOf = ({ stderr }: CommandIo): number =>
  'columns' in stderr && typeof stderr.columns === 'number' ? Math.max(20, stderr.columns - 1) : LONGEST_LINE;
/** Where lines stay, one is written this often. */
const LINE_MS = 10_000;

interface Begun {
  readonly weight: number;
  readonly at: number;
}

/**
 * @param plan - how many targets there are, and whether every row is read
 * @param clock - milliseconds that only rise
 */
export function createProgress(
  io: CommandIo,
  plan: { readonly targets: number; readonly isFull: boolean },
  clock: () => number = () => performance.now(),
): Progress {
  const running = new Map<Asset, Begun>();
  const tally = { found: 0, ended: 0, failed: 0, rows: 0, targetsLeft: plan.targets };
  const work = { found: 0, foundSquares: 0, done: 0, doneSquares: 0, measured: NO_WORK };
  let beganAt: number | null = null;
  let told = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let hasLines = false;

  const workOf = (asset: Asset): number => expectedWork(asset, asset.columns.length, plan.isFull);

  const seconds = (): number => (beganAt === null ? 0 : (clock() - beganAt) / 1000);

  const remaining = (): string | null => {
    // Before everything is found nobody knows how much there is.
    if (tally.targetsLeft > 0) return null;
    const left = estimateRemaining({
      measured: work.measured,
      weightDone: work.done,
      left: {
        tasks: tally.found - tally.ended,
        weight: work.found - work.done,
        weightSquares: work.foundSquares - work.doneSquares,
      },
      running: {
        tasks: running.size,
        weight: [...running.values()].reduce((sum, { weight }) => sum + weight, 0),
      },
      workingSeconds: seconds(),
    });
    return left === null ? null : remainingWords(left);
  };

  const summary = (): string => {
    const { ended, found, failed, rows, targetsLeft } = tally;
    const passed = seconds();
    const rate = passed < 1 || ended === 0 ? null : ended / passed;
    return [
      `${number(ended)} of ${number(found)}${targetsLeft > 0 ? ' or more' : ''}`,
      failed === 0 ? null : `${number(failed)} failed`,
      remaining(),
      rate === null ? null : rate >= 1 ? `${rate.toFixed(1)} a second` : `${Math.round(rate * 60)} a minute`,
      `${number(rows)} rows`,
    ]
      .filter((part) => part !== null)
      .join(', ');
  };

  const tell = (compose: () => string): void => {
    const now = clock();
    if (now - told < (io.isInteractive ? REDRAW_MS : LINE_MS)) return;
    told = now;
    if (io.isInteractive) {
      isDrawn = true;
      io.stderr.write(`\r\u001b[2K${compose().slice(0, widthOf(io))}`);
      return;
    }
    hasLines = true;
    io.stderr.write(`${compose()}\n`);
  };

  return {
    target(display) {
      if (io.isInteractive) tell(() => `Opening ${printable(display)}`);
      else io.stderr.write(`Scanning ${printable(display)}\n`);
    },
    found(assets) {
      tally.found += assets.length;
      for (const weight of assets.map(workOf)) {
        work.found += weight;
        work.foundSquares += weight * weight;
      }
    },
    allFound() {
      tally.targetsLeft -= 1;
    },
    begun(asset) {
      // The first line is due when there is something to tell.
      if (beganAt === null && !io.isInteractive) told = clock();
      beganAt ??= clock();
      running.set(asset, { weight: workOf(asset), at: clock() });
      tell(() => `${summary()}, now ${printable(asset.path.join('.'))}`);
    },
    ended(asset, { rows, hasFailed }) {
      const begun = running.get(asset);
      running.delete(asset);
      tally.ended += 1;
      tally.rows += rows;
      if (hasFailed) tally.failed += 1;
      if (begun !== undefined) {
        const { weight } = begun;
        work.done += weight;
        work.doneSquares += weight * weight;
        if (!hasFailed) work.measured = measureWork(work.measured, weight, (clock() - begun.at) / 1000);
      }
      tell(summary);
    },
    end() {
      if (isDrawn) io.stderr.write('\r\u001b[2K');
      if (hasLines) io.stderr.write(`${summary()}\n`);
      isDrawn = false;
      hasLines = false;
    },
  };
}

const plain = new Intl.NumberFormat('en');
const number = (value: number): string => plain.format(value);
