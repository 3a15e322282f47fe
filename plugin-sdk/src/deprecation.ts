import type { ExtensionPointRef, HookRef, ServiceRef } from './refs.ts';

/** What is going, and what comes instead. @public */
export interface Deprecation {
  /** Version of what owns it, in which it was deprecated: of the SDK for the kernel's, of the plugin for a plugin's. */
  readonly since: string;
  /** What to use instead, as an instruction: `Use "catalog.catalog".` */
  readonly use: string;
}

/**
 * Marks a ref as deprecated. It works as before; each plugin that depends on it, taps it or contributes to it is told once, in its log
 * and in what is known of it.
 *
 * @example
 * ```ts
 * export const greeter = deprecated(serviceRef<Greeter>('greetings.greeter'), {
 *   since: '1.4.0',
 *   use: 'Use "greetings.people", which greets several at once.',
 * });
 * ```
 * @public
 */
export function deprecated<
  Ref extends ServiceRef<unknown> | HookRef<never, unknown> | ExtensionPointRef<unknown>,
>(ref: Ref, deprecation: Deprecation): Ref {
  return { ...ref, deprecated: deprecation };
}
