import type { Disposer } from '@datawave/plugin-sdk';

/**
 * What the plugin has registered with the platform. In process that is done at once; here it is on its way, and setup is over when
 * all of it has arrived.
 */
export class Registrations {
  readonly #onLateFault: (error: unknown) => void;
  #pending: Promise<unknown>[] = [];
  #isSettingUp = true;

  /** @param onLateFault - told what could not be registered after setup and start */
  constructor(onLateFault: (error: unknown) => void) {
    this.#onLateFault = onLateFault;
  }

  /** @param answer - resolves with how to undo it. Answers the same at once. */
  add(answer: Promise<unknown>): Disposer {
    if (this.#isSettingUp) this.#pending.push(answer);
    answer.catch((error: unknown) => {
      if (!this.#isSettingUp) this.#onLateFault(error);
    });
    return async () => {
      const dispose: unknown = await answer;
      if (typeof dispose === 'function') await (dispose as Disposer)();
    };
  }

  /** Waits for what has been registered so far. Rejects with the first that could not be. */
  async settle(): Promise<void> {
    while (this.#pending.length > 0) {
      const pending = this.#pending;
      this.#pending = [];
      await Promise.all(pending);
    }
  }

  /** From here on what fails is a fault of its own. */
  end(): void {
    this.#isSettingUp = false;
  }
}
