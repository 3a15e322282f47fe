import { DataWaveError, type Transaction } from '@datawave/plugin-sdk';
import type { ConfinedStatements } from '../../storage/confined/confined-statements.ts';
import { isKernels } from '../contracts.ts';
import { cannotCross, notOffered } from '../isolation-errors.ts';
import { fieldsOf } from './shapes.ts';

type Run = (...args: readonly unknown[]) => unknown;

/** A transaction as an isolated plugin holds it: it runs statements on it, and hands it back where the kernel's services take one. */
export class DataSession {
  readonly #transaction: Transaction;
  readonly #statements: ConfinedStatements;
  #failure: unknown = null;

  constructor(transaction: Transaction, statements: ConfinedStatements) {
    this.#transaction = transaction;
    this.#statements = statements;
  }

  /** The transaction behind what was handed back; anything else as it is. */
  static transactionOf(value: unknown): unknown {
    return typeof value === 'object' && value !== null && #transaction in value ? value.#transaction : value;
  }

  async run(text: unknown, parameters: unknown, isAsWritten: unknown): Promise<unknown> {
    try {
      return await this.#statements.run(text, parameters, isAsWritten);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  async *stream(text: unknown, parameters: unknown, chunk: unknown): AsyncGenerator<readonly object[]> {
    try {
      yield* this.#statements.stream(text, parameters, chunk);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** What the storage threw, where that is what has come back: with what the storage knows of it, such as whether work may be begun again. */
  original(error: unknown): unknown {
    const failure = this.#failure;
    const isSame = DataWaveError.is(error) && DataWaveError.is(failure) && error.code === failure.code;
    return isSame ? failure : error;
  }
}

/**
 * Arguments of a service with the transactions that they hold. Those of other plugins are not lent one: it would be theirs to write with, in
 * whose name the isolated plugin acts.
 * @throws DataWaveError DW_ISOLATION_REFUSED, DW_ISOLATION_VALUE
 */
export function withTransactions(
  plugin: string,
  { id, method, service }: { readonly id: string; readonly method: string; readonly service: unknown },
  args: readonly unknown[],
): readonly unknown[] {
  if (id === 'core.storage' && method === 'transaction') return beginning(service, args);
  const found = args.map((arg) => DataSession.transactionOf(arg));
  if (!isKernels(id) && found.some((arg, index) => arg !== args[index]))
    throw notOffered(
      plugin,
      `its transactions in the service "${id}"`,
      'Commit first, and call the service with what was committed; or publish an event or enqueue a job in the transaction.',
    );
  return found;
}

/** @param args - scope, what runs the work in the plugin's process, and the number by which it knows it */
function beginning(service: unknown, [scope, work, number]: readonly unknown[]): readonly unknown[] {
  if (typeof work !== 'function') throw cannotCross('the work of a transaction', 'no function');
  const statementsOf: unknown = fieldsOf(service)['statementsOf'];
  if (typeof statementsOf !== 'function') throw cannotCross('a transaction', 'not to be had here');
  return [
    scope,
    async (transaction: Transaction): Promise<void> => {
      const statements: unknown = Reflect.apply(statementsOf as Run, service, [transaction]);
      const session = new DataSession(transaction, statements as ConfinedStatements);
      try {
        await (Reflect.apply(work as Run, undefined, [number, session]) as Promise<unknown>);
      } catch (error) {
        throw session.original(error);
      }
    },
  ];
}
