import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';

describe('loadConfig', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dw-config-'));
    await writeFile(join(folder, 'package.json'), '{}');
    await mkdir(join(folder, 'config'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (name: string, text: string): Promise<string> => {
    const file = join(folder, 'config', name);
    await writeFile(file, text);
    return file;
  };
  const faultsOf = async (file: string, env: Record<string, string> = {}): Promise<ConfigError> => {
    try {
      await loadConfig(file, { env });
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    throw new Error('no fault was found');
  };

  it('fills in defaults and takes paths relative to the project folder', async () => {
    const config = await loadConfig(await write('a.yaml', 'plugins:\n  "@datawave/plugin-x":\n'), {
      env: {},
    });
    expect(config.server.port).to.equal(8080);
    expect(config.server.metrics).to.deep.equal({ enabled: true, host: '127.0.0.1', port: 9464 });
    expect(config.storage).to.deep.include({ url: 'embedded', data: join(folder, 'var') });
    expect(config.projectDirectory).to.equal(folder);
    expect(config.plugins['@datawave/plugin-x']).to.deep.include({
      enabled: true,
      critical: false,
      config: {},
    });
  });

  it('accepts an empty file', async () => {
    expect((await loadConfig(await write('a.yaml', ''), { env: {} })).plugins).to.deep.equal({});
  });

  it('inherits, key by key, from what it extends', async () => {
    await write(
      'base.yaml',
      'server: { port: 1 , host: 0.0.0.0 }\nplugins:\n  p: { config: { a: 1, list: [1, 2] } }\n  q: {}\n',
    );
    const file = await write(
      'a.yaml',
      'extends: ./base.yaml\nserver: { port: 2 }\nplugins:\n  p: { critical: true, config: { b: 2, list: [3] } }\n  q: { enabled: false }\n',
    );
    const config = await loadConfig(file, { env: {} });
    expect(config.server).to.deep.include({ port: 2, host: '0.0.0.0' });
    expect(config.plugins['p']).to.deep.include({ critical: true, config: { a: 1, b: 2, list: [3] } });
    expect(config.plugins['q']?.enabled).to.equal(false);
  });

  it('names the circle when files extend each other', async () => {
    await write('b.yaml', 'extends: ./a.yaml\n');
    const error = await faultsOf(await write('a.yaml', 'extends: ./b.yaml\n'));
    expect(error.message).to.match(/a\.yaml -> .*b\.yaml -> .*a\.yaml/);
  });

  it('fills placeholders from the environment, keeps quoted ones text, and leaves $${ alone', async () => {
    const text =
      'server:\n  port: ${PORT}\n  host: ${HOST:-0.0.0.0}\nplugins:\n  p:\n    config:\n      n: ${PORT}\n      s: "${PORT}"\n      mixed: x-${PORT}\n      literal: $${PORT}\n      secret: secret://NAME\n';
    const config = await loadConfig(await write('a.yaml', text), { env: { PORT: '9000' } });
    expect(config.server).to.deep.include({ port: 9000, host: '0.0.0.0' });
    expect(config.plugins['p']?.config).to.deep.equal({
      n: 9000,
      s: '9000',
      mixed: 'x-9000',
      literal: '${PORT}',
      secret: 'secret://NAME',
    });
  });

  it('reports every fault at once with file, line, path and the nearest known key', async () => {
    await write('base.yaml', 'server:\n  hots: 0.0.0.0\n');
    const error = await faultsOf(
      await write(
        'a.yaml',
        'extends: ./base.yaml\nserver:\n  port: lots\nstorage:\n  url: ${NOT_SET}\nplugin: {}\njobs: { transport: rabbit }\n',
      ),
    );
    expect(error.code).to.equal('DW_CONFIG_INVALID');
    const found = error.problems.map((problem) => ({
      pointer: problem.pointer,
      line: problem.location?.line,
      file: problem.location?.file.split('/').at(-1),
    }));
    expect(found).to.deep.include.members([
      { pointer: '/server/hots', line: 2, file: 'base.yaml' },
      { pointer: '/server/port', line: 3, file: 'a.yaml' },
      { pointer: '/storage/url', line: 5, file: 'a.yaml' },
      { pointer: '/plugin', line: 6, file: 'a.yaml' },
      { pointer: '/jobs/transport', line: 7, file: 'a.yaml' },
    ]);
    expect(error.message)
      .to.include('did you mean "host"?')
      .and.to.include('did you mean "plugins"?')
      .and.to.include('NOT_SET');
  });

  it('reports broken YAML with its line', async () => {
    const error = await faultsOf(await write('a.yaml', 'server:\n  port: 1\n  port: 2\n'));
    expect(error.problems[0]?.location).to.deep.include({ line: 3 });
  });

  it('says when the file is not there', async () => {
    expect((await faultsOf(join(folder, 'none.yaml'))).message).to.include('does not exist');
  });

  it('lets the environment override the database and the command line the port', async () => {
    const file = await write('a.yaml', 'storage: { url: embedded }\njobs: { transport: bull }\n');
    const config = await loadConfig(file, {
      env: { DATABASE_URL: 'postgres://h/d', REDIS_URL: 'redis://h' },
      overrides: { port: 1234, data: '/tmp/x' },
    });
    expect(config.storage).to.deep.include({ url: 'postgres://h/d', data: '/tmp/x' });
    expect(config.jobs.redis).to.deep.equal({ url: 'redis://h' });
    expect(config.server.port).to.equal(1234);
  });

  it('refuses the bull transport without a Redis server', async () => {
    expect((await faultsOf(await write('a.yaml', 'jobs: { transport: bull }\n'))).message).to.include(
      'REDIS_URL',
    );
  });

  it('does not let a key named __proto__ reach a prototype', async () => {
    await faultsOf(await write('a.yaml', '__proto__: { polluted: true }\n'));
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('knows which values of a plugin come from the environment, unless a file that extends it says otherwise', async () => {
    await write(
      'base.yaml',
      'plugins:\n  p:\n    config: { a: "${A}", b: ["x-${B}"], c: "${A}", d: "${NONE:-d}" }\n',
    );
    const file = await write('own.yaml', 'extends: ./base.yaml\nplugins:\n  p:\n    config: { c: plain }\n');
    const { plugins } = await loadConfig(file, { env: { A: 'of a', B: 'of b' } });
    const { environmentOf } = plugins['p'] ?? {};
    const found = ['a', 'b', 'c', 'd'].map((name) => environmentOf?.(`/${name}`));
    expect(found).to.deep.equal([['A'], ['B'], [], []]);
    expect(environmentOf?.('')).to.deep.equal(['A', 'B']);
  });
});
