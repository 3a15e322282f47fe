import { access, constants, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { CommandIo } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { probeWalls } from '../../isolation/walls/index.ts';
import { createKernel } from '../../kernel.ts';
import type { Kernel } from '../../kernel-types.ts';
import { renderTiming } from '../../plugins/time-tree.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import { type CliCommand, parseOptions } from '../cli-command.ts';
import { findConfig } from '../find-config.ts';

const usage = `Usage: datawave doctor [--config FILE] [--data DIR] [--timing]

Checks Node, disk, memory, configuration and plugins, boots the platform without listening,
and says what is wrong and how to mend it. --timing prints where the time of the boot went.`;

interface Finding {
  readonly level: 'ok' | 'warning' | 'error';
  readonly what: string;
  readonly advice?: string;
}

const GIBIBYTE = 2 ** 30;
const gib = (bytes: number): string => `${(bytes / GIBIBYTE).toFixed(1)} GiB`;

/** The nearest folder above that exists: a data folder is made at the first start. */
async function existingFolder(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch {
    return existingFolder(dirname(path));
  }
}

async function checkMachine(config: KernelConfig): Promise<readonly Finding[]> {
  const findings: Finding[] = [
    { level: 'ok', what: `Node ${process.versions.node} on ${process.platform} ${process.arch}` },
  ];
  if (process.platform !== 'linux') {
    findings.push({
      level: 'warning',
      what: `${process.platform} is untested`,
      advice: 'Linux on x64 is what the tests run on.',
    });
  }
  const memory = totalmem();
  findings.push(
    memory < 2 * GIBIBYTE
      ? { level: 'warning', what: `${gib(memory)} of memory`, advice: 'Two or more are recommended.' }
      : { level: 'ok', what: `${gib(memory)} of memory` },
  );
  const folder = await existingFolder(config.storage.data);
  try {
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    findings.push(
      free < GIBIBYTE
        ? {
            level: 'warning',
            what: `${gib(free)} free at ${config.storage.data}`,
            advice: 'Make room, or move storage.data.',
          }
        : { level: 'ok', what: `${gib(free)} free at ${config.storage.data}` },
    );
  } catch {
    findings.push({
      level: 'error',
      what: `${folder} cannot be written`,
      advice: `Give this user write access, or choose another folder with --data.`,
    });
  }
  return findings;
}

/** What this host can build around plugins that were installed, and what runs behind less than is due to it. */
async function checkWalls(config: KernelConfig, kernel: Kernel): Promise<readonly Finding[]> {
  const { child, confined } = await probeWalls();
  const findings: Finding[] = Object.entries({ child, confined }).map(([level, { available, reason }]) =>
    available
      ? { level: 'ok', what: `plugins can run ${level}` }
      : {
          level: 'warning',
          what: `plugins cannot run ${level} on this host: ${reason}`,
          advice:
            config.isolation.whenUnavailable === 'refuse'
              ? 'Those to which it is due are refused (isolation.whenUnavailable: refuse).'
              : 'Those to which it is due run behind a weaker wall (isolation.whenUnavailable: child).',
        },
  );
  for (const { id } of kernel.plugins()) {
    const isolation = await kernel.details.isolationOf(id);
    if (isolation === null || isolation.trust === 'first-party') continue;
    const { level, due, weakenedBy, reason, notEnforced } = isolation;
    if (level === null) findings.push({ level: 'error', what: `plugin ${id} is refused: ${reason}` });
    else
      findings.push({
        level: weakenedBy === null ? 'ok' : 'warning',
        what: `plugin ${id} runs ${level}${weakenedBy === null ? '' : `, where ${due} is due`}`,
        advice: `Not enforced: ${notEnforced.join(' ')}`,
      });
  }
  return findings;
}

/** What registries have revoked of what is installed, and which could not be asked. */
async function checkRevocations(kernel: Kernel): Promise<readonly Finding[]> {
  const { revoked, unheard } = await kernel.installed.revocations.ask();
  const plugins = kernel.plugins();
  const found = new Map(
    plugins.flatMap(({ id, version, revoked: against }) =>
      against === null ? [] : [[id, { version, registry: against.registry, reason: against.reason }]],
    ),
  );
  // What the registries say now counts also where no database has kept it.
  for (const row of revoked) {
    const id = plugins.find(({ name }) => name === row.name)?.id ?? row.name;
    if (!found.has(id)) found.set(id, row);
  }
  const findings: Finding[] = [...found].map(([id, { version, registry, reason }]) => ({
    level: 'error',
    what: `plugin ${id} ${version} was revoked by the registry ${registry}: ${reason}`,
    advice: 'Update it to a version that is not revoked, or remove it.',
  }));
  for (const { registry, reason } of unheard)
    findings.push({
      level: 'warning',
      what: `what the registry ${registry} has revoked is not known`,
      advice: reason,
    });
  return findings;
}

function print(findings: readonly Finding[], io: CommandIo): void {
  const marks = { ok: 'ok      ', warning: 'warning ', error: 'error   ' } as const;
  for (const { level, what, advice } of findings)
    io.stdout.write(
      `${marks[level]}${advice === undefined ? what : `${what.replace(/\.$/, '')}. ${advice}`}\n`,
    );
}

/** `datawave doctor`. */
export const doctorCommand: CliCommand = {
  name: 'doctor',
  summary: 'Look for what keeps the platform from running well.',
  usage,
  async run(args, io) {
    const { values } = parseOptions(
      args,
      {
        config: { type: 'string' },
        data: { type: 'string' },
        timing: { type: 'boolean', default: false },
      } as const,
      usage,
    );
    const config = await loadConfig(findConfig(values.config, io.cwd, io.env), {
      env: io.env,
      overrides: values.data === undefined ? {} : { data: values.data },
    });
    const findings: Finding[] = [
      ...(await checkMachine(config)),
      { level: 'ok', what: `${config.file} is valid` },
    ];
    const log = createTextLogger({ level: 'silent', destination: io.stderr });
    const kernel = await createKernel({ config, http: 'never', role: 'api', log, env: io.env });
    try {
      await kernel.start();
      for (const { id, state, reason } of kernel.plugins()) {
        if (state === 'active' || state === 'disabled') continue;
        findings.push({
          level: 'error',
          what: `plugin ${id} is ${state}`,
          ...(reason === null ? {} : { advice: reason }),
        });
      }
      findings.push(...(await checkWalls(config, kernel)));
      findings.push(...(await checkRevocations(kernel)));
      const active = kernel.plugins().filter(({ state }) => state === 'active').length;
      findings.push({ level: 'ok', what: `${active} plugins are active` });
      const { isReady, reason } = kernel.readiness();
      findings.push(
        isReady
          ? { level: 'ok', what: 'the platform boots' }
          : {
              level: 'error',
              what: 'the platform does not become ready',
              ...(reason === null ? {} : { advice: reason }),
            },
      );
    } catch (error) {
      findings.push({
        level: 'error',
        what: error instanceof Error ? error.message : String(error),
        ...(error instanceof Error && 'hint' in error && typeof error.hint === 'string'
          ? { advice: error.hint }
          : {}),
      });
      if (config.registries.some(({ root }) => root !== undefined))
        findings.push({
          level: 'warning',
          what: 'what registries have revoked of installed plugins was not looked at',
          advice: 'The platform has to boot for that: mend what keeps it from it, and ask again.',
        });
    }
    print(findings, io);
    if (values.timing) io.stdout.write(`\n${renderTiming(kernel.timing())}\n`);
    await kernel.stop();
    return findings.some(({ level }) => level === 'error') ? 1 : 0;
  },
};
