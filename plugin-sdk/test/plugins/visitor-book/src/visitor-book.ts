import { randomUUID } from 'node:crypto';
import {
  DataWaveError,
  type ExecutionScope,
  type ExtensionCollection,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { VisitorBookService, VisitorEntry } from './contract.ts';
import { type StoredVisitor, Visitor } from './visitor.ts';

interface Options {
  readonly greeting: string;
  readonly decorations: ExtensionCollection<(greeting: string) => string>;
  onSigned(tx: Transaction, scope: ExecutionScope, id: string): Promise<unknown>;
}

/** The book itself. Each page is written in one transaction with the job that greets the visitor. */
export class VisitorBook implements VisitorBookService {
  readonly #storage: StorageService;
  readonly #options: Options;

  constructor(storage: StorageService, options: Options) {
    this.#storage = storage;
    this.#options = options;
  }

  list(scope: ExecutionScope): Promise<readonly VisitorEntry[]> {
    return this.#storage.transaction(scope, async (tx) => {
      const visitors = await this.#storage
        .unitOfWork(tx)
        .find(Visitor, {}, { orderBy: { signedAt: 'asc', id: 'asc' } });
      return visitors.map(toEntry);
    });
  }

  sign(scope: ExecutionScope, name: string): Promise<string> {
    return this.#storage.transaction(scope, async (tx) => {
      const id = randomUUID();
      this.#storage
        .unitOfWork(tx)
        .create(Visitor, { id, workspaceId: scope.workspace, name, greeting: null, signedAt: new Date() });
      await this.#options.onSigned(tx, scope, id);
      return id;
    });
  }

  /** Writes the greeting beside the name. */
  greet(scope: ExecutionScope, id: string): Promise<VisitorEntry> {
    return this.#storage.transaction(scope, async (tx) => {
      const visitor = await this.#storage.unitOfWork(tx).findOne(Visitor, { id });
      if (visitor === null) {
        throw new DataWaveError({
          code: 'DW_VISITOR_BOOK_UNKNOWN',
          message: `Nobody has signed as ${id}.`,
          status: 404,
        });
      }
      const plain = `${this.#options.greeting}, ${visitor.name}`;
      visitor.greeting = this.#options.decorations
        .list()
        .reduce((greeting, { value }) => value(greeting), plain);
      return toEntry(visitor);
    });
  }
}

const toEntry = ({ id, name, greeting }: StoredVisitor): VisitorEntry => ({
  id,
  name,
  greeting: greeting ?? null,
});
