/** What passes in one go: the frames of one turn of the event loop. */
export type Frame = readonly unknown[];

/** One end of a connection between two processes. */
export interface Transport {
  /**
   * Sends a batch. Throws when a value in it cannot be cloned; nothing has been sent then.
   * @param written - called once it has left this process
   */
  send(batch: readonly Frame[], written: () => void): void;
  /** Called with whatever arrives. It may be anything. */
  onBatch(listener: (batch: unknown) => void): void;
  /** Called once, when nothing more can be sent or will arrive. */
  onClose(listener: () => void): void;
}
