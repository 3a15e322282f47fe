#!/usr/bin/env node
// npm create @datawave/plugin: the same as "datawave plugin create", for whoever has nothing of DataWave yet.
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import {
  afterwards,
  askForMissing,
  CREATE_OPTIONS,
  CREATE_USAGE,
  createPlugin,
} from '@datawave/plugin-sdk/create';

const usage = `Usage: npm create @datawave/plugin ${CREATE_USAGE}`;
const { version } = createRequire(import.meta.url)('../package.json');

/** Answers the exit code: 1 when it could not be done, 2 when the command line was not understood. */
async function main() {
  const options = { ...CREATE_OPTIONS, help: { type: 'boolean', short: 'h', default: false } };
  let given;
  try {
    given = parseArgs({ options, allowPositionals: true, strict: true });
  } catch (error) {
    return fail(error.message, 2);
  }
  const { values, positionals } = given;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (positionals.length > 2) return fail('Give a kind and a name.', 2);
  const [kind, name] = positionals;
  const terminal = process.stdin.isTTY ? { input: process.stdin, output: process.stderr } : null;
  const asked = await askForMissing({ kind, name }, terminal);
  if (asked === null) return fail('Say which kind of plugin, and its name.', 2);
  try {
    const created = await createPlugin({
      ...asked,
      directory: values.dir,
      license: values.license,
      cwd: process.cwd(),
      source: async () => ({ kind: 'registry', version }),
    });
    process.stdout.write(afterwards(created, process.cwd(), process.env));
    return 0;
  } catch (error) {
    if (typeof error.code !== 'string' || !error.code.startsWith('DW_')) throw error;
    return fail(`${error.message} ${error.hint ?? ''}`.trim(), 1);
  }
}

function fail(message, code) {
  process.stderr.write(`create-plugin: ${message}\n${code === 2 ? `\n${usage}\n` : ''}`);
  return code;
}

process.exitCode = await main();
