import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { CommandIo } from '@datawave/plugin-sdk';

/**
 * Reads a secret: from a pipe as it is but for the last line break, or from a terminal without showing what is typed.
 * It never stands on the command line, where others could see it.
 */
export async function readSecret(input: NodeJS.ReadStream, io: CommandIo, prompt: string): Promise<string> {
  if (!input.isTTY) {
    let text = '';
    for await (const chunk of input.setEncoding('utf8')) text += String(chunk);
    return text.replace(/\r?\n$/, '');
  }
  io.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    io.stderr.write('\n');
  }
}
