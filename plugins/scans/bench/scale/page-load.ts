import type { PlatformProcess } from './platform-process.ts';

/** How long pages took, by their names. */
export interface PageTimes {
  readonly name: string;
  readonly requests: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly slowestMs: number;
}

/** Loads pages one after the other, as somebody does who looks at a scan, until it is told to stop. */
export class PageLoad {
  readonly #platform: PlatformProcess;
  readonly #times = new Map<string, number[]>();
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(platform: PlatformProcess) {
    this.#platform = platform;
  }

  /**
   * Loads each page once, uncounted, and then all of them again and again.
   * @param pages - paths by name
   * @param pauseMs - between two pages
   * @throws Error at once where a page is not there, because a long scan would be measured for nothing
   */
  async start(pages: Readonly<Record<string, string>>, pauseMs: number): Promise<void> {
    for (const path of Object.values(pages)) await this.#load(path);
    this.#running = (async () => {
      while (!this.#isStopped)
        for (const [name, path] of Object.entries(pages)) {
          if (this.#isStopped) return;
          const times = this.#times.get(name) ?? [];
          this.#times.set(name, times);
          times.push(await this.#load(path));
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
    })();
    this.#running.catch(() => undefined);
  }

  async #load(path: string): Promise<number> {
    const began = performance.now();
    const answer = await this.#platform.request('GET', path);
    await answer.arrayBuffer();
    if (!answer.ok)
      throw new Error(
        `GET ${path}: ${answer.status}${path === '/' ? '; npm run build:ui makes the shell' : ''}`,
      );
    return performance.now() - began;
  }

  async stop(): Promise<readonly PageTimes[]> {
    this.#isStopped = true;
    await this.#running;
    return [...this.#times].map(([name, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      const at = (share: number): number =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      return { name, requests: all.length, medianMs: at(0.5), p95Ms: at(0.95), slowestMs: at(1) };
    });
  }
}
