import fs from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { type EscapeAttempt, loot } from '../attempt.ts';

const opened = (
  name: string,
  path: string,
  flags: string,
  control: EscapeAttempt['control'],
): EscapeAttempt => ({
  name,
  holdsFrom: 'child',
  control,
  run: () => {
    fs.closeSync(fs.openSync(path, flags));
    return 'it was opened';
  },
});

/** Ways of reaching what the host has besides files and processes, and of becoming more than it is. */
/** A priority above the present one, which only root may give itself, whatever the present one is. */
const higher = (): number => os.getPriority() - 1;

export const HOST: readonly EscapeAttempt[] = [
  opened('open the memory of the machine', '/dev/mem', 'r', { untried: 'kernels forbid it to root, too' }),
  opened('write to the log of the kernel', '/dev/kmsg', 'a', 'root'),
  opened('write to the terminal', '/dev/tty', 'r+', { untried: 'tests have no terminal' }),
  opened('open the means to make terminals', '/dev/ptmx', 'r+', 'always'),
  opened('open a socket for packets', '/dev/net/tun', 'r+', { untried: 'not every host has it' }),
  opened('open what restarts the machine', '/proc/sysrq-trigger', 'a', {
    untried: 'not every kernel has it',
  }),
  opened('open where cores are sent', '/proc/sys/kernel/core_pattern', 'r+', 'root'),
  {
    ...opened('change who may be what in its namespace', '/proc/self/uid_map', 'r+', 'always'),
    isNodes: true,
  },
  opened('read the symbols of the kernel', '/proc/kallsyms', 'r', 'always'),
  opened('read the keys of the kernel', '/proc/keys', 'r', 'always'),
  opened('list the memory that processes share', '/proc/sysvipc/shm', 'r', 'always'),
  opened('list the connections of the host', '/proc/net/tcp', 'r', 'always'),
  { ...opened('list what is mounted', '/proc/self/mountinfo', 'r', 'always'), isNodes: true },
  {
    name: 'see the groups of processes',
    holdsFrom: 'child',
    control: 'always',
    run: () => fs.readdirSync('/sys/fs/cgroup').length > 0 || null,
  },
  {
    name: 'become root',
    holdsFrom: 'confined',
    control: 'root',
    run: () => {
      // Root in its own namespace is none: what counts is whether it may do what root may.
      process.setuid?.(0);
      os.setPriority(higher());
      return 'it may do what root may';
    },
  },
  {
    name: 'become another user',
    holdsFrom: 'confined',
    control: 'root',
    run: () => {
      process.setegid?.(65_533);
      process.seteuid?.(65_533);
      const user = process.geteuid?.();
      process.seteuid?.(0);
      process.setegid?.(0);
      return user === 65_533 ? 'it is another' : null;
    },
  },
  {
    name: 'take the groups of another',
    holdsFrom: 'confined',
    control: 'root',
    run: () => {
      process.setgroups?.([0, 42]);
      return process.getgroups?.().includes(42) ? 'it has them' : null;
    },
  },
  {
    name: 'take more of the processor',
    holdsFrom: 'confined',
    control: 'root',
    run: () => {
      const wanted = higher();
      os.setPriority(wanted);
      return os.getPriority() === wanted ? 'it has' : null;
    },
  },
  {
    name: 'learn the name of the host',
    holdsFrom: 'confined',
    control: 'always',
    run: () => (os.hostname() === 'plugin' ? null : os.hostname()),
  },
  {
    name: 'learn the addresses of the host',
    holdsFrom: 'confined',
    control: 'always',
    run: () => Object.keys(os.networkInterfaces())[0],
  },
  {
    name: 'learn who its user is',
    holdsFrom: 'confined',
    control: 'always',
    run: () => os.userInfo().username,
  },
  {
    name: 'use a file that somebody left open',
    holdsFrom: 'child',
    control: 'always',
    run: (at) => {
      for (let descriptor = 4; descriptor < 300; descriptor++) {
        const read = Buffer.alloc(200);
        try {
          fs.readSync(descriptor, read, 0, 200, 0);
        } catch {
          continue;
        }
        const got = loot(at, read);
        if (got !== null) return got;
      }
      return null;
    },
  },
];
