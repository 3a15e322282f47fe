import { loadConfig } from '../../config/load-config.ts';
import { createKernel } from '../../kernel.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import { type CliCommand, parseOptions } from '../cli-command.ts';
import { findConfig } from '../find-config.ts';

const usage = `Usage: datawave migrate [--config FILE] [--data DIR]

Brings the schema of every enabled plugin up to date, then ends. Run it before a rolling upgrade;
several at once wait for each other.`;

/** `datawave migrate`. */
export const migrateCommand: CliCommand = {
  name: 'migrate',
  summary: 'Bring the database up to date without starting the platform.',
  usage,
  async run(args, io) {
    const { values } = parseOptions(args, { config: { type: 'string' }, data: { type: 'string' } }, usage);
    const config = await loadConfig(findConfig(values.config, io.cwd, io.env), {
      env: io.env,
      overrides: values.data === undefined ? {} : { data: values.data },
    });
    const kernel = await createKernel({
      config,
      http: 'never',
      log: createTextLogger({ level: 'warn', destination: io.stderr }),
      env: io.env,
    });
    try {
      const statuses = await kernel.migrate();
      const fallen = statuses.filter(({ state }) => ['invalid', 'blocked', 'failed'].includes(state));
      for (const { id, state, reason } of fallen) io.stderr.write(`${id} is ${state}: ${reason ?? ''}\n`);
      const current = statuses.filter(({ state }) => state === 'migrating').length;
      io.stdout.write(
        `The database is up to date for ${current} plugins${fallen.length === 0 ? '' : `, not for ${fallen.length}`}.\n`,
      );
      return fallen.length === 0 ? 0 : 1;
    } finally {
      await kernel.stop();
    }
  },
};
