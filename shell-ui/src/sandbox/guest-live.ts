import type { LiveState, LiveUpdates } from '@datawave/plugin-sdk/ui';
import type { FromGuest } from './messages.ts';

/** What the server says to have changed, as the shell passes it on to a framed element. */
export class GuestLive implements LiveUpdates {
  readonly #send: (message: FromGuest) => void;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #followers = new Set<(state: LiveState) => void>();
  #state: LiveState = 'connecting';

  constructor(send: (message: FromGuest) => void) {
    this.#send = send;
  }

  get state(): LiveState {
    return this.#state;
  }

  follow(topic: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    if (listeners.size === 0) this.#send({ type: 'follow', topic });
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.delete(topic)) this.#send({ type: 'unfollow', topic });
    };
  }

  onStateChange(listener: (state: LiveState) => void): () => void {
    this.#followers.add(listener);
    return () => void this.#followers.delete(listener);
  }

  told(topic: string): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener();
  }

  become(state: LiveState): void {
    this.#state = state;
    for (const follower of this.#followers) follower(state);
  }
}
