import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const ROOT = join(import.meta.dirname, '../..');
/** The shell may have to be built first. */
const READY_MS = 180_000;

/** The platform as a person starts it, with a folder of its own. */
export interface Platform {
  readonly url: string;
  readonly password: string;
  readonly directory: string;
  stop(): Promise<void>;
  /** Ends a worker at once, as a crash does. */
  kill(): Promise<void>;
}

/**
 * Starts `datawave start` on a port that is free, with the minimal feature set unless another configuration is named.
 * @param options.role - `all` unless given
 * @param options.beside - the platform whose database and files it shares
 * @throws Error with what it printed when it does not get ready
 */
export async function startPlatform({
  config = join(ROOT, 'config/minimal.yaml'),
  role = 'all',
  beside,
}: {
  readonly config?: string;
  readonly role?: 'all' | 'api' | 'worker';
  readonly beside?: Platform;
} = {}): Promise<Platform> {
  const directory = beside?.directory ?? mkdtempSync(join(tmpdir(), 'datawave-main-job-'));
  const password = beside?.password ?? `main-job-${crypto.randomUUID()}`;
  const options = [
    '--config',
    config,
    '--role',
    role,
    '--port',
    '0',
    '--metrics-port',
    '0',
    '--data',
    join(directory, 'data'),
  ];
  const child = spawn(process.execPath, [join(ROOT, 'core/bin/datawave.mjs'), 'start', ...options], {
    cwd: directory,
    env: { ...process.env, DATAWAVE_ADMIN_PASSWORD: password },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The command starts the server as a process of its own; a group lets both be killed at once.
    detached: role === 'worker',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    if (beside === undefined) rmSync(directory, { recursive: true, force: true });
  };
  const kill = async (): Promise<void> => {
    if (child.pid === undefined || role !== 'worker') throw new Error('Only a worker can be killed.');
    process.kill(-child.pid, 'SIGKILL');
    await exited;
  };
  let printed = '';
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const address = /Address\s+(http:\/\/\S+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) =>
      reject(new Error(`The platform ended with ${code} before it was ready:\n${printed}`)),
    );
    setTimeout(
      () => reject(new Error(`The platform was not ready within ${READY_MS / 1000} s:\n${printed}`)),
      READY_MS,
    ).unref();
  });
  try {
    return { url: await url, password, directory, stop, kill };
  } catch (error) {
    await stop();
    throw error;
  }
}

const FIRST = ['Anna', 'Bruno', 'Clara', 'David', 'Elena', 'Felix', 'Greta', 'Hugo', 'Ida', 'Jonas'];
const LAST = [
  'Becker',
  'Conrad',
  'Dietrich',
  'Engel',
  'Fischer',
  'Graf',
  'Hartmann',
  'Jansen',
  'Keller',
  'Lorenz',
];

const ARCHIVES = 80;

/** How many tables {@link writeShop} makes. */
export const SHOP_TABLES = ARCHIVES + 2;

/** Writes a shop as a SQLite database: people in one table, things in another, and enough archives for a scan to take a while. */
export function writeShop(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`
    create table customers (customer_id integer primary key, first_name text, last_name text, email text, phone text, date_of_birth text);
    create table products (product_id integer primary key, title text, weight_grams integer);
  `);
  const customer = database.prepare('insert into customers values (?, ?, ?, ?, ?, ?)');
  const product = database.prepare('insert into products values (?, ?, ?)');
  for (let index = 0; index < 100; index += 1) {
    const first = FIRST[index % 10] ?? '';
    const last = LAST[Math.floor(index / 10)] ?? '';
    const email = `${first}.${last}@example.com`.toLowerCase();
    customer.run(
      index + 1,
      first,
      last,
      email,
      `+49 30 90${String(10_000 + index * 37)}`,
      `19${60 + (index % 40)}-0${1 + (index % 9)}-1${index % 10}`,
    );
    product.run(index + 1, `Widget ${index + 1}`, 100 + index * 3);
  }
  for (let archive = 0; archive < ARCHIVES; archive += 1) {
    database.exec(`create table archive_${archive} as select * from products`);
  }
  database.close();
}
