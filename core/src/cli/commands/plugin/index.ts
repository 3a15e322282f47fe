import { type CommandIo, nearestKey } from '@datawave/plugin-sdk';
import { type CliCommand, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';

/** Every action, imported only when it is called or when help is asked for. */
const ACTIONS: Readonly<Record<string, () => Promise<PluginAction>>> = {
  list: async () => (await import('./list.ts')).listAction,
  info: async () => (await import('./info.ts')).infoAction,
  enable: async () => (await import('./switch.ts')).enableAction,
  disable: async () => (await import('./switch.ts')).disableAction,
  install: async () => (await import('./install.ts')).installAction,
  update: async () => (await import('./update.ts')).updateAction,
  remove: async () => (await import('./remove.ts')).removeAction,
  rollback: async () => (await import('./rollback.ts')).rollbackAction,
  'confirm-lock': async () => (await import('./confirm-lock.ts')).confirmLockAction,
  bundle: async () => (await import('./bundle.ts')).bundleAction,
  registries: async () => (await import('./registries.ts')).registriesAction,
  create: async () => (await import('./create.ts')).createAction,
  dev: async () => (await import('./dev.ts')).devAction,
  test: async () => (await import('./test.ts')).testAction,
  codemod: async () => (await import('./codemod.ts')).codemodAction,
  pack: async () => (await import('./pack.ts')).packAction,
  key: async () => (await import('./key.ts')).keyAction,
  sign: async () => (await import('./sign.ts')).signAction,
  verify: async () => (await import('./verify.ts')).verifyAction,
  publish: async () => (await import('./publish.ts')).publishAction,
};

const usage = `Usage: datawave plugin ACTION [OPTION...]

Actions: ${Object.keys(ACTIONS).join(', ')}.
"datawave plugin --help" says what each does, "datawave plugin ACTION --help" says more of one.`;

/** What all actions do, or how the one that is named is used. */
async function describe([name]: readonly string[]): Promise<string> {
  const named = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (named !== undefined) return (await named()).usage;
  const actions = await Promise.all(Object.values(ACTIONS).map((load) => load()));
  const lines = actions.map((action) => `  ${action.name.padEnd(14)}${action.summary}`);
  return `Usage: datawave plugin ACTION [OPTION...]\n\n${lines.join('\n')}\n\n"datawave plugin ACTION --help" says more of one.`;
}

async function run([name, ...rest]: readonly string[], io: CommandIo): Promise<number> {
  const load = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (load !== undefined) return (await load()).run(rest, io);
  if (name === undefined) throw new UsageError('Say what to do with plugins.', usage);
  const nearest = nearestKey(name, Object.keys(ACTIONS));
  throw new UsageError(
    `"plugin ${name}" is not known.${nearest === undefined ? '' : ` Did you mean "plugin ${nearest}"?`}`,
    usage,
  );
}

/** `datawave plugin ACTION`. */
export const pluginCommand: CliCommand = {
  name: 'plugin',
  summary: 'Look after plugins: those of this platform, and those that you write.',
  usage,
  describe,
  run,
};
