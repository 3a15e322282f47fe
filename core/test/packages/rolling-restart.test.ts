import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { type TestStorage, testStorage } from '../storage.ts';
import { makePackage, pluginModule } from './make-package.ts';
import { RunningPlatform } from './running-platform.ts';

/** Replicas share the master key. */
const ENV = { DATAWAVE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };

/** Two replicas on one database, each with a data folder of its own. */
describe('replicas that follow what is installed', function () {
  this.timeout(170_000);
  let database: TestStorage;
  let folder: string;
  let replicas: readonly RunningPlatform[] = [];
  const config = (): string => join(folder, 'site.yaml');

  before(async () => {
    database = await testStorage();
    folder = await mkdtemp(join(tmpdir(), 'datawave-rolling-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(
      config(),
      `storage: { url: "${database.url}", migrationUrl: "${database.migrationUrl}" }\nserver: { accessLog: false, metrics: { enabled: false } }
isolation: { whenUnavailable: child }\npackages: { watchSeconds: 0 }\nplugins: {}\nlog: { level: warn }\n`,
    );
    replicas = await Promise.all(
      ['one', 'two'].map((name) =>
        RunningPlatform.start({
          ...{ config: config(), data: join(folder, name) },
          env: { ...ENV, DATAWAVE_ADMIN_PASSWORD: 'correct horse battery' },
        }),
      ),
    );
  });
  after(async () => {
    await Promise.all(replicas.map((one) => one.stop()));
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Installs a version by the command, beside the platform. */
  async function install(version: string, setup: string): Promise<{ code: number; text: string }> {
    let text = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const file = join(folder, `weather-${version}.tgz`);
    await writeFile(file, await makePackage({ version, module: pluginModule(`setup() { ${setup} }`) }));
    const io = { stdout: sink, stderr: sink, env: ENV, cwd: folder, isInteractive: false };
    const places = ['--config', config(), '--data', join(folder, 'one')];
    const code = await runCommandLine(['plugin', 'install', file, '--yes', ...places], io);
    return { code, text };
  }
  const isReady = async ({ url }: RunningPlatform): Promise<boolean> =>
    (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
  const starts = (): readonly number[] => replicas.map(({ starts: count }) => count);

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(50);
  }

  /** Asks the replicas again and again while something goes on, and answers how often none of them was ready. */
  async function unserved(
    work: Promise<unknown>,
  ): Promise<{ readonly asked: number; readonly none: number }> {
    let [isOver, asked, none] = [false, 0, 0];
    const over = work.finally(() => {
      isOver = true;
    });
    const [one, two] = replicas;
    while (!isOver && one !== undefined && two !== undefined) {
      asked += 1;
      // The second may have begun because the first has just become ready: then that one answers by now.
      if (!(await isReady(one)) && !(await isReady(two)) && !(await isReady(one))) none += 1;
      await sleep(20);
    }
    await over;
    return { asked, none };
  }

  it('begin anew one after the other, while the other one answers, and stop at the first that fails', async () => {
    // A platform answers before it says that it does.
    await until(() => starts().every((count) => count === 1));
    const first = install('1.0.0', 'return {};');
    const served = await unserved(first);
    const { code, text } = await first;
    expect([code, served.none], `${text}\n${replicas.map(({ output }) => output).join('\n')}`).to.deep.equal([
      0, 0,
    ]);
    expect(served.asked).to.be.greaterThan(5);
    // It is confirmed when all have followed.
    await until(() => starts().every((count) => count === 2));

    const broken = install('2.0.0', `throw new Error('no luck');`);
    expect((await unserved(broken)).none).to.equal(0);
    const said = (await broken).text;
    expect(said, said.slice(said.lastIndexOf('Plan ')) + replicas.map(({ output }) => output).join('\n'))
      .to.include('The former plugins are back')
      .and.include('no luck');
    for (const replica of replicas) await replica.ready();
    await until(() => starts().some((count) => count === 4));
    expect(starts().toSorted(), 'one tried it and went back, the other never began').to.deep.equal([2, 4]);
  });
});
