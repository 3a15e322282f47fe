import type { CommandIo } from '@datawave/plugin-sdk';
import { ConfigError } from '../../config/config-error.ts';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { createKernel } from '../../kernel.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import { type CliCommand, parseOptions, UsageError } from '../cli-command.ts';
import { findConfig } from '../find-config.ts';
import { storedByName } from '../stored-by-name.ts';

const usage = `Usage: datawave config check [--config FILE]
       datawave config show [--config FILE] [--data DIR] [--format yaml|json]

check  reads the configuration, the manifests and the settings of every plugin, and reports all errors at once
show   prints what the configuration amounts to after extends, environment and defaults, and what was set of plugins on the
       running platform, which wins over it, under "stored"; secrets are masked`;

/** Passwords in URLs and settings that are named like secrets. */
function masked(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (
      /pass(word|wd|phrase)?$|secret|token|api_?key|private_?key/i.test(key) &&
      !value.startsWith('secret://')
    )
      return '***';
    return value.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*):[^@/]*@/i, '$1:***@');
  }
  if (Array.isArray(value)) return value.map((item) => masked(item, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item, name)]));
  }
  return value;
}

function shown(
  { file, projectDirectory: _project, plugins, ...settings }: KernelConfig,
  stored: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): unknown {
  const entries = Object.entries(plugins).map(([name, { enabled, critical, config }]) => {
    const set = stored.get(name);
    return [name, { enabled, critical, config, ...(set === undefined ? {} : { stored: set }) }];
  });
  return masked({ file, ...settings, plugins: Object.fromEntries(entries) });
}

/** What is wrong with the plugins of a configuration, as far as that shows without running them. */
async function checkPlugins(
  config: KernelConfig,
  io: CommandIo,
): Promise<{ readonly faulty: number; readonly disabled: number; readonly all: number }> {
  const log = createTextLogger({ level: 'silent', destination: io.stderr });
  const kernel = await createKernel({ config, http: 'never', log, env: io.env });
  const statuses = await kernel.inspect();
  const faulty = statuses.filter(({ state }) => state === 'invalid' || state === 'blocked');
  for (const { id, reason } of faulty) io.stdout.write(`${id}: ${reason ?? 'cannot run'}\n`);
  return {
    faulty: faulty.length,
    disabled: statuses.filter(({ state }) => state === 'disabled').length,
    all: statuses.length,
  };
}

async function check(file: string, io: CommandIo): Promise<number> {
  let config: KernelConfig;
  try {
    config = await loadConfig(file, { env: io.env });
  } catch (error) {
    // A wrong key does not keep the plugins beside it from being looked at: all errors at once.
    if (error instanceof ConfigError && error.salvaged !== null) await checkPlugins(error.salvaged, io);
    throw error;
  }
  const { faulty, disabled, all } = await checkPlugins(config, io);
  if (faulty > 0) {
    io.stdout.write(`${faulty} of ${all} plugins cannot run.\n`);
    return 1;
  }
  io.stdout.write(`${config.file} is valid: ${all} plugins, ${disabled} disabled.\n`);
  return 0;
}

/** `datawave config check|show`. */
export const configCommand: CliCommand = {
  name: 'config',
  summary: 'Check a configuration, or show what it amounts to.',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      { config: { type: 'string' }, data: { type: 'string' }, format: { type: 'string', default: 'yaml' } },
      usage,
    );
    const [action, ...rest] = positionals;
    if ((action !== 'check' && action !== 'show') || rest.length > 0)
      throw new UsageError('Say "check" or "show".', usage);
    const file = findConfig(values.config, io.cwd, io.env);
    if (action === 'check') return check(file, io);
    const overrides = values.data === undefined ? {} : { data: values.data };
    const config = await loadConfig(file, { env: io.env, overrides });
    if (values.format !== 'yaml' && values.format !== 'json')
      throw new UsageError(`--format takes yaml or json, not "${values.format}".`, usage);
    const { stringify } = await import('yaml');
    const all = shown(config, await storedByName(config, io));
    io.stdout.write(values.format === 'json' ? `${JSON.stringify(all, null, 2)}\n` : stringify(all));
    return 0;
  },
};
