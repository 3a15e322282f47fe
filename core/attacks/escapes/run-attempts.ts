import process from 'node:process';
import type { EscapeTarget } from './attempt.ts';
import { ATTEMPTS } from './attempts.ts';

/** What an attempt says of itself: what it got, or how it was refused. */
export interface AttemptReport {
  readonly name: string;
  readonly loot: string | null;
  readonly refusal: string | null;
}

/** Runs behind a wall, or without one: tries what its arguments name, and tells of each. */
const [encoded = '{}', ...names] = process.argv.slice(2);
const target: EscapeTarget = JSON.parse(encoded);

async function attempt(name: string): Promise<AttemptReport> {
  const found = ATTEMPTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no attempt is called "${name}"`);
  try {
    const got = await found.run(target);
    return { name, loot: got === null || got === undefined ? null : String(got), refusal: null };
  } catch (error) {
    return {
      name,
      loot: null,
      refusal:
        error instanceof Error ? `${Reflect.get(error, 'code') ?? ''} ${error.message}` : String(error),
    };
  }
}

// Not before the host has read this: bytes that are no message would take it with them.
await new Promise<void>((resolve) => {
  process.once('message', () => resolve());
  process.send?.({ ready: true });
});
for (const name of names) process.send?.({ report: await attempt(name) });
// What was said goes first; a channel that waits for an answer which never comes keeps nobody.
process.send?.({ done: true }, undefined, {}, () => process.exit(0));
setTimeout(() => process.exit(0), 500);
