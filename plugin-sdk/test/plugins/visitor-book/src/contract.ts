import { type ExecutionScope, extensionPointRef, hookRef, serviceRef } from '@datawave/plugin-sdk';

/** A visitor as others see one. */
export interface VisitorEntry {
  readonly id: string;
  readonly name: string;
  /** Null until the visitor has been greeted. */
  readonly greeting: string | null;
}

/** What the plugin offers to others. */
export interface VisitorBookService {
  list(scope: ExecutionScope): Promise<readonly VisitorEntry[]>;
  /** Answers the entry's id. */
  sign(scope: ExecutionScope, name: string): Promise<string>;
}

export const visitorBookService = serviceRef<VisitorBookService>('visitor-book.book');

/** Somebody has been greeted. */
export const arrivalHook = hookRef<{ readonly name: string }>({
  id: 'visitor-book.arrival',
  flow: 'series',
  mode: 'async',
  onError: 'isolate',
});

/** Adds something to a greeting. */
export const decorationPoint = extensionPointRef<(greeting: string) => string>('visitor-book.decorations');
