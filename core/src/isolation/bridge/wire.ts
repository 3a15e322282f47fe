/** Field of an object in a message that stands for something else than itself. A plain object that has it is escaped. */
export const MARK = '\u0000datawave';

/** What a marked object stands for. `id` is the number under which its owner knows it. */
export type Mark =
  | { readonly [MARK]: 'function'; readonly id: number }
  | {
      readonly [MARK]: 'object';
      readonly id: number;
      readonly methods: readonly string[];
      readonly data: unknown;
    }
  | { readonly [MARK]: 'logger'; readonly id: number }
  /** A connection that the platform made for the plugin. */
  | { readonly [MARK]: 'socket'; readonly id: number }
  | { readonly [MARK]: 'iterable'; readonly id: number }
  /** Something that the receiver had handed over, coming back. */
  | { readonly [MARK]: 'yours'; readonly id: number }
  | { readonly [MARK]: 'signal'; readonly id: number; readonly isAborted: boolean; readonly reason: unknown }
  | { readonly [MARK]: 'scope'; readonly scope: unknown; readonly signal: unknown }
  | { readonly [MARK]: 'error'; readonly error: unknown }
  | { readonly [MARK]: 'url'; readonly href: string }
  | { readonly [MARK]: 'texts'; readonly text: string; readonly lengths: Int32Array }
  | { readonly [MARK]: 'escaped'; readonly value: unknown };

export const isMarked = (value: object): value is Record<string, unknown> => Object.hasOwn(value, MARK);
