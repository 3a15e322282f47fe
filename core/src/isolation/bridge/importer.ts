import type { Logger } from '@datawave/plugin-sdk';
import type { Borrowings } from './borrowings.ts';
import { ChannelSocket } from './channel-socket.ts';
import type { Importer } from './decoder.ts';
import { type RemoteAnswer, remoteLogger, remoteObject } from './remote.ts';
import { REMOTE } from './shapes.ts';
import { readRemotely } from './streams.ts';

export interface ImporterParts extends Pick<Importer, 'isGuarded' | 'own' | 'signal' | 'scope' | 'error'> {
  readonly borrowings: Borrowings;
  /** Calls what the other side handed over. @param milliseconds - that it may take */
  call(
    target: number,
    method: string,
    args: readonly unknown[],
    what: string,
    milliseconds?: number,
  ): RemoteAnswer;
  /** As call, without waiting for an answer. */
  tell(target: number, method: string, args: readonly unknown[]): void;
}

/** Makes what stands for the other side's functions, objects, loggers, iterables and sockets: the same for the same, each time. */
export function makeImporter({ borrowings, call, tell, ...rest }: ImporterParts): Importer {
  return {
    ...rest,
    function: (id, label) =>
      borrowings.borrow(id, (loan) => {
        const run = (...args: readonly unknown[]): RemoteAnswer => call(loan.id, '', args, label);
        return Object.defineProperty(run, REMOTE, { value: true });
      }),
    object: (id, methods, data, label) =>
      borrowings.borrow(id, (loan) =>
        remoteObject(data, methods, (method, args) => call(loan.id, method, args, `${label}, ${method}`)),
      ),
    logger: (id) =>
      borrowings.borrow(
        id,
        (loan): Logger => remoteLogger((level, message, fields) => tell(loan.id, level, [message, fields])),
      ),
    // It waits for as long as nothing comes, as any socket does.
    socket: (id, label) =>
      borrowings.borrow(
        id,
        (loan) =>
          new ChannelSocket((method, args) =>
            call(loan.id, method, args, `${label}, ${method}`, Number.POSITIVE_INFINITY),
          ),
      ),
    iterable: (id, label) =>
      borrowings.borrow(id, (loan) =>
        readRemotely(
          (run) => call(loan.id, 'pull', [run], label),
          (run) => tell(loan.id, 'close', [run]),
        ),
      ),
  };
}
