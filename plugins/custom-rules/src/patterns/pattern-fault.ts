/** Why a pattern is refused, where, and what to write instead. */
export interface PatternFault {
  /** UTF-16 units from the beginning. */
  readonly position: number;
  readonly message: string;
  readonly hint: string;
}

/** A fault as one sentence after its pointer. */
export const faultMessage = ({ position, message, hint }: PatternFault): string =>
  `position ${position + 1}: ${message}; ${hint}`;
