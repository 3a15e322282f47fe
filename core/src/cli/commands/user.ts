import { createAudit } from '../../audit/audit.ts';
import { createAdministrator } from '../../security/administrator.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import { type CliCommand, parseOptions, UsageError } from '../cli-command.ts';
import { readSecret } from '../read-secret.ts';
import { withStorage } from '../with-storage.ts';

const usage = `Usage: datawave user reset-password NAME [--config FILE] [--data DIR]

Reads the new password from standard input and ends all sessions of the user. NAME is the first administrator,
"admin"; for everybody else administrators make a link for a new password, under People.`;

/** A password that is shorter is refused. */
const SHORTEST = 12;

/** `datawave user reset-password`. */
export const userCommand: CliCommand = {
  name: 'user',
  summary: 'Set a new password for the first administrator, who then lets everybody else in.',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      { config: { type: 'string' }, data: { type: 'string' } } as const,
      usage,
    );
    const [action, name, ...rest] = positionals;
    if (action !== 'reset-password' || name === undefined || rest.length > 0)
      throw new UsageError('Say "reset-password NAME".', usage);
    const password = await readSecret(process.stdin, io, `New password of ${name} (not shown): `);
    if ([...password].length < SHORTEST)
      throw new UsageError(`The password has fewer than ${SHORTEST} characters.`, usage);
    await withStorage({ config: values.config, data: values.data }, io, async ({ storage }) => {
      const log = createTextLogger({ level: 'warn', destination: io.stderr });
      const audit = createAudit(storage).service('core');
      const administrator = createAdministrator({ storage, env: {}, log, audit: () => audit });
      try {
        await administrator.resetPassword(name, password);
      } finally {
        await administrator.close();
      }
    });
    io.stdout.write(
      `"${name}" signs in with the new password from now on. All sessions of theirs have ended.\n`,
    );
    return 0;
  },
};
