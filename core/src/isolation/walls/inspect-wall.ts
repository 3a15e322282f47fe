import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** What a process sees of its own wall. Imports nothing, because it runs behind each wall to try it. */
const failure = (attempt: () => unknown): string | null => {
  try {
    attempt();
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

const [outside = '/'] = process.argv.slice(2);

process.send?.({
  user: process.getuid?.() ?? null,
  interfaces: Object.keys(networkInterfaces()),
  canRead: failure(() => readFileSync(outside)) === null,
  processes: process.permission.has('fs.read', '/proc')
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    : null,
  hasPermissions: !process.permission.has('child') && !process.permission.has('worker'),
  memory: failure(() => process.memoryUsage()),
});
process.disconnect();
