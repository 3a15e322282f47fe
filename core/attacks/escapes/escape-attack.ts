import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { probeWalls } from '../../src/isolation/walls/index.ts';
import type { Findings, ProgramAttack } from '../attack.ts';
import { ATTEMPTS } from './attempts.ts';
import { trySql } from './sql-escapes.ts';
import { type EscapeLevel, type EscapeResult, mustFail, tryEscapes, withControl } from './try-escapes.ts';

const LEVELS = ['child', 'confined', 'namespaces'] as const;
const NOBODY = '65534';

/** One line of what the program tried as another user says. */
interface Told {
  readonly name: string;
  readonly success: string | null;
}

function judge(level: EscapeLevel, results: readonly EscapeResult[], findings: Findings): void {
  let unpromised = 0;
  for (const { attempt, success } of results) {
    if (mustFail(attempt, level))
      findings.check(success === null, () => `${level}: "${attempt.name}" succeeded: ${success}`);
    else if (success !== null) unpromised += 1;
  }
  findings.note(`${level}: ${unpromised} succeeded that it does not promise to stop`);
}

const AS_NOBODY = ['--reuid', NOBODY, '--regid', NOBODY, '--clear-groups', '--'] as const;

/** The same where the platform is not started as root: tried by the user nobody, in a process of its own. */
async function asNobody(level: (typeof LEVELS)[number], findings: Findings): Promise<void> {
  const program = `${import.meta.dirname}/tell-escapes.ts`;
  const isReadable =
    spawnSync('setpriv', [...AS_NOBODY, 'test', '-r', program, '-a', '-x', process.execPath]).status === 0;
  if (!isReadable) {
    findings.note(`${level} not tried as nobody, who may not read these files`);
    return;
  }
  const child = spawn('setpriv', [...AS_NOBODY, process.execPath, program, level], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: '/',
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  let told: readonly Told[];
  try {
    told = JSON.parse(out);
  } catch {
    findings.check(false, () => `as nobody, ${level}: it could not be tried: ${err.slice(-400)}`);
    return;
  }
  for (const attempt of ATTEMPTS) {
    const success = told.find(({ name }) => name === attempt.name)?.success ?? null;
    if (mustFail(attempt, level))
      findings.check(success === null, () => `as nobody, ${level}: "${attempt.name}" succeeded: ${success}`);
  }
}

/** By what an isolated plugin sends to its database, and writes into its migrations. */
async function bySql(findings: Findings): Promise<void> {
  for (const level of ['unrestricted', 'plugin', 'role'] as const)
    for (const { attempt, kind, hasSucceeded, refusal } of await trySql(level)) {
      const mustSucceed = level === 'unrestricted';
      if (level === 'role' && attempt.heldBy !== 'role') continue;
      findings.check(
        hasSucceeded === mustSucceed,
        () => `SQL, ${level}: ${kind} "${attempt.name}" ${refusal ?? 'succeeded'}`,
      );
    }
}

/** Every way out of every wall that this host can build; without a wall, each must succeed that can be tried. */
export const escapes: ProgramAttack = {
  name: 'escapes',
  title: 'a plugin behind a wall reaches nothing but its own',
  runAlone: async (findings) => {
    const isRoot = process.getuid?.() === 0;
    const probes = await probeWalls();
    for (const { attempt, success, refusal } of await tryEscapes('none', withControl(isRoot), {
      isEachAlone: true,
    }))
      findings.check(success !== null, () => `without a wall, "${attempt.name}" came to nothing: ${refusal}`);
    for (const level of LEVELS) {
      const { available, reason } = probes[level === 'namespaces' ? 'confined' : level];
      if (!available) {
        findings.note(`${level} not tried: ${reason}`);
        continue;
      }
      judge(level, await tryEscapes(level, ATTEMPTS), findings);
      if (isRoot) await asNobody(level, findings);
    }
    await bySql(findings);
  },
};
