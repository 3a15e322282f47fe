import type { ExecutionScope } from '@datawave/plugin-sdk';
import type { Lease, ScopeLoan } from './lease.ts';

/** How scopes cross: each side its own way. */
export interface ScopeCodec {
  /** @param wires - hold hands the scope out; returned answers the number of one that the other side had handed out */
  send(scope: ExecutionScope, wires: ScopeWires): { readonly sent: unknown; readonly hasSignal: boolean };
  /** @throws DataWaveError DW_ISOLATION_SCOPE */
  receive(sent: unknown, signal: AbortSignal | null, wires: ScopeWires): ExecutionScope;
}

export interface ScopeWires {
  /** Hands a scope out with the call that is being sent, and until that has ended. */
  lend(loan: ScopeLoan): number;
  returned(scope: object): number | null;
  /** What this side had handed out under a number. */
  own(id: number): object | null;
  /** The call whose answer is being read; null while arguments are. */
  readonly answered: Lease | null;
  /** The scope of the other side with this number, made once. */
  borrow(id: number, make: () => object): object;
}
