/**
 * How far a thread is with its order, where the main thread can see it without being told: who is told of something wakes up for
 * it. The classifiers work one after the other, each in two steps: it is made, which is done at once where it was made before,
 * and it examines.
 */
export interface OrderProgress {
  /** Sent to the thread, which makes the same of it. */
  readonly memory: SharedArrayBuffer;
  /** Steps that were begun or done before. */
  readonly step: number;
  /** Place of the classifier whose turn it is; as many as there are when all have answered. */
  readonly place: number;
  /** Before the first classifier. */
  reset(): void;
  /** @param what - that the classifier at the place does */
  begin(what: 'make' | 'examine', place: number): void;
}

/** @param memory - of the other side; its own unless given */
export function shareProgress(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)): OrderProgress {
  const steps = new Int32Array(memory);
  return {
    memory,
    get step() {
      return Atomics.load(steps, 0);
    },
    get place() {
      return Atomics.load(steps, 0) >> 1;
    },
    reset() {
      Atomics.store(steps, 0, 0);
    },
    begin(what, place) {
      Atomics.store(steps, 0, 2 * place + (what === 'make' ? 0 : 1));
    },
  };
}
