import { spawnSync } from 'node:child_process';
import {
  findProgram,
  findServerProgram,
  SERVER_PACKAGES,
  type ServerProgram,
} from '../../test/servers/server-program.ts';

const PROGRAMS = Object.keys(SERVER_PACKAGES) as readonly ServerProgram[];

/**
 * Brings the servers that tests need, as root or, when told by `DATAWAVE_TEST_APT=1`, with sudo; says first what it is
 * about to install. What is missing and may not be installed is named, and its tests are skipped.
 */
export function installServerPackages(): void {
  const missing = PROGRAMS.filter((program) => findServerProgram(program) === undefined);
  if (missing.length === 0) return;
  const packages = missing.map((program) => SERVER_PACKAGES[program]);
  const command = aptCommand();
  if (command === undefined) {
    console.log(`missing: ${missing.join(', ')}; the tests that need them are skipped.`);
    console.log(`To have them: sudo apt-get install --no-install-recommends ${packages.join(' ')}`);
    console.log('or run the tests as root, or with DATAWAVE_TEST_APT=1 to let them use sudo.');
    return;
  }
  console.log(`about to install with apt-get: ${packages.join(' ')} (the tests need ${missing.join(', ')})`);
  const run = (...args: readonly string[]): boolean => {
    const [file = 'apt-get', ...before] = command;
    // Debian would start each service and, for a database, create a cluster; the tests start their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    return (
      spawnSync(file, [...before, '-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env }).status ===
      0
    );
  };
  const isDone = run('update') && run('install', '-y', '--no-install-recommends', ...packages);
  if (!isDone)
    console.log(`apt-get could not install ${packages.join(' ')}; the tests that need them are skipped.`);
}

function aptCommand(): readonly string[] | undefined {
  if (findProgram('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  const isAllowed = process.env['DATAWAVE_TEST_APT'] === '1' && findProgram('sudo') !== undefined;
  return isAllowed ? ['sudo', '--preserve-env=DEBIAN_FRONTEND,RUNLEVEL', 'apt-get'] : undefined;
}
