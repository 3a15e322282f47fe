import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

describe('carrying on under another Node', () => {
  const launcher = fileURLToPath(new URL('../../bin/launcher/continue.mjs', import.meta.url));
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-continue-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const prepare = (body: string, more = ''): readonly string[] => {
    const script = join(folder, 'script.mjs');
    writeFileSync(script, body);
    const values = [root, script].map((value) => JSON.stringify(value)).join(', ');
    const code = `import { continueWith } from ${JSON.stringify(launcher)}; await continueWith(${values}, ['a b', '--c']${more});`;
    return ['--input-type=module', '-e', code];
  };

  it('hands over arguments, keeps compiled code, and brings the exit code back', () => {
    const body = `console.log(JSON.stringify([process.argv.slice(2), !!process.env.NODE_COMPILE_CACHE])); process.exit(7);`;
    const result = spawnSync(process.execPath, prepare(body), { encoding: 'utf8' });
    expect(JSON.parse(result.stdout)).to.deep.equal([['a b', '--c'], true]);
    expect(result.status).to.equal(7);
  });

  it('passes signals through, so that the child can end in good order', async () => {
    const body = `process.on('SIGTERM', () => process.exit(3)); setTimeout(() => {}, 20000); console.log('ready');`;
    const child = spawn(process.execPath, prepare(body), { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await new Promise((resolve) => child.once('exit', resolve))).to.equal(3);
  });

  it('ends when the shell that started it is gone, where that is asked for', async function () {
    if (process.platform === 'win32') this.skip();
    const body = `process.on('SIGTERM', () => { console.log('told'); process.exit(); }); setTimeout(() => {}, 20000); console.log('ready');`;
    const [type = '', flag = '', code = ''] = prepare(body, ', {}, [], true');
    const shell = spawn('sh', ['-c', '"$0" "$@"; exit $?', process.execPath, type, flag, code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    shell.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (chunk.includes('ready')) shell.kill('SIGTERM');
    });
    // Of all that hold it, not of the shell alone.
    await new Promise((resolve) => shell.stdout.once('close', resolve));
    expect(said).to.equal('ready\ntold\n');
  });

  it('ends by the signal that ended the child', async () => {
    const body = `console.log('ready'); process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 20000);`;
    const child = spawn(process.execPath, prepare(body), { stdio: ['ignore', 'pipe', 'inherit'] });
    const signal = await new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)));
    expect(signal).to.equal('SIGKILL');
  });
});
