/**
 * Loaded before everything else in a process whose clock is to be moved: `Date` then says what the suite tells it to by a
 * message `{ clockMs }`. Monotonic time and timers go on as they are, as they do when an operator sets a machine's clock.
 */
let shiftMs = 0;

globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now() + shiftMs] : args, newTarget),
  apply: (target) => new target(target.now() + shiftMs).toString(),
  get: (target, key, receiver) =>
    key === 'now' ? () => target.now() + shiftMs : Reflect.get(target, key, receiver),
});

process.on('message', (message) => {
  const clockMs: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'clockMs') : undefined;
  if (typeof clockMs === 'number') shiftMs = clockMs;
});
