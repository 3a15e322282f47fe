/** The kit that a test belongs to. Told to whoever reports on tests by a property of the suite. @public */
export interface ConformanceMark {
  /** `connector`, `classifier`, `framework`, `channel`, `step` or `page`; parts of one kit share the word. */
  readonly kit: string;
  /** Raised when a plugin that passed may fail because more is asked of it. */
  readonly version: number;
  /** What is held to the kit, by its own id. */
  readonly subject: string;
}

/** Under which a suite of mocha carries its {@link ConformanceMark}. @public */
export const CONFORMANCE_MARK: unique symbol = Symbol.for('datawave.conformance') as never;

/** A suite of mocha whose tests are those of a kit. */
export function conformanceSuite(mark: ConformanceMark, title: string, body: () => void): void {
  describe(title, function () {
    Object.defineProperty(this, CONFORMANCE_MARK, { value: mark });
    body();
  });
}
