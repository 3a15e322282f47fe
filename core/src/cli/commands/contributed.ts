import { resolve } from 'node:path';
import { type CommandIo, commandPoint, DataWaveError } from '@datawave/plugin-sdk';
import { loadConfig } from '../../config/load-config.ts';
import { createKernel } from '../../kernel.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';

/** Options of every command that a plugin brings. */
const EVERYWHERE = `Beside these:
  --config FILE   the configuration; the one that is called like the command unless given
  --data DIR      folder of the embedded database, keys and files; that of the configuration unless given`;

/**
 * Boots the feature set of a command that a plugin brings, runs it and closes everything again.
 * Null when no plugin of the set brings a command of that name.
 * @param set.data folder of the embedded database, keys and files; that of the configuration unless given
 */
export async function runContributed(
  name: string,
  args: readonly string[],
  set: { readonly config: string; readonly data: string | undefined },
  io: CommandIo,
): Promise<number | null> {
  const config = await loadConfig(set.config, {
    env: io.env,
    overrides: set.data === undefined ? {} : { data: resolve(io.cwd, set.data) },
  });
  // People read the command's own output; of the kernel they want to hear only what went wrong.
  const log = createTextLogger({
    level: io.env['DATAWAVE_DEBUG'] ? 'debug' : 'warn',
    destination: io.stderr,
  });
  const kernel = await createKernel({ config, http: 'never', ignoresOverrides: true, log, env: io.env });
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort(
      new DataWaveError({
        code: 'DW_COMMAND_INTERRUPTED',
        message: 'Interrupted.',
        hint: 'Run it again to start over.',
      }),
    );
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    await kernel.start();
    const command = kernel.extensions(commandPoint).get(name);
    if (command === undefined) return null;
    if (args.includes('--help') || args.includes('-h')) {
      io.stdout.write(`${command.value.summary}\n\n${command.value.usage}\n\n${EVERYWHERE}\n`);
      return 0;
    }
    return await command.value.run(args, io, kernel.scope({ signal: abort.signal }));
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    io.stderr.write('datawave: interrupted.\n');
    return 130;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await kernel.stop();
  }
}
