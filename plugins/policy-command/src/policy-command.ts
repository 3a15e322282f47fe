import { isIP } from 'node:net';
import {
  type Command,
  type CommandIo,
  DataWaveError,
  type EgressService,
  printable,
} from '@datawave/plugin-sdk';
import { askPlatform } from './ask-platform.ts';
import { POLICY_USAGE, parsePolicyArguments } from './policy-arguments.ts';

const EXIT = { allowed: 0, impossible: 1, usage: 2, denied: 3 } as const;

/** `datawave policy`: asks a platform that runs "can X do Y to Z, and why". */
export function createPolicyCommand(egress: EgressService): Command {
  return {
    summary: 'Ask a running platform whether somebody may do something, and why.',
    usage: POLICY_USAGE,
    async run(args, io, { signal }) {
      try {
        const asked = parsePolicyArguments(args, io.env);
        if (asked.url.protocol === 'http:' && !isLoopback(asked.url.hostname))
          io.stderr.write(`datawave policy: the token goes to ${asked.url.host} unencrypted; use https.\n`);
        const answer = await askPlatform(egress, asked, '/access/test', asked.question, signal);
        const isAllowed: unknown = Reflect.get(Object(answer), 'allowed');
        if (typeof isAllowed !== 'boolean') throw strange();
        await write(io, asked.format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : inWords(answer));
        return isAllowed ? EXIT.allowed : EXIT.denied;
      } catch (error) {
        if (!DataWaveError.is(error) || signal.aborted) throw error;
        io.stderr.write(`datawave policy: ${printable(error.message)} [${printable(error.code)}]\n`);
        if (error.hint !== undefined) io.stderr.write(`  ${printable(error.hint)}\n`);
        return error.code === 'DW_USAGE' ? EXIT.usage : EXIT.impossible;
      }
    },
  };
}

/** The answer for people: the verdict, why, what they hold, and what became of each policy about them. */
function inWords(answer: unknown): string {
  const part = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
  const text = (value: unknown): string => printable(String(value));
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const roles = list(part(part(answer, 'principal'), 'roles')).map(text);
  const policies = list(part(answer, 'policies')).map(
    (policy) =>
      `  ${text(part(policy, 'effect')).padEnd(6)}${text(part(policy, 'outcome')).padEnd(18)}${text(part(policy, 'title'))}\n`,
  );
  return [
    `${part(answer, 'allowed') === true ? 'allowed' : 'denied'}: ${text(part(answer, 'reason'))}\n`,
    `roles: ${roles.length === 0 ? 'none' : roles.join(', ')}\n`,
    ...(policies.length === 0 ? [] : ['policies:\n', ...policies]),
  ].join('');
}

const strange = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLATFORM_ANSWER',
    message: 'The platform answered something else than was asked for.',
    hint: 'Check that the command and the platform are of the same version.',
  });

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

// Waits until the text is handed on, so that the process may end right after.
const write = (io: CommandIo, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    io.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
