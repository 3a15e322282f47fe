import childProcess from 'node:child_process';
import cluster from 'node:cluster';
import crypto from 'node:crypto';
import fs from 'node:fs';
import inspector from 'node:inspector';
import os from 'node:os';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { type EscapeAttempt, loot } from '../attempt.ts';

const always = { holdsFrom: 'child', control: 'always' } as const;
const confined = { holdsFrom: 'confined', control: 'always' } as const;

/** Ways of running other code, and of getting at other processes. */
export const PROCESSES: readonly EscapeAttempt[] = [
  { ...always, name: 'start a shell', run: () => String(childProcess.execSync('echo started')) },
  {
    ...always,
    name: 'start a program',
    isNodes: true,
    run: () => childProcess.spawnSync(process.execPath, ['--version']).output?.join('') || null,
  },
  {
    ...always,
    name: 'start Node without its permissions',
    run: (at) =>
      loot(
        at,
        childProcess.execFileSync(process.execPath, [
          '-p',
          `require('fs').readFileSync(${JSON.stringify(at.key)}, 'utf8')`,
        ]),
      ),
  },
  {
    ...always,
    name: 'start with Node’s own binding',
    run: () => {
      const { spawn } = Reflect.get(process, 'binding').call(process, 'spawn_sync');
      const stdio = [true, false, false].map((readable) => ({ type: 'pipe', readable, writable: !readable }));
      const { status } = spawn({ file: '/bin/true', args: ['/bin/true'], envPairs: [], stdio });
      return status === 0 ? 'it was started' : null;
    },
  },
  {
    ...always,
    name: 'start a cluster',
    isNodes: true,
    run: async () => {
      cluster.setupPrimary({ exec: '/dev/null', silent: true });
      const worker = cluster.fork();
      worker.on('error', () => undefined);
      const { pid } = worker.process;
      worker.process.kill('SIGKILL');
      return pid;
    },
  },
  {
    ...always,
    name: 'start a thread without its permissions',
    run: async (at) => {
      const worker = new Worker(
        `require('worker_threads').parentPort.postMessage(require('fs').readFileSync(${JSON.stringify(at.key)}, 'utf8'))`,
        { eval: true, execArgv: [] },
      );
      return await new Promise((resolve, reject) =>
        worker.once('message', (read) => resolve(loot(at, read))).once('error', reject),
      );
    },
  },
  {
    ...always,
    name: 'load native code',
    run: (at) => {
      process.dlopen({ exports: {} }, at.addon, os.constants.dlopen.RTLD_LAZY);
      return 'it was loaded';
    },
  },
  {
    ...always,
    name: 'load native code as an engine of encryption',
    control: { untried: 'there is no engine on this machine to load' },
    run: (at) => {
      crypto.setEngine(at.addon);
      return 'it was loaded';
    },
  },
  {
    ...always,
    name: 'reach files through WASI',
    run: async (at) => {
      const { WASI } = await import('node:wasi');
      new WASI({ version: 'preview1', preopens: { '/': at.outside } });
      return 'it was made';
    },
  },
  {
    ...always,
    name: 'open the inspector',
    isNodes: true,
    run: () => {
      inspector.open(0, '127.0.0.1');
      const url = inspector.url();
      inspector.close();
      return url ?? null;
    },
  },
  {
    ...always,
    name: 'inspect itself for what is inside of Node',
    isNodes: true,
    run: async () => {
      const session = new inspector.Session();
      session.connect();
      const answer = await new Promise((resolve) =>
        session.post('Runtime.evaluate', { expression: '1 + 1' }, (_error, given) => resolve(given)),
      );
      session.disconnect();
      return answer === undefined ? null : 'it was evaluated';
    },
  },
  {
    ...confined,
    name: 'end a process of the host',
    run: (at) => {
      process.kill(at.victimPids.killed, 'SIGKILL');
      return 'it was sent';
    },
  },
  {
    ...confined,
    name: 'make a process of the host open its inspector',
    run: (at) => {
      Reflect.get(process, '_debugProcess')(at.victimPids.debugged);
      return 'it was sent';
    },
  },
  {
    ...confined,
    name: 'see whether the platform’s process is there',
    run: (at) => (process.kill(at.hostPid, 0) ? 'it is' : null),
  },
  {
    ...always,
    name: 'end all that were started with it',
    control: { untried: 'it would end this program' },
    isHarsh: true,
    run: () => {
      process.kill(0, 'SIGKILL');
      return null;
    },
  },
  {
    ...confined,
    name: 'make a process of the host slow',
    run: (at) => {
      os.setPriority(at.victimPids.slowed, 19);
      return 'it was set';
    },
  },
  {
    ...confined,
    name: 'know the platform’s process',
    run: (at) => (process.ppid === at.hostPid ? process.ppid : null),
  },
  {
    ...always,
    name: 'read the platform’s environment',
    run: (at) => /PATH=/.exec(fs.readFileSync(`/proc/${at.hostPid}/environ`, 'latin1'))?.[0],
  },
  {
    ...always,
    name: 'read the environment of whoever started it',
    run: () => /PATH=/.exec(fs.readFileSync(`/proc/${process.ppid}/environ`, 'latin1'))?.[0],
  },
  {
    ...always,
    name: 'open the platform’s memory',
    run: (at) => `descriptor ${fs.openSync(`/proc/${at.hostPid}/mem`, 'r')}`,
  },
  {
    ...always,
    name: 'write its own memory',
    isNodes: true,
    run: () => `descriptor ${fs.openSync('/proc/self/mem', 'r+')}`,
  },
  {
    ...always,
    name: 'list the open files of the platform',
    run: (at) => fs.readdirSync(`/proc/${at.hostPid}/fd`).join(),
  },
  {
    ...always,
    name: 'list the processes of the host',
    run: (at) => fs.readdirSync('/proc').find((name) => name === String(at.hostPid)),
  },
  {
    ...always,
    name: 'read the command lines of others',
    run: (at) => fs.readFileSync(`/proc/${at.victimPids.slowed}/cmdline`, 'utf8'),
  },
  {
    ...always,
    name: 'make the platform first to be ended when memory is short',
    control: 'root',
    run: (at) => {
      const file = `/proc/${at.victimPids.slowed}/oom_score_adj`;
      fs.writeFileSync(file, '1000');
      return 'it was written';
    },
  },
];
