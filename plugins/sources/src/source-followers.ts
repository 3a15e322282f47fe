import type { ExecutionScope, Source, Transaction } from '@datawave/plugin-sdk';

/** What follows from changes of a source, in the transaction that makes them. */
export interface SourceFollowers {
  registered(tx: Transaction, scope: ExecutionScope, id: string): Promise<void>;
  /** Its connection is another one. */
  reconnected(tx: Transaction, scope: ExecutionScope, id: string): Promise<void>;
  /** Called while it still stands. */
  removed(tx: Transaction, scope: ExecutionScope, source: Source): Promise<void>;
}
