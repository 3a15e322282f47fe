import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { type TestStorage, testStorage } from '../storage.ts';
import { makePackage, type PackageRecipe, pluginModule } from './make-package.ts';
import { RunningPlatform } from './running-platform.ts';

/** Answers its version at /api/v1/forecasts. */
const answering = (version: string, more = ''): string =>
  `import { coreServices } from '@datawave/plugin-sdk';\n${pluginModule(`
    deps: { http: coreServices.http },
    setup({ deps }) {
      ${more}
      deps.http.route({ method: 'GET', path: '/forecasts', permission: 'public', summary: 'Forecast.',
        handler: async () => ({ body: { version: '${version}' } }) });
      return {};
    }`)}`;

describe('a platform on which plugins are installed', function () {
  this.timeout(170_000);
  let database: TestStorage;
  let folder: string;
  let platform: RunningPlatform;

  before(async () => {
    database = await testStorage();
    folder = await mkdtemp(join(tmpdir(), 'datawave-installed-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(
      join(folder, 'site.yaml'),
      `storage: { url: "${database.url}", migrationUrl: "${database.migrationUrl}" }\nserver: { metrics: { enabled: false } }
isolation: { whenUnavailable: child }
packages: { watchSeconds: 1 }
plugins: { "@acme/wild": { isolation: { level: in-process, accepted: true } } }\nlog: { level: warn }\n`,
    );
    platform = await RunningPlatform.start({
      config: join(folder, 'site.yaml'),
      data: join(folder, 'var'),
      env: { DATAWAVE_ADMIN_PASSWORD: 'correct horse battery' },
    });
  });
  after(async () => {
    await platform?.stop();
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly text: string }> => {
    let text = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const io = { stdout: sink, stderr: sink, env: {}, cwd: folder, isInteractive: false };
    const places = ['--config', join(folder, 'site.yaml'), '--data', join(folder, 'var')];
    return { code: await runCommandLine(['plugin', ...args, ...places], io), text };
  };
  const install = async (recipe: PackageRecipe): ReturnType<typeof run> => {
    const file = join(folder, 'weather.tgz');
    await writeFile(
      file,
      await makePackage({
        ...recipe,
        manifest: {
          resources: ['forecasts'],
          ...recipe.manifest,
          needs: { http: true, public: ['GET /forecasts'], ...Object(recipe.manifest?.['needs']) },
        },
      }),
    );
    return run('install', file, '--yes', '--accept-permissions');
  };
  const forecast = async (): Promise<string | number> => {
    await platform.ready();
    const answer = await fetch(`${platform.url}/api/v1/forecasts`);
    if (answer.status !== 200) return answer.status;
    return (Object(await answer.json()) as { readonly version: string }).version;
  };

  it('starts anew with them, goes back by itself when one fails, and by hand', async () => {
    expect(await forecast()).to.equal(401);
    const first = await install({ module: answering('1.0.0') });
    expect(first.text).to.include('State 1 is in effect.');
    expect([first.code, await forecast()], platform.output).to.deep.equal([0, '1.0.0']);

    const broken = await install({
      version: '2.0.0',
      module: answering('2.0.0', `throw new Error('no luck');`),
    });
    expect(broken.text).to.include('The former plugins are back').and.include('no luck');
    expect([broken.code, await forecast()], platform.output).to.deep.equal([1, '1.0.0']);

    const back = await run('rollback', '0', '--yes');
    expect([back.code, await forecast()], back.text).to.deep.equal([0, 401]);
    expect((await run('rollback', '--list')).text)
      .to.include('failed')
      .and.include('@acme/weather@2.0.0');
  });

  it('goes back by itself when one takes the whole platform with it, again and again', async () => {
    const wild = pluginModule('setup() { return {}; }, start() { process.exit(3); }');
    const { code, text } = await install({
      name: '@acme/wild',
      module: wild,
      manifest: { id: 'wild', resources: [] },
    });
    expect(text).to.include('The former plugins are back').and.include('came to a bad end');
    expect(code).to.equal(1);
    await platform.ready();
  });

  it('keeps the data of what is removed unless it is to go as well, which it does once it runs without', async () => {
    const rows = async (): Promise<unknown> => {
      const text = `select count(*)::int as count from core.plugin_settings where plugin = 'weather'`;
      return (await database.storage.execute<{ count: number }>({ text, parameters: [] }))[0]?.count;
    };
    const manifest = { needs: { database: 'optional' } };
    await database.asOwner(
      `create schema weather; grant usage on schema weather to datawave_kernel; insert into core.plugin_settings (plugin, settings, revision, updated_by) values ('weather', '{}', 1, 'test')`,
    );
    for (const [more, left] of [
      [[], 1],
      [['--purge'], 0],
    ] as const) {
      expect((await install({ version: '3.0.0', module: answering('3.0.0'), manifest })).text).to.include(
        'in effect',
      );
      const removed = await run('remove', 'weather', '--yes', ...more);
      expect([removed.code, await rows()], removed.text).to.deep.equal([0, left]);
      await platform.ready();
    }
    const schemas = `select 1 from pg_namespace where nspname = 'weather'`;
    expect(await database.storage.execute({ text: schemas, parameters: [] })).to.deep.equal([]);
  });
});
