import { testStorage } from '../../core/test/storage.ts';

/** A database for one test, on the server that the whole run shares. */
export interface TestDatabase {
  /** For createTestKernel. */
  readonly storage: string;
  readonly settings: { readonly storage: { readonly migrationUrl: string; readonly poolSize: number } };
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, migrationUrl, close } = await testStorage();
  return { storage: url, settings: { storage: { migrationUrl, poolSize: 4 } }, drop: close };
}

/** Where the example plugins lie. */
export const pluginFolder = (name: string): string => `${import.meta.dirname}/plugins/${name}`;

/** Waits until something is so, for half a minute at most. */
export async function eventually<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const value = await read();
    if (isSo(value) || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
