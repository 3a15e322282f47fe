import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds that the thread was at work, which a busy machine does not stretch. */
  readonly tdur?: number;
}

/** What runs script, as Chromium's trace calls it. Nested ones are counted once. */
const SCRIPT = new Set([
  'FunctionCall',
  'EvaluateScript',
  'EventDispatch',
  'RunMicrotasks',
  'FireAnimationFrame',
  'TimerFire',
  'MinorGC',
  'MajorGC',
]);
/** Mark that the page sets in each frame. */
const FRAME = 'datawave-frame';

const FRAMES_A_SECOND = 60;

/** Milliseconds a frame. */
interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
}

/** What the script of scrolling cost: by the clock, and of the processor, which others on the machine do not stretch. */
export interface ScrollCost {
  readonly frames: number;
  readonly clock: Spread;
  readonly processor: Spread;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Scrolls what `scroller` (an expression) names by this many pixels a frame, down and up again, and tells what its frames cost. */
export async function scrollCost(
  page: Page,
  scroller: string,
  pixels: number,
  frames: number,
): Promise<ScrollCost> {
  const session = await page.context().newCDPSession(page);
  const middle = (await page.evaluate(`(() => {
    const box = ${scroller}.getBoundingClientRect();
    return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  })()`)) as { readonly x: number; readonly y: number };
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as readonly TraceEvent[]));
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['devtools.timeline', 'v8', 'blink.user_timing'],
    },
  });
  await page.evaluate(`{
    const mark = () => { performance.mark('${FRAME}'); frame = requestAnimationFrame(mark); };
    let frame = requestAnimationFrame(mark);
    globalThis.stopMarks = () => cancelAnimationFrame(frame);
  }`);
  // As a wheel does, not by script: a script that sets the place would wait for the layout, and be blamed for it.
  for (const way of [-1, 1])
    await session.send('Input.synthesizeScrollGesture', {
      ...middle,
      yDistance: (way * pixels * frames) / 2,
      speed: pixels * FRAMES_A_SECOND,
      gestureSourceType: 'mouse',
      preventFling: true,
    });
  await page.evaluate('stopMarks()');
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  return costOf(events);
}

/** Script from one frame's mark to the next one's, on the thread that set them. */
function costOf(events: readonly TraceEvent[]): ScrollCost {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const drawn = new Map<string, number[]>();
  for (const event of events)
    if (event.name === FRAME) drawn.set(threadOf(event), [...(drawn.get(threadOf(event)) ?? []), event.ts]);
  const [thread, begins] = [...drawn].toSorted(([, one], [, other]) => other.length - one.length)[0] ?? [
    '',
    [],
  ];
  const spans = events
    .filter((event) => event.ph === 'X' && SCRIPT.has(event.name) && threadOf(event) === thread)
    .toSorted((one, other) => one.ts - other.ts);
  const starts = begins.toSorted((one, other) => one - other);
  const clock = starts.slice(1).map(() => 0);
  const processor = [...clock];
  let until = 0;
  let frame = 0;
  for (const { ts, dur = 0, tdur = dur } of spans) {
    // What runs within what has been counted.
    if (ts < until) continue;
    until = ts + dur;
    while (frame + 1 < starts.length && (starts[frame + 1] ?? Infinity) <= ts) frame += 1;
    if (frame >= clock.length || ts < (starts[0] ?? 0)) continue;
    clock[frame] = (clock[frame] ?? 0) + dur / 1000;
    processor[frame] = (processor[frame] ?? 0) + tdur / 1000;
  }
  return { frames: clock.length, clock: spreadOf(clock), processor: spreadOf(processor) };
}

function spreadOf(costs: readonly number[]): Spread {
  const sorted = costs.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return { median: at(0.5), p95: at(0.95), most: at(1) };
}
