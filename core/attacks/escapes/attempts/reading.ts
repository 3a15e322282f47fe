import fs from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { type EscapeAttempt, loot } from '../attempt.ts';

const always = { holdsFrom: 'child', control: 'always' } as const;

/** Ways of reading what is another's. */
export const READING: readonly EscapeAttempt[] = [
  {
    name: 'read /etc/shadow',
    holdsFrom: 'child',
    control: 'root',
    run: () => fs.readFileSync('/etc/shadow', 'utf8').slice(0, 20),
  },
  { ...always, name: 'read the platform’s key', run: (at) => loot(at, fs.readFileSync(at.key)) },
  {
    ...always,
    name: 'read the data of another plugin',
    run: (at) => loot(at, fs.readFileSync(at.otherPlugin)),
  },
  {
    ...always,
    name: 'read a folder whose name begins alike',
    run: (at) => loot(at, fs.readFileSync(at.sibling)),
  },
  {
    ...always,
    name: 'climb with .. out of its data',
    run: (at) => loot(at, fs.readFileSync(`${at.dataDirectory}/${relative(at.dataDirectory, at.key)}`)),
  },
  {
    ...always,
    name: 'climb with .. out of its working folder',
    run: (at) => loot(at, fs.readFileSync(relative(process.cwd(), at.key))),
  },
  {
    ...always,
    name: 'name a path as bytes',
    run: (at) =>
      loot(
        at,
        fs.readFileSync(Buffer.from(`${at.dataDirectory}/../${relative(dirname(at.dataDirectory), at.key)}`)),
      ),
  },
  {
    ...always,
    name: 'name a path as an address with escapes',
    run: (at) =>
      loot(
        at,
        fs.readFileSync(
          new URL(`${pathToFileURL(at.dataDirectory)}/%2e%2e/${relative(dirname(at.dataDirectory), at.key)}`),
        ),
      ),
  },
  {
    ...always,
    name: 'exchange how bytes become paths',
    run: (at) => {
      // The permission is asked of one string, the file opened by another.
      const path = Buffer.from(at.key);
      Object.defineProperty(path, 'toString', { value: () => join(at.dataDirectory, 'opened') });
      Object.defineProperty(path, 'utf8Slice', { value: () => join(at.dataDirectory, 'opened') });
      return loot(at, fs.readFileSync(path));
    },
  },
  {
    ...always,
    name: 'say that everything is permitted',
    run: (at) => {
      const permission: unknown = Reflect.get(process, 'permission');
      if (typeof permission === 'object' && permission !== null) Reflect.set(permission, 'has', () => true);
      Reflect.set(process, 'permission', { has: () => true });
      return loot(at, fs.readFileSync(at.key));
    },
  },
  {
    ...always,
    name: 'read by a handle',
    run: async (at) => {
      const handle = await fs.promises.open(at.key);
      try {
        return loot(at, await handle.readFile());
      } finally {
        await handle.close();
      }
    },
  },
  {
    ...always,
    name: 'read by a stream',
    run: async (at) => loot(at, await text(fs.createReadStream(at.key))),
  },
  {
    ...always,
    name: 'read as a blob',
    run: async (at) => loot(at, await (await fs.openAsBlob(at.key)).text()),
  },
  {
    ...always,
    name: 'copy it into its own data',
    run: (at) => {
      const copy = join(at.dataDirectory, 'copied');
      fs.copyFileSync(at.key, copy);
      return loot(at, fs.readFileSync(copy));
    },
  },
  {
    ...always,
    name: 'copy a whole folder',
    run: (at) => {
      const copy = join(at.dataDirectory, 'copied-folder');
      fs.cpSync(dirname(at.otherPlugin), copy, { recursive: true });
      return loot(at, fs.readFileSync(join(copy, basename(at.otherPlugin))));
    },
  },
  {
    ...always,
    name: 'list a folder',
    run: (at) => fs.readdirSync(at.outside).find((name) => name === basename(at.key)),
  },
  { ...always, name: 'find by a pattern', run: (at) => fs.globSync(`${at.outside}/ke*`)[0] },
  {
    ...always,
    name: 'ask whether a file is there',
    run: (at) => (fs.existsSync(at.key) ? 'it is there' : null),
  },
  { ...always, name: 'ask how large a file is', run: (at) => fs.statSync(at.key).size },
  { ...always, name: 'ask where a path leads', run: (at) => fs.realpathSync.native(at.key) },
  {
    ...always,
    name: 'follow a link of its own',
    run: (at) => {
      const link = join(at.dataDirectory, 'link');
      fs.symlinkSync(at.key, link);
      return loot(at, fs.readFileSync(link));
    },
  },
  {
    ...always,
    name: 'follow a relative link of its own',
    run: (at) => {
      const link = join(at.dataDirectory, 'relative-link');
      fs.symlinkSync(relative(at.dataDirectory, at.key), link);
      return loot(at, fs.readFileSync(link));
    },
  },
  {
    ...always,
    name: 'follow a link to a folder',
    run: (at) => {
      const link = join(at.dataDirectory, 'folder-link');
      fs.symlinkSync(relative(at.dataDirectory, at.outside), link, 'dir');
      return loot(at, fs.readFileSync(join(link, basename(at.key))));
    },
  },
  {
    ...always,
    name: 'exchange a folder of its own for a link after it was checked',
    run: (at) => {
      const folder = join(at.dataDirectory, 'swapped');
      fs.mkdirSync(folder);
      fs.writeFileSync(join(folder, basename(at.key)), 'its own');
      const swap = join(at.dataDirectory, 'swap');
      fs.symlinkSync(relative(at.dataDirectory, at.outside), swap);
      fs.renameSync(folder, join(at.dataDirectory, 'swapped-away'));
      fs.renameSync(swap, folder);
      return loot(at, fs.readFileSync(join(folder, basename(at.key))));
    },
  },
  {
    ...always,
    name: 'give a file a second name of its own',
    run: (at) => {
      const link = join(at.dataDirectory, 'hard-link');
      fs.linkSync(at.key, link);
      return loot(at, fs.readFileSync(link));
    },
  },
  {
    ...always,
    name: 'go round by /proc/self/root',
    run: (at) => loot(at, fs.readFileSync(`/proc/self/root${at.key}`)),
  },
  {
    ...always,
    name: 'go round by /proc/self/cwd',
    run: (at) => loot(at, fs.readFileSync(`/proc/self/cwd/${relative(process.cwd(), at.key)}`)),
  },
  {
    ...always,
    name: 'load it as an environment',
    run: (at) => {
      process.loadEnvFile(at.key);
      return process.env['CANARY'];
    },
  },
  {
    ...always,
    name: 'import a module from outside',
    run: async (at) => loot(at, (await import(pathToFileURL(at.module).href)).default),
  },
  {
    ...always,
    name: 'import text that imports from outside',
    run: async (at) => {
      const source = `import value from ${JSON.stringify(pathToFileURL(at.module).href)}; export default value;`;
      return loot(at, (await import(`data:text/javascript,${encodeURIComponent(source)}`)).default);
    },
  },
  {
    ...always,
    name: 'require a file from outside',
    run: (at) => loot(at, JSON.stringify(createRequire(at.json)(at.json))),
  },
  {
    ...always,
    name: 'let hooks of modules read',
    run: async (at) => {
      const hooks = registerHooks({
        resolve: (_specifier, _context) => ({
          url: pathToFileURL(at.module).href,
          shortCircuit: true,
          format: 'module',
        }),
      });
      try {
        return loot(at, (await import(String('anything'))).default);
      } finally {
        hooks.deregister();
      }
    },
  },
  {
    ...always,
    name: 'import the kernel',
    run: async (at) => Object.keys(await import(pathToFileURL(at.kernel).href)).join() || 'it was imported',
  },
  {
    ...always,
    name: 'open a database outside',
    run: async (at) => {
      const { DatabaseSync } = await import('node:sqlite');
      const database = new DatabaseSync(at.database);
      return loot(at, JSON.stringify(database.prepare('select * from secrets').all()));
    },
  },
  {
    ...always,
    name: 'attach a database outside to one of its own',
    run: async (at) => {
      const { DatabaseSync } = await import('node:sqlite');
      const database = new DatabaseSync(':memory:');
      database.exec(`attach '${at.database}' as other`);
      return loot(at, JSON.stringify(database.prepare('select * from other.secrets').all()));
    },
  },
  {
    ...always,
    name: 'read with Node’s own binding',
    run: (at) => {
      const binding: unknown = Reflect.get(process, 'binding');
      if (typeof binding !== 'function') return null;
      const { readFileUtf8 } = binding.call(process, 'fs');
      return loot(at, readFileUtf8(at.key, 0));
    },
  },
  {
    ...always,
    name: 'watch a file',
    run: (at) => {
      const watcher = fs.watch(at.key);
      watcher.close();
      return 'it was watched';
    },
  },
  {
    ...always,
    name: 'find secrets in the environment',
    run: (at) => loot(at, JSON.stringify(process.env)),
  },
  {
    ...always,
    name: 'find options of Node in the environment',
    run: () => process.env['NODE_OPTIONS'] ?? process.env['DATABASE_URL'] ?? null,
  },
];
