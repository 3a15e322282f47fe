import type { Disposer } from '@datawave/plugin-sdk';

interface Staged {
  register(): unknown;
  resolve(dispose: Disposer): void;
  reject(error: unknown): void;
}

/**
 * What one process of a plugin has registered. During its setup that is only written down, so that what a former process had
 * registered stays until it can be replaced at once.
 */
export class StagedRegistrations {
  readonly #onFault: (error: unknown) => void;
  #staged: Staged[] | null = [];
  readonly #disposers: Disposer[] = [];

  /** @param onFault - told of what could not be undone */
  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** @param register - answers how to undo it, if it can be. Resolves with that once it has been done. */
  add(register: () => unknown): Promise<Disposer> {
    if (this.#staged === null) return Promise.resolve(this.#do(register));
    const staged = this.#staged;
    return new Promise((resolve, reject) => void staged.push({ register, resolve, reject }));
  }

  /** Remembers to undo what has been done already. */
  track(dispose: Disposer): Disposer {
    this.#disposers.push(dispose);
    return dispose;
  }

  /** Does all that was written down, in its order. @throws what the first that fails throws */
  apply(): void {
    const staged = this.#staged ?? [];
    this.#staged = null;
    let failure: { readonly error: unknown } | null = null;
    for (const { register, resolve, reject } of staged) {
      try {
        resolve(this.#do(register));
      } catch (error) {
        reject(error);
        failure ??= { error };
      }
    }
    if (failure !== null) throw failure.error;
  }

  /** Undoes everything, newest first. What is undone later by itself is not waited for. */
  withdraw(): void {
    this.#staged = null;
    for (const dispose of this.#disposers.splice(0).toReversed()) {
      try {
        void Promise.resolve(dispose()).catch(this.#onFault);
      } catch (error) {
        this.#onFault(error);
      }
    }
  }

  #do(register: () => unknown): Disposer {
    const dispose: unknown = register();
    return typeof dispose === 'function' ? this.track(dispose as Disposer) : () => undefined;
  }
}
