/** Why an expression cannot be used, and where. */
export interface ExpressionFault {
  /** From 0, in UTF-16 code units; `end` is beyond the last. */
  readonly position: number;
  readonly end: number;
  /** One sentence without its full stop. */
  readonly message: string;
}
