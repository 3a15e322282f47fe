import { ATTEMPTS } from './attempts.ts';
import { type EscapeLevel, tryEscapes } from './try-escapes.ts';

/** Tries every way out of the level that it is given, as whoever runs it, and writes what came of each as JSON. */
const [level = 'child'] = process.argv.slice(2);
const results = await tryEscapes(level as EscapeLevel, ATTEMPTS);
process.stdout.write(
  JSON.stringify(results.map(({ attempt, success, refusal }) => ({ name: attempt.name, success, refusal }))),
);
