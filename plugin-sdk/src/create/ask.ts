import { createInterface } from 'node:readline';
import { kindSummary, PLUGIN_KINDS } from './kinds.ts';
import { parseKind, parseNames } from './names.ts';

/** Options of the command line beside kind and name, as `parseArgs` of `node:util` takes them. @public */
export const CREATE_OPTIONS = {
  dir: { type: 'string' },
  license: { type: 'string', default: 'apache-2.0' },
} as const;

/** How the command is used, after its name. @public */
export const CREATE_USAGE = `KIND NAME [--dir DIR] [--license apache-2.0|mit|none]

Makes the folder of a new plugin: TypeScript, tests with the conformance kit, a sample configuration, README and release workflow.
On a terminal it asks for what is missing.

Kinds:
${PLUGIN_KINDS.map((kind) => `  ${kind.padEnd(12)}${kindSummary(kind)}`).join('\n')}

NAME is made of lower case letters, digits and hyphens, with a scope of npm before it or none: badge, @acme/badge.

  --dir DIR        folder to make; the plugin's id unless given
  --license NAME   apache-2.0, mit or none; apache-2.0 unless given`;

/** A terminal that can be asked. @public */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Kind and name, asked for on a terminal where they were not given. Nothing is asked when both were.
 * @returns null when something is missing and there is nobody to ask
 * @public
 */
export async function askForMissing(
  given: { readonly kind: string | undefined; readonly name: string | undefined },
  terminal: Terminal | null,
): Promise<{ readonly kind: string; readonly name: string } | null> {
  const { kind, name } = given;
  if (kind !== undefined && name !== undefined) return { kind, name };
  if (terminal === null) return null;
  const lines = createInterface({ input: terminal.input, crlfDelay: Number.POSITIVE_INFINITY });
  // One reader for all questions: what was pasted in one go answers one after the other.
  const answers = lines[Symbol.asyncIterator]();
  const ask = async (question: string, parse: (text: string) => unknown): Promise<string | null> => {
    for (;;) {
      terminal.output.write(question);
      const { value, done } = await answers.next();
      // Whoever ends the input has nothing to say.
      if (done === true) return null;
      const answer = String(value).trim();
      try {
        parse(answer);
        return answer;
      } catch (error) {
        terminal.output.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  };
  try {
    if (kind === undefined)
      for (const known of PLUGIN_KINDS) terminal.output.write(`  ${known.padEnd(12)}${kindSummary(known)}\n`);
    const chosen = kind ?? (await ask('Kind: ', parseKind));
    if (chosen === null) return null;
    const named = name ?? (await ask('Name: ', (text) => parseNames(parseKind(chosen), text)));
    return named === null ? null : { kind: chosen, name: named };
  } finally {
    lines.close();
  }
}
