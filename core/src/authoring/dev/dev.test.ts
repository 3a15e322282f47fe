import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { worthReading } from '../worth-reading.ts';
import { tryImport } from './checks.ts';
import { signInWords } from './dev-plugin.ts';
import { callsSince } from './hook-watch.ts';
import { pluginLog } from './plugin-log.ts';
import { Reloads } from './reload-plugin.ts';
import { Screen } from './screen.ts';
import { changedPaths, type DevMode, fileHashes, Snapshots } from './snapshots.ts';

/** An output that can be read as it stands; one that is a terminal knows what is erased. */
function output(isTTY: boolean): { readonly out: NodeJS.WritableStream; readonly text: () => string } {
  const out = Object.assign(new PassThrough(), { isTTY, columns: 60 });
  let all = '';
  out.on('data', (chunk: Buffer) => {
    all += chunk.toString('utf8');
  });
  return { out, text: () => all };
}

/** What stands on a terminal of unbounded height after all that was written. */
function standing(written: string): readonly string[] {
  let lines: string[] = [''];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are spoken to with them.
  for (const part of written.split(/(\u001b\[\d*[A-Za-z]|\n)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: see above.
    const up = /^\u001b\[(\d+)A$/.exec(part);
    if (up !== null) lines = [...lines.slice(0, lines.length - 1 - Number(up[1])), ''];
    else if (part === '\n') lines.push('');
    else if (!part.startsWith('\u001b')) lines[lines.length - 1] += part;
  }
  return lines.filter((line) => line !== '');
}

describe('the screen of whoever writes a plugin', () => {
  it('keeps what is wrong below everything else until it is mended', () => {
    const { out, text } = output(true);
    const screen = new Screen(out);
    screen.write('first');
    screen.fault('code', { title: 'Broken', detail: `src/index.ts:3\n${'long '.repeat(40)}` });
    screen.write('second\nthird');
    screen.fault('types', { title: 'Unsound', detail: 'line\u001b[2J two' });
    const shown = standing(text());
    expect(shown.slice(0, 3)).to.deep.equal(['first', 'second', 'third']);
    expect(shown.slice(3).map((line) => line.slice(0, 16).trim())).to.deep.equal([
      ...['✗ Broken', 'src/index.ts:3', 'long long long', '✗ Unsound', 'line[2J two'],
    ]);
    expect(Math.max(...shown.map(({ length }) => length))).to.be.below(60);
    screen.fault('code', null);
    screen.fault('types', null);
    screen.write('fourth');
    expect(standing(text())).to.deep.equal(['first', 'second', 'third', 'fourth']);
  });

  it('says what is wrong once, and when it is mended, where there is no terminal', () => {
    const { out, text } = output(false);
    const screen = new Screen(out);
    for (let time = 0; time < 2; time += 1) screen.fault('code', { title: 'Broken', detail: 'why' });
    screen.write('goes on');
    screen.fault('code', null);
    expect(text()).to.equal('✗ Broken\n  why\ngoes on\nmended: Broken\n');
  });

  it('shows all that the plugin logs, of others what went wrong, and files by the names that authors know', () => {
    const { out, text } = output(false);
    const log = pluginLog('mine', new Screen(out));
    log.child({ plugin: 'mine' }).debug('my detail');
    log.child({ plugin: 'other' }).info('of no interest');
    log.info('of the platform');
    log.error('broke', { plugin: 'other' });
    log.child({ plugin: 'mine' }).warn('look at /x/.datawave-dev/12/src/index.ts');
    expect(text()).to.match(/my detail.*broke.*look at \/x\/src\/index\.ts/s);
    expect(text()).not.to.match(/no interest|of the platform/);
  });

  it('says once why the plugin does not load', () => {
    const { out, text } = output(false);
    const screen = new Screen(out);
    const log = pluginLog('mine', screen);
    const failed = { plugin: 'mine', from: 'resolved', to: 'failed' };
    log.error('mine is failed', failed);
    screen.fault('code', { title: 'The plugin does not load', detail: 'why' });
    log.error('mine is failed', failed);
    log.error('other is failed', { ...failed, plugin: 'other' });
    expect(text().match(/(?<=ERROR )\w+ is failed/g)).to.deep.equal(['mine is failed', 'other is failed']);
  });
});

describe('the sign-in of whoever writes a plugin', () => {
  it('is said by where its password came from', () => {
    expect(signInWords('made-now', {})).to.contain('admin / made-now');
    const chosen = signInWords(null, { DATAWAVE_ADMIN_PASSWORD: 'of-mine-alone' });
    expect(chosen).to.equal('admin, with the password in DATAWAVE_ADMIN_PASSWORD');
    expect(signInWords(null, {})).to.contain('of the first start');
  });
});

describe('calls of the hooks of a plugin that is being written', () => {
  const tap = (hook: string, calls: number, errors = 0) => ({
    ...{
      hook,
      calls,
      errors,
      plugin: 'mine',
      samples: calls,
      meanMs: 0.5,
      maxMs: 2,
      p50Ms: 0.4,
      p95Ms: 1.25,
      estimatedMs: 1,
    },
  });

  it('are told as they come, from nothing again once it was started anew', () => {
    expect(callsSince([], [tap('a', 0), tap('b', 1)])).to.deep.equal([
      'hook b: 1 call, 0.50 ms on average, 95 % within 1.25 ms',
    ]);
    expect(callsSince([tap('a', 2), tap('b', 9)], [tap('a', 2), tap('b', 3, 1)])).to.deep.equal([
      'hook b: 3 calls, 0.50 ms on average, 95 % within 1.25 ms, 1 failed in all',
    ]);
  });
});

describe('states of a plugin that is being written', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-dev-'));
    mkdirSync(join(folder, 'src'));
    for (const name of ['node_modules', 'var', '.git']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'src/index.ts'), 'export default 1;\n');
    writeFileSync(join(folder, 'node_modules/x.js'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const mode of ['child', 'in-process'] satisfies DevMode[]) {
    it(`are copies that one can go back to (${mode})`, () => {
      const states = new Snapshots(folder, mode);
      const first = states.take();
      states.use(first);
      writeFileSync(join(folder, 'src/index.ts'), 'export default 2;\n');
      const second = states.take();
      const running = (): string => readFileSync(join(states.current, 'src/index.ts'), 'utf8');
      expect(running()).to.contain('default 1');
      states.use(second);
      expect(running()).to.contain('default 2');
      states.use(first);
      expect(running()).to.contain('default 1');
      expect([...fileHashes(states.pathOf(first)).keys()]).to.deep.equal(['src/index.ts']);
      states.close();
      expect([...fileHashes(folder).keys()]).to.deep.equal(['src/index.ts']);
    });
  }

  it('differ in what was changed, added and removed', () => {
    const before = fileHashes(folder);
    writeFileSync(join(folder, 'src/index.ts'), 'export default 1;\n');
    expect(changedPaths(before, fileHashes(folder))).to.deep.equal([]);
    writeFileSync(join(folder, 'src/more.ts'), '');
    rmSync(join(folder, 'src/index.ts'));
    writeFileSync(join(folder, 'var/data'), '');
    expect(changedPaths(before, fileHashes(folder))).to.deep.equal(['src/index.ts', 'src/more.ts']);
  });

  it('are imported elsewhere before they run: what is wrong is told in the words of Node', async () => {
    const file = join(folder, 'src/index.ts');
    expect(await tryImport(file)).to.equal(null);
    writeFileSync(file, 'const = 1;\n');
    expect(await tryImport(file))
      .to.contain('SyntaxError')
      .and.to.contain('index.ts:1')
      .and.not.to.match(/\n\s*code:|\}$/);
    writeFileSync(file, "import './missing.ts';\n");
    expect(await tryImport(file))
      .to.contain('missing.ts')
      .and.not.to.contain('node:internal');
  });
});

describe('what Node says of an error', () => {
  it('is read without the places within Node, and without the code a second time', () => {
    const first = '/x/src/index.ts:3\nconst = 1;\n      ^\n\nSyntaxError [ERR_X]: Expected [ or {';
    const inNode = '\n    at parse (node:internal/modules/typescript:72:36) {';
    const own = '\n    at load (file:///x/src/load.ts:1:7)';
    const code = "\n  code: 'ERR_X'\n}\n\nNode.js v24.1.0\n";
    const read = first.replace('\n\n', '\n');
    expect(worthReading(`${first}${inNode}${code}`)).to.equal(read);
    expect(worthReading(`${first}${own} {${code}`)).to.equal(`${read}${own}`);
  });
});

describe('pages whose components are built anew', () => {
  it('are told of another state, also of one that came while nobody listened', async () => {
    const reloads = new Reloads();
    const ended = new AbortController();
    const events = reloads.events(ended.signal);
    const next = async (): Promise<unknown> => (await events.next()).value?.data;
    const first = await next();
    const waiting = next();
    expect(reloads.tell()).to.equal(1);
    const second = await waiting;
    reloads.tell();
    expect(new Set([first, second, await next()]).size).to.equal(3);
    const last = events.next();
    ended.abort();
    expect((await last).done).to.equal(true);
    expect(reloads.tell()).to.equal(0);
  });
});
