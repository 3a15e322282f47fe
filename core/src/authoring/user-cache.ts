import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of this user in which what can be made again is kept. It need not be there yet. */
export function userCache(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['XDG_CACHE_HOME'];
  if (named !== undefined && named !== '') return join(named, 'datawave');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'datawave');
  const local = env['LOCALAPPDATA'];
  if (process.platform === 'win32' && local !== undefined) return join(local, 'datawave', 'Cache');
  return join(homedir(), '.cache', 'datawave');
}
