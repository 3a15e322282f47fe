/** What a browser hands to `serviceWorker.register` where no text may become a script's address. */
interface ScriptAddressPolicy {
  createScriptURL(address: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: ScriptAddressPolicy): ScriptAddressPolicy;
}

const WORKER = '/service-worker.js';
const ASK_AGAIN_MS = 30 * 60_000;

function workerAddress(): string {
  const factory = Reflect.get(globalThis, 'trustedTypes') as PolicyFactory | undefined;
  const policy = factory?.createPolicy('datawave-worker', { createScriptURL: () => WORKER });
  return policy?.createScriptURL(WORKER) ?? WORKER;
}

/** Registers the service worker that keeps the shell in this browser, and knows when it holds a newer one. */
export class FreshVersion {
  readonly #changed: () => void;
  #waiting: ServiceWorker | null = null;
  /** Another tab has gone over already. */
  #isOld = false;
  #isTaken = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** A newer version is there and waits to be taken. */
  get isReady(): boolean {
    return this.#waiting !== null || this.#isOld;
  }

  start(signal: AbortSignal): void {
    if (!('serviceWorker' in navigator)) return;
    // After the first page: it has better things to load.
    const idle = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1000));
    idle(() => void this.#register(signal).catch(() => null));
  }

  /** Goes over to the newer version; the page loads anew. What is written into forms is kept. */
  take(): void {
    this.#isTaken = true;
    if (this.#waiting === null) location.reload();
    else this.#waiting.postMessage('take-over');
  }

  async #register(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { serviceWorker } = navigator;
    const registration = await serviceWorker.register(workerAddress(), { updateViaCache: 'none' });
    await this.#look(registration);
    registration.addEventListener(
      'updatefound',
      () => registration.installing?.addEventListener('statechange', () => void this.#look(registration)),
      { signal },
    );
    serviceWorker.addEventListener('controllerchange', () => void this.#taken(), { signal });
    let asked = Date.now();
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState !== 'visible' || Date.now() - asked < ASK_AGAIN_MS) return;
        asked = Date.now();
        // A server that does not answer now will another time.
        void registration.update().catch(() => null);
      },
      { signal },
    );
  }

  async #look({ waiting }: ServiceWorkerRegistration): Promise<void> {
    // The first one of all replaces nothing.
    if (waiting === null || navigator.serviceWorker.controller === null) return;
    // The server has given the newer page already, and its worker comes after it.
    if ((await versionOf(waiting)) === ownVersion()) {
      waiting.postMessage('take-over');
      return;
    }
    this.#waiting = waiting;
    this.#changed();
  }

  async #taken(): Promise<void> {
    if (this.#isTaken) return location.reload();
    const { controller } = navigator.serviceWorker;
    this.#waiting = null;
    this.#isOld = controller !== null && (await versionOf(controller)) !== ownVersion();
    this.#changed();
  }
}

const ownVersion = (): string => document.documentElement.dataset['version'] ?? '';

/** Of which build a service worker is. */
function versionOf(worker: ServiceWorker): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage('version', [port2]);
  });
}

/** Empties what the service worker keeps: somebody has signed out. */
export async function forgetCaches(): Promise<void> {
  if (!('caches' in globalThis)) return;
  for (const name of await caches.keys()) if (name.startsWith('dw-')) await caches.delete(name);
}
