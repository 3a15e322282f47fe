import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { runCommandLine } from './command-line.ts';

const MANIFEST = {
  name: 'datawave-plugin-greeter',
  version: '1.2.3',
  type: 'module',
  exports: './index.js',
  datawave: {
    manifestVersion: 1,
    id: 'greeter',
    title: 'Greeter',
    apiVersion: '*',
    config: 'config.schema.json',
    needs: { network: ['*.example.com:443'] },
  },
};
const SETTINGS = {
  type: 'object',
  additionalProperties: false,
  properties: { greeting: { type: 'string', default: 'Hello' }, password: { type: 'string' } },
};
const COMMAND = `
  import { commandPoint, definePlugin } from '@datawave/plugin-sdk';
  export default definePlugin()({
    setup({ extensions, config, dataDirectory }) {
      extensions.contribute(commandPoint, 'greet', {
        summary: 'Greets.', usage: 'Usage: datawave greet NAME',
        run: async (args, io) => {
          if (args[0] === 'where') io.stdout.write(dataDirectory + '\\n');
          else io.stdout.write(config.greeting + ' ' + args.join(' ') + '\\n');
          return 7;
        },
      });
      return {};
    },
  });`;

describe('The datawave command', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dw-cli-'));
    await mkdir(join(folder, 'config'));
    const plugin = join(folder, 'node_modules', MANIFEST.name);
    await mkdir(plugin, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(plugin, 'package.json'), JSON.stringify(MANIFEST));
    await writeFile(join(plugin, 'config.schema.json'), JSON.stringify(SETTINGS));
    const sdk = import.meta.resolve('@datawave/plugin-sdk');
    await writeFile(join(plugin, 'index.js'), COMMAND.replace('@datawave/plugin-sdk', sdk));
    const plugins = `plugins:\n  ${MANIFEST.name}: { config: { greeting: Hi, password: hunter2 } }\n`;
    await writeFile(
      join(folder, 'config', 'standard.yaml'),
      `storage: { url: "postgres://me:s3cret@h/d" }\n${plugins}`,
    );
    await writeFile(join(folder, 'config', 'greet.yaml'), plugins);
    await writeFile(join(folder, 'config', 'other.yaml'), `plugins:\n  ${MANIFEST.name}: {}\n`);
    await writeFile(
      join(folder, 'config', 'broken.yaml'),
      'sever: {}\nplugins:\n  datawave-plugin-greeter: { config: { greting: 1 } }\n',
    );
    await writeFile(
      join(folder, 'config', 'misset.yaml'),
      'plugins:\n  datawave-plugin-greeter: { config: { greting: 1 } }\n',
    );
  });
  after(() => rm(folder, { recursive: true }));

  const run = async (
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
    const texts = { out: '', err: '' };
    const to = (name: 'out' | 'err'): Writable =>
      new Writable({
        write(chunk, _encoding, done) {
          texts[name] += String(chunk);
          done();
        },
      });
    const io = { stdout: to('out'), stderr: to('err'), env: {}, cwd: folder, isInteractive: false };
    return { code: await runCommandLine(args, io), ...texts };
  };

  it('says what there is, and ends with 2 when nothing was asked', async () => {
    expect(await run('--help'))
      .to.include({ code: 0, err: '' })
      .with.property('out')
      .that.includes('scan')
      .and.includes('doctor');
    expect((await run()).code).to.equal(2);
  });

  it('names the nearest command and option to one it does not know', async () => {
    expect(await run('plugn'))
      .to.include({ code: 2 })
      .with.property('err')
      .that.includes('Did you mean "plugin"?');
    expect(await run('config', 'check', '--confg', 'x'))
      .to.include({ code: 2 })
      .with.property('err')
      .that.includes('Did you mean --config?');
    expect(await run('start', '--port', 'many'))
      .to.include({ code: 2 })
      .with.property('err')
      .that.includes('0 to 65535');
    expect(await run('start', '--role', 'boss')).to.include({ code: 2 });
  });

  it('says of a command that it knows, but no plugin here brings, where to look, and not to type it again', async () => {
    const { code, err } = await run('scans', 'list', '--config', 'config/greet.yaml');
    expect(code).to.equal(2);
    expect(err)
      .to.match(/greet\.yaml brings the command "scans"/)
      .and.include('datawave scans … --config FILE');
    expect(err).not.to.include('Did you mean');
    expect((await run('--help')).out).to.match(/^ {2}registry +\S/m);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(await run('--version')).to.include({ code: 0, out: `${version}\n` });
  });

  it('reports every error of a configuration with file and line, in one go', async () => {
    const { code, err, out } = await run('config', 'check', '--config', 'config/broken.yaml');
    expect(code).to.equal(1);
    expect(out, 'the plugins are looked at, too').to.match(/broken\.yaml:3:\d+ .*did you mean "greeting"/);
    expect(err).to.match(/broken\.yaml:1:1 \/sever\n.*did you mean "server"/);
    const misset = await run('config', 'check', '--config', 'config/misset.yaml');
    expect(misset.code).to.equal(1);
    expect(misset.out).to.match(/misset\.yaml:2:\d+ .*did you mean "greeting"/);
  });

  it('shows what a configuration amounts to, without its secrets', async () => {
    const { code, out } = await run('config', 'show', '--format', 'json');
    expect(code).to.equal(0);
    const shown = JSON.parse(out);
    expect(shown.storage.url).to.equal('postgres://me:***@h/d');
    expect(shown.plugins[MANIFEST.name].config).to.deep.equal({ greeting: 'Hi', password: '***' });
    expect(shown.server.port).to.equal(8080);
    expect(out).not.to.include('hunter2').and.not.to.include('s3cret');
  });

  it('says when a configuration is not there', async () => {
    expect(await run('config', 'check', '--config', 'nowhere.yaml'))
      .to.include({ code: 1 })
      .with.property('err')
      .that.includes('DW_CONFIG_MISSING');
  });

  it('lists and shows plugins without running them', async () => {
    const { code, out } = await run('plugin', 'list', '--json');
    expect(code).to.equal(0);
    expect(JSON.parse(out))
      .to.have.length(1)
      .with.nested.property('[0]')
      .that.includes({ id: 'greeter', state: 'resolved', version: '1.2.3' });
    expect((await run('plugin', 'info', 'greeter')).out)
      .to.include('*.example.com:443')
      .and.to.include('not enforced');
    expect(await run('plugin', 'info', 'greter'))
      .to.include({ code: 1 })
      .with.property('err')
      .that.includes('Did you mean "greeter"?');
  });

  it('lists plugins without opening the database that they need', async () => {
    const keeper = join(folder, 'node_modules', 'keeper');
    const manifest = { manifestVersion: 1, id: 'keeper', apiVersion: '*', needs: { database: 'own' } };
    await mkdir(keeper);
    await writeFile(
      join(keeper, 'package.json'),
      JSON.stringify({
        name: 'keeper',
        version: '1.0.0',
        type: 'module',
        exports: './index.js',
        datawave: manifest,
      }),
    );
    await writeFile(join(keeper, 'index.js'), 'throw new Error("imported");');
    const data = join(folder, 'kept');
    await writeFile(
      join(folder, 'config', 'keeper.yaml'),
      `storage: { url: embedded, data: ${data} }\nplugins:\n  keeper: {}\n`,
    );
    const { code, out } = await run('plugin', 'list', '--config', 'config/keeper.yaml');
    expect(code).to.equal(0);
    expect(out).to.match(/keeper +1\.0\.0 +ready/);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(existsSync(data)).to.equal(false);
  });

  it('remembers which plugin an operator has disabled', async () => {
    const data = join(folder, 'var');
    expect((await run('plugin', 'disable', 'greeter', '--data', data)).code).to.equal(0);
    expect(JSON.parse((await run('plugin', 'list', '--json', '--data', data)).out)[0].state).to.equal(
      'disabled',
    );
    expect((await run('plugin', 'enable', 'greeter', '--data', data)).code).to.equal(0);
    expect(JSON.parse((await run('plugin', 'list', '--json', '--data', data)).out)[0].state).to.equal(
      'resolved',
    );
  });

  it('says that the port is taken before anything is made', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const data = join(folder, 'never-made');
    const { code, err } = await run('start', '--config', 'config/greet.yaml', '--port', port, '--data', data);
    server.close();
    expect(code).to.equal(1);
    expect(err).to.include('DW_HTTP_ADDRESS_IN_USE');
    expect(existsSync(data)).to.equal(false);
  });

  it('runs the command of a plugin with the feature set of the same name, and hands on its exit code', async () => {
    expect(await run('greet', 'to', 'all')).to.deep.equal({ code: 7, out: 'Hi to all\n', err: '' });
    expect((await run('greet', '--help')).out).to.include('Usage: datawave greet NAME');
  });

  it('runs the command of a plugin with another feature set, where one is named', async () => {
    const answer = { code: 7, out: 'Hello to all\n', err: '' };
    expect(await run('greet', 'to', '--config', 'config/other.yaml', 'all')).to.deep.equal(answer);
    expect(await run('greet', '--config=config/other.yaml', 'to', 'all')).to.deep.equal(answer);
    expect((await run('greet', '--config')).code).to.equal(2);
    expect((await run('greet', '--config', 'nowhere.yaml')).err).to.include('DW_CONFIG_MISSING');
  });

  it('runs the command of a plugin on the data of another folder, where one is named', async () => {
    const place = join(folder, 'elsewhere', 'plugins', 'greeter');
    expect((await run('greet', '--data', join(folder, 'elsewhere'), 'where')).out).to.equal(`${place}\n`);
    expect((await run('greet', 'where')).out).not.to.equal(`${place}\n`);
    expect(await run('greet', '--data'))
      .to.include({ code: 2 })
      .with.property('err')
      .that.includes('--data needs a value');
    expect((await run('greet', 'to', '--', '--data')).out).to.equal('Hi to -- --data\n');
    expect((await run('greet', '--help')).out).to.include('--data DIR');
  });

  it('runs the command of a plugin whatever is switched on the platform', async () => {
    const data = join(folder, 'var');
    expect((await run('plugin', 'disable', 'greeter', '--data', data)).code).to.equal(0);
    expect((await run('greet')).code).to.equal(7);
    expect((await run('plugin', 'enable', 'greeter', '--data', data)).code).to.equal(0);
  });
});
