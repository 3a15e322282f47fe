import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { isPrivileged } from './host-tools.ts';
import { openWall } from './open-wall.ts';
import { userOf } from './plugin-user.ts';
import { probeWalls, type WallProbes } from './probe-walls.ts';
import { makeScratch } from './scratch.ts';
import type { WallRequest } from './wall.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/walls');
const HOST = join(FIXTURES, 'host.ts');

describe('a wall', function () {
  this.timeout(30_000);
  let folder: string;
  const started = new Set<ChildProcess>();

  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'datawave-walls-')));
    fs.chmodSync(folder, 0o755);
  });
  afterEach(() => {
    for (const child of started) child.kill('SIGKILL');
    started.clear();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const request = (given: Partial<WallRequest> = {}): WallRequest => ({
    plugin: 'answering',
    directory: FIXTURES,
    dataDirectory: join(folder, 'data'),
    readable: [],
    memoryMb: 64,
    needs: {},
    env: { GREETING: 'hello' },
    ...given,
  });
  const start = (level: 'child' | 'confined', given: Partial<WallRequest> = {}): ChildProcess => {
    const child = openWall(level, request(given)).spawn(join(FIXTURES, 'answer.ts'), []);
    started.add(child);
    return child;
  };
  const messageOf = async (child: ChildProcess): Promise<Record<string, unknown>> =>
    (await once(child, 'message'))[0];
  const errorOf = (attempt: () => unknown): DataWaveError => {
    try {
      attempt();
    } catch (error) {
      if (DataWaveError.is(error)) return error;
      throw error;
    }
    throw new Error('it was allowed');
  };
  const skipUnless = async (level: 'child' | 'confined', context: Mocha.Context): Promise<void> => {
    if (!(await probeWalls())[level].available) context.skip();
  };

  for (const level of ['child', 'confined'] as const) {
    describe(level, () => {
      it('gives a process its folder, what it was to know and nothing more', async function () {
        await skipUnless(level, this);
        process.env['DATAWAVE_WALL_TEST'] = 'a secret';
        try {
          const { environment, folder: at } = await messageOf(start(level));
          expect(at).to.equal(FIXTURES);
          expect(Object.keys(Object(environment)).sort()).to.include.members(['GREETING', 'HOME', 'TMPDIR']);
          const known = [
            'GREETING',
            'HOME',
            'LANG',
            'LD_LIBRARY_PATH',
            'OLDPWD',
            'PATH',
            'PWD',
            'SHLVL',
            'TMPDIR',
            '_',
          ];
          expect(known).to.include.members(Object.keys(Object(environment)));
        } finally {
          delete process.env['DATAWAVE_WALL_TEST'];
        }
      });

      it('carries structured clones both ways, and ends with its channel', async function () {
        await skipUnless(level, this);
        const child = start(level);
        await messageOf(child);
        child.send(new Map([['when', new Date(0)]]));
        expect(await messageOf(child)).to.deep.equal(new Map([['when', new Date(0)]]));
        child.disconnect();
        expect(await once(child, 'exit')).to.deep.equal([0, null]);
      });

      it('leaves no temporary folder behind', async function () {
        await skipUnless(level, this);
        const temporary = process.env['TMPDIR'];
        process.env['TMPDIR'] = folder;
        try {
          const child = start(level);
          await messageOf(child);
          expect(fs.readdirSync(folder)).to.have.length(2);
          child.kill('SIGKILL');
          await once(child, 'exit');
          expect(fs.readdirSync(folder)).to.deep.equal(['data']);
        } finally {
          if (temporary === undefined) delete process.env['TMPDIR'];
          else process.env['TMPDIR'] = temporary;
        }
      });

      it('closes what the platform was started with', async function () {
        await skipUnless(level, this);
        const secret = join(folder, 'secret');
        fs.writeFileSync(secret, 'a secret');
        const host = spawn(
          'bash',
          [
            '-c',
            'exec 7<"$1" 250<"$1"; shift; exec "$@"',
            'test',
            secret,
            process.execPath,
            HOST,
            'descriptors',
            level,
            join(folder, 'data'),
          ],
          { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: folder } },
        );
        started.add(host);
        const [line] = await once(createInterface(host.stdout), 'line');
        expect(JSON.parse(line).inherited).to.deep.equal(['socket 1', 'socket 2', 'socket 3']);
      });

      it('ends a plugin that hears nothing any more when the platform is killed', async function () {
        await skipUnless(level, this);
        const data = join(folder, 'data');
        const host = spawn(process.execPath, [HOST, 'spin', level, data], {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: { ...process.env, TMPDIR: folder },
        });
        started.add(host);
        await once(createInterface(host.stdout), 'line');
        const running = (): number => processesWith(data).length;
        expect(running()).to.be.greaterThan(1);
        host.kill('SIGKILL');
        while (running() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      });
    });
  }

  it('is there wherever the host allows it: nothing below is left out because a wall does not hold', async () => {
    const { child, confined } = await probeWalls();
    expect(child).to.deep.equal({ available: true, reason: null });
    const asUser = isPrivileged() ? [] : ['--user', '--map-root-user'];
    const { status } = spawnSync('unshare', [...asUser, '--net', '--pid', '--mount', '--fork', 'true']);
    if (status === 0) expect(confined).to.deep.equal({ available: true, reason: null });
  });

  it('lets a confined plugin run as a user of its own where the platform is root', async function () {
    await skipUnless('confined', this);
    if (!isPrivileged()) this.skip();
    fs.mkdirSync(join(folder, 'data'));
    fs.writeFileSync(join(folder, 'data', 'kept'), 'from the time in another process');
    fs.writeFileSync(join(folder, 'foreign'), 'of the platform');
    fs.linkSync(join(folder, 'foreign'), join(folder, 'data', 'second-name'));
    fs.symlinkSync(join(folder, 'foreign'), join(folder, 'data', 'link'));
    const { user } = await messageOf(start('confined'));
    expect(user).to.equal(userOf('answering'));
    expect(fs.statSync(join(folder, 'data', 'kept')).uid).to.equal(user);
    // A file with a second name may be another's, and a link leads elsewhere.
    expect(fs.statSync(join(folder, 'foreign')).uid).to.equal(process.getuid?.());
    expect(userOf('answering')).to.not.equal(userOf('other'));
  });

  it('says so when that user could not read its package', async function () {
    await skipUnless('confined', this);
    if (!isPrivileged()) this.skip();
    const closed = join(folder, 'closed');
    fs.mkdirSync(closed, { mode: 0o700 });
    const error = errorOf(() => start('confined', { readable: [closed] }));
    expect(error.code).to.equal('DW_ISOLATION_FOLDER');
    expect(error.hint).to.contain('chmod -R o+rX');
  });

  it('clears away what killed platforms left, and nothing of those that run', async () => {
    const temporary = process.env['TMPDIR'];
    process.env['TMPDIR'] = folder;
    try {
      const ended = spawn('true');
      await once(ended, 'exit');
      for (const pid of [ended.pid, process.pid]) fs.mkdirSync(join(folder, `datawave-wall-${pid}-x`));
      makeScratch();
      expect(fs.readdirSync(folder)).to.have.length(3);
      makeScratch(Date.now() + 48 * 3600 * 1000);
      expect(fs.existsSync(join(folder, `datawave-wall-${ended.pid}-x`))).to.equal(false);
      expect(fs.existsSync(join(folder, `datawave-wall-${process.pid}-x`))).to.equal(true);
      // A start that comes to nothing leaves none either.
      const before = fs.readdirSync(folder);
      expect(() => openWall('child', request()).spawn(join(FIXTURES, 'missing.ts'), [])).to.throw(/ENOENT/);
      expect(fs.readdirSync(folder).sort()).to.deep.equal([...before, 'data'].sort());
    } finally {
      if (temporary === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = temporary;
    }
  });

  it('takes ids that a container has, where it has few', () => {
    const user = userOf('answering', '         0     100000      65536\n');
    expect(user).to.be.within(20_000, 59_999);
    expect(userOf('answering', '0 0 4294967295')).to.be.greaterThan(0x5fffffff);
  });

  it('hands over no variable that programs or the platform obey', () => {
    for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'DATABASE_URL', 'DATAWAVE_KEY', 'BASH_ENV', 'A=B'])
      expect(errorOf(() => openWall('child', request({ env: { [name]: 'x' } }))).code).to.equal(
        'DW_ISOLATION_ENVIRONMENT',
      );
  });

  it('refuses folders that it cannot keep apart', () => {
    const refused: readonly Partial<WallRequest>[] = [
      { directory: join(folder, 'missing') },
      { readable: ['/'] },
      { readable: [folder] },
    ];
    fs.mkdirSync(join(folder, 'a*'));
    for (const given of [...refused, { readable: [join(folder, 'a*')] }])
      expect(errorOf(() => start('child', given)).code).to.equal('DW_ISOLATION_FOLDER');
    expect(fs.readdirSync(folder).sort()).to.deep.equal(['a*', 'data']);
  });

  it('is none in process', () => {
    const wall = openWall('in-process', request());
    expect(wall.enforced).to.deep.equal([]);
    expect(errorOf(() => wall.spawn('x', [])).code).to.equal('DW_ISOLATION_IN_PROCESS');
  });

  it('is said to be none where the host allows none, with why', async function () {
    await skipUnless('confined', this);
    // As whoever may make no namespaces: a container without privileges.
    const host = spawn(
      'unshare',
      [
        ...[
          '--user',
          '--map-root-user',
          'sh',
          '-c',
          'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"',
          'test',
        ],
        ...['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--', process.execPath, HOST, 'probe'],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { child, confined }: WallProbes = JSON.parse(await text(host.stdout));
    expect(child).to.deep.equal({ available: true, reason: null });
    expect(confined.available).to.equal(false);
    expect(confined.reason).to.match(/^unshare: /);
  });
});

/** Ids of processes with a text in their command lines. */
const processesWith = (word: string): readonly string[] =>
  fs.readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
