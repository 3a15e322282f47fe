import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { CommandIo, PluginStatus } from '@datawave/plugin-sdk';
import { startupReportPoint } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { listen } from '../../http/listener.ts';
import { createKernel } from '../../kernel.ts';
import type { Kernel, KernelRole } from '../../kernel-types.ts';
import { type CliCommand, parseOptions, parsePort, UsageError } from '../cli-command.ts';
import { findConfig } from '../find-config.ts';
import { reportError } from '../report-error.ts';

const usage = `Usage: datawave start [OPTION...]

  --config FILE        the configuration; config/standard.yaml unless given
  --role ROLE          all, api or worker; all unless given
  --queues A,B         a worker takes the jobs of these plugins only
  --host ADDRESS       address to listen on
  --port N             port to listen on; 0 takes a free one
  --metrics-port N     port of the Prometheus metrics
  --data DIR           folder of the embedded database, keys and files
  --safe-mode          boot without any plugin and write nothing`;

const ROLES: readonly KernelRole[] = ['all', 'api', 'worker'];
/**
 * The process ends with it to be started again, with other plugins: EX_TEMPFAIL of sysexits.h. The launcher does so, and so does any
 * supervisor that restarts what ended with an error.
 */
export const RESTART_CODE = 75;
const LEAVE_MS = 3_000;
/** Environment variable with the file by which the launcher knows that installed plugins are being watched. */
const WATCH_NOTE = 'DATAWAVE_WATCH_NOTE';
/** Signals within this time of the first say the same thing once more. */
const SAME_REQUEST_MS = 1000;

const options = {
  config: { type: 'string' },
  role: { type: 'string', default: 'all' },
  queues: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'metrics-port': { type: 'string' },
  data: { type: 'string' },
  'safe-mode': { type: 'boolean', default: false },
} as const;

/** Resolves once the process is asked to end; asked again, it ends at once. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (signal: NodeJS.Signals): void => {
      // Where a whole process group is told, the launcher hands on what has been heard already.
      if (askedAt !== null && performance.now() - askedAt > SAME_REQUEST_MS)
        process.exit(signal === 'SIGINT' ? 130 : 143);
      askedAt ??= performance.now();
      resolve();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
}

/** Everything has been stopped: what a plugin has left open keeps nobody from ending, only for a moment. */
function leave(code: number): number {
  setTimeout(() => process.exit(code), LEAVE_MS).unref();
  return code;
}

/** Whoever ends while the note is there is started again, for the former plugins to come back. */
function tellLauncher(note: string, isWatched: boolean): void {
  if (isWatched) writeFileSync(note, '');
  else rmSync(note, { force: true });
}

const isTrouble = ({ state }: PluginStatus): boolean =>
  ['invalid', 'blocked', 'failed', 'degraded'].includes(state);

/** What stands on the screen once everything is up. */
function banner(kernel: Kernel, password: string | null, milliseconds: number): string {
  const statuses = kernel.plugins();
  const trouble = statuses.filter(isTrouble);
  const active = statuses.filter(({ state }) => state === 'active').length;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Address', kernel.address],
    ['Sign in', password === null ? 'admin, with the password chosen before' : `admin / ${password}`],
    ['', password === null ? null : 'This password is shown once. DATAWAVE_ADMIN_PASSWORD chooses another.'],
    [
      'Plugins',
      `${active} active${trouble.length === 0 ? '' : `, ${trouble.length} in trouble`}${kernel.isSafeMode ? ' (safe mode)' : ''}`,
    ],
    ['Metrics', kernel.metricsAddress],
  ];
  const lines = facts.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(9)}${value}`]));
  const troubles = trouble.map(({ id, state, reason }) => `  ${id} is ${state}: ${reason ?? ''}`);
  return [
    '',
    `DataWave is ready after ${(milliseconds / 1000).toFixed(1)} s.`,
    '',
    ...lines,
    ...(troubles.length > 0 ? ['', ...troubles] : []),
    '',
    '',
  ].join('\n');
}

/** Prints what plugins have to say, as it becomes known. */
async function report(kernel: Kernel, io: CommandIo, stopped: AbortSignal): Promise<void> {
  for (const { value, plugin } of kernel.extensions(startupReportPoint).list()) {
    try {
      const lines = await value.lines(kernel.scope({ signal: stopped }));
      if (lines.length > 0) io.stdout.write(`${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n\n`);
    } catch (error) {
      if (stopped.aborted) return;
      io.stderr.write(
        `datawave: the plugin ${plugin} could not report: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    }
  }
}

/** Finds out that the port is taken before a database is made for nothing. */
async function checkPort({ server: { host, port } }: KernelConfig): Promise<void> {
  const server = createServer();
  await listen(server, host, port, 'server');
  await new Promise((resolve) => server.close(resolve));
}

/** `datawave start`. */
export const startCommand: CliCommand = {
  name: 'start',
  summary: 'Start the platform.',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options, usage);
    if (positionals.length > 0) throw new UsageError(`"start" takes no argument "${positionals[0]}".`, usage);
    const role = ROLES.find((known) => known === values.role);
    if (role === undefined)
      throw new UsageError(`--role takes all, api or worker, not "${values.role}".`, usage);
    const port = parsePort(values.port, 'port', usage);
    const metricsPort = parsePort(values['metrics-port'], 'metrics-port', usage);
    const config = await loadConfig(findConfig(values.config, io.cwd, io.env), {
      env: io.env,
      overrides: {
        ...(values.host === undefined ? {} : { host: values.host }),
        ...(port === undefined ? {} : { port }),
        ...(metricsPort === undefined ? {} : { metricsPort }),
        ...(values.data === undefined ? {} : { data: values.data }),
      },
    });
    await checkPort(config);
    let password: string | null = null;
    const restart = Promise.withResolvers<'restart'>();
    const note = io.env[WATCH_NOTE];
    const kernel = await createKernel({
      config,
      role,
      ...(values.queues === undefined
        ? {}
        : { queues: values.queues.split(',').filter((queue) => queue !== '') }),
      isSafeMode: values['safe-mode'],
      http: 'always',
      env: io.env,
      onAdministratorPassword: (generated) => {
        password = generated;
      },
      onRestartWanted: () => restart.resolve('restart'),
      onWatched: (isWatched) => {
        if (note !== undefined) tellLauncher(note, isWatched);
      },
    });
    const asked = untilAsked();
    const stopping = new AbortController();
    // A plugin's forgotten promise is put down to it; one of our own is a fault that must not go on unseen.
    process.on('unhandledRejection', (error) => {
      if (kernel.blame(error) === null) throw error;
    });
    try {
      await kernel.start();
    } catch (error) {
      if (!(await kernel.installed.giveUp(error))) throw error;
      reportError(error, io);
      return RESTART_CODE;
    }
    io.stdout.write(banner(kernel, password, performance.now()));
    const reported = report(kernel, io, stopping.signal);
    const why = await Promise.race([asked, restart.promise]);
    stopping.abort();
    await kernel.stop();
    await reported;
    return leave(why === 'restart' ? RESTART_CODE : 0);
  },
};
