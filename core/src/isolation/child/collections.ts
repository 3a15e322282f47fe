import type { Disposer, Extension, ExtensionCollection } from '@datawave/plugin-sdk';
import type { Peer } from '../bridge/peer.ts';
import { fieldsOf } from '../bridge/shapes.ts';
import type { Registrations } from './registrations.ts';

interface Mirror {
  version: number;
  list: readonly Extension<unknown>[];
  readonly listeners: Set<() => void>;
}

/** Extension points as the plugin reads them: a copy that the platform keeps up to date. It is complete before setup ends. */
export class Collections {
  readonly #mirrors = new Map<string, Mirror>();
  readonly #peer: Peer;
  readonly #registrations: Registrations;
  readonly #onFault: (error: unknown) => void;

  constructor(peer: Peer, registrations: Registrations, onFault: (error: unknown) => void) {
    this.#peer = peer;
    this.#registrations = registrations;
    this.#onFault = onFault;
  }

  of(point: string): ExtensionCollection<unknown> {
    let mirror = this.#mirrors.get(point);
    if (mirror === undefined) {
      mirror = { version: 0, list: [], listeners: new Set() };
      this.#mirrors.set(point, mirror);
      const filled = this.#peer.callRoot('collection', [point], `collection of ${point}`);
      this.#registrations.add(filled.then((list) => this.update(point, list)));
    }
    const { listeners } = mirror;
    const read = mirror;
    return {
      get: (key) => read.list.find((extension) => extension.key === key),
      list: () => read.list,
      onChange: (listener): Disposer => {
        const own = (): void => listener();
        listeners.add(own);
        return () => void listeners.delete(own);
      },
    };
  }

  /** The platform says what there is now. */
  update(point: string, sent: unknown): void {
    const mirror = this.#mirrors.get(point);
    const { version, list } = fieldsOf(sent);
    if (mirror === undefined || Number(version) <= mirror.version || !Array.isArray(list)) return;
    mirror.version = Number(version);
    mirror.list = list as readonly Extension<unknown>[];
    for (const listener of [...mirror.listeners]) {
      try {
        listener();
      } catch (error) {
        this.#onFault(error);
      }
    }
  }
}
