import type { ExecutionScope } from '@datawave/plugin-sdk';
import type { Borrowings } from './borrowings.ts';
import type { Holdings } from './holdings.ts';
import type { Lease, Lender, ScopeLoan } from './lease.ts';

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

/** @param answered - the call whose answer is being read */
export const makeScopeWires = (
  holdings: Holdings,
  borrowings: Borrowings,
  lender: Lender,
  answered: () => Lease | null,
): ScopeWires => ({
  lend: (loan) => {
    lender.lend(loan);
    return holdings.hold(loan, 'scope', []);
  },
  returned: (scope) => borrowings.idOf(scope),
  own: (id) => {
    const held = holdings.get(id);
    return held?.kind === 'scope' ? held.value : null;
  },
  borrow: (id, make) => borrowings.borrow(id, make),
  get answered() {
    return answered();
  },
});
