import { findServerProgram } from './server-program.ts';

/** Debian's Chromium, or undefined when it is not installed. */
export function chromiumPath(): string | undefined {
  return findServerProgram('chromium');
}

/** What it is started with in tests: no sandbox (root has none), no graphics card, no calls home. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
];
