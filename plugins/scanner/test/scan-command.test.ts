import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../../..');
const EXECUTABLE = join(ROOT, 'core/bin/datawave.mjs');
const SCAN_SET = join(ROOT, 'config/scan.yaml');

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(folder: string, ...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [EXECUTABLE, 'scan', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  return { exitCode: await promise, stdout, stderr };
}

describe('datawave scan', function () {
  this.timeout(120_000);
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-scan-'));
    const shop = new DatabaseSync(join(folder, 'shop.sqlite'));
    shop.exec(`
      create table people (id integer primary key, first_name text, email text, email_verified boolean, phone_type text);
      insert into people values (1, 'Ada', 'ada@example.com', 1, 'home'), (2, 'Grace', 'grace@example.com', 0, 'work'), (3, 'Anna', 'anna@example.org', 1, 'home');
      create table films (id integer primary key, title text);
      insert into films values (1, 'Alice'), (2, 'Casablanca');
      create table vacant (email text, name text);
      create table "odd ""name""; drop table people;--" (email text);
      insert into "odd ""name""; drop table people;--" values ('x@example.com');
    `);
    shop.close();
    const broken = new DatabaseSync(join(folder, 'broken.sqlite'));
    broken.exec(
      `create table people (email text); insert into people values ('a@example.com'), ('b@example.com'); create table gone (x text); create view late as select x from gone; drop table gone;`,
    );
    broken.close();
    mkdirSync(join(folder, 'files'));
    writeFileSync(
      join(folder, 'files', 'contacts.csv'),
      'email;note\nada@example.com;one\ngrace@example.com;two\n',
    );
    writeFileSync(join(folder, 'torn.sqlite'), `SQLite format 3\0${'torn to pieces '.repeat(500)}`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('says which plugin took no part, and does not end as if all had been looked for', async () => {
    const plugin = join(folder, 'node_modules/classifier-torn');
    mkdirSync(plugin, { recursive: true });
    const datawave = { manifestVersion: 1, id: 'classifier-torn', apiVersion: '*' };
    writeFileSync(
      join(plugin, 'package.json'),
      JSON.stringify({
        name: 'classifier-torn',
        version: '1.0.0',
        type: 'module',
        main: 'index.js',
        datawave,
      }),
    );
    writeFileSync(join(plugin, 'index.js'), `throw new Error('torn to pieces');`);
    const config = join(folder, 'torn.yaml');
    writeFileSync(config, `extends: ${SCAN_SET}\nplugins:\n  classifier-torn: {}\n`);
    const { exitCode, stdout, stderr } = await run(
      folder,
      ...['shop.sqlite', '--format', 'json', '--config', config],
    );
    expect(exitCode).to.equal(4);
    expect(stderr).to.match(/The plugin "classifier-torn" took no part: .*torn to pieces/);
    expect(JSON.parse(stdout).assets).to.have.length.greaterThan(2);
  });

  it('prints exactly one JSON document of the promised shape', async () => {
    const { exitCode, stdout } = await run(folder, 'shop.sqlite', '--format', 'json');
    expect(exitCode).to.equal(0);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).to.deep.equal([
      'version',
      'datawave',
      'durationMs',
      'targets',
      'assets',
      'violations',
      'errors',
    ]);
    expect(result.targets).to.deep.equal([{ target: 'shop.sqlite', status: 'completed', error: null }]);
    const people = result.assets.find((asset: { name: string }) => asset.name === 'main.people');
    expect(people).to.deep.include({
      urn: 'urn:dw:sqlite:shop.sqlite:main/people',
      type: 'table',
      rowCount: 3,
      sampledRows: 3,
    });
    const columns = Object.fromEntries(
      people.columns.map((column: { name: string; classifications: readonly { infoType: string }[] }) => [
        column.name,
        column.classifications[0]?.infoType ?? null,
      ]),
    );
    expect(columns).to.deep.equal({
      id: 'RECORD_ID',
      first_name: 'FIRST_NAME',
      email: 'EMAIL_ADDRESS',
      email_verified: null,
      phone_type: null,
    });
    expect(Object.keys(people.columns[2])).to.deep.equal([
      'name',
      'dataType',
      'nullCount',
      'distinctCount',
      'classifications',
      'sensitiveProbability',
      'review',
    ]);
    expect(Object.keys(people.columns[2].classifications[0])).to.deep.equal([
      'question',
      'infoType',
      'category',
      'sensitivity',
      'confidence',
      'matched',
      'sampled',
      'evidence',
      'explanation',
      'version',
      'status',
    ]);
    expect(stdout).to.not.include('ada@example.com');
    expect(
      result.assets.flatMap(
        (asset: { name: string; columns: readonly { classifications: readonly unknown[] }[] }) =>
          asset.name === 'main.vacant' ? asset.columns.map((column) => column.classifications) : [],
      ),
    ).to.deep.equal([[], []]);
  });

  it('scans a folder of files and databases', async () => {
    const { stdout } = await run(folder, 'files', '--format', 'json');
    expect(
      JSON.parse(stdout).assets.map(
        (asset: {
          name: string;
          columns: readonly { name: string; classifications: readonly { infoType: string }[] }[];
        }) => [asset.name, asset.columns[0]?.classifications[0]?.infoType],
      ),
    ).to.deep.equal([['contacts.csv', 'EMAIL_ADDRESS']]);
  });

  it('gives the same result for the same seed', async () => {
    const [one, two] = await Promise.all([
      run(folder, 'shop.sqlite', '--format', 'json', '--sample', '2'),
      run(folder, 'shop.sqlite', '--format', 'json', '--sample', '2'),
    ]);
    const stable = (text: string): unknown => ({ ...JSON.parse(text), durationMs: 0 });
    expect(stable(one.stdout)).to.deep.equal(stable(two.stdout));
  });

  it('reads every row with --full, and only what include and exclude admit', async () => {
    const { stdout } = await run(
      folder,
      'shop.sqlite',
      '--format',
      'json',
      '--full',
      '--include',
      '*people*',
      '--exclude',
      '*odd*',
    );
    expect(
      JSON.parse(stdout).assets.map((asset: { name: string; sampledRows: number }) => [
        asset.name,
        asset.sampledRows,
      ]),
    ).to.deep.equal([['main.people', 3]]);
  });

  it('ends with 3 when a violation is as severe as --fail-on says, with 0 when none is', async () => {
    const [medium, critical] = await Promise.all([
      run(folder, 'shop.sqlite', '--fail-on', 'medium'),
      run(folder, 'shop.sqlite', '--fail-on', 'critical'),
    ]);
    expect([medium.exitCode, critical.exitCode]).to.deep.equal([3, 0]);
  });

  it('ends with 4 when some assets could not be read, and shows the rest', async () => {
    const { exitCode, stdout } = await run(folder, 'broken.sqlite', '--format', 'json');
    const result = JSON.parse(stdout);
    expect(exitCode).to.equal(4);
    expect(result.assets.map((asset: { name: string }) => asset.name)).to.deep.equal(['main.people']);
    expect(result.errors).to.have.length(1);
    expect(result.errors[0].asset).to.include('late');
    expect(result.targets[0].status).to.equal('completed-with-errors');
  });

  it('ends with 1, a reason and how to mend it when nothing could be read', async () => {
    const [missing, garbage] = await Promise.all([
      run(folder, 'missing.sqlite', '--format', 'json'),
      run(folder, 'torn.sqlite'),
    ]);
    expect([missing.exitCode, garbage.exitCode]).to.deep.equal([1, 1]);
    expect(missing.stderr).to.match(/missing\.sqlite.*\n {2}\S/);
    expect(JSON.parse(missing.stdout).targets[0]).to.deep.include({ status: 'failed' });
  });

  it('scans the other targets when one fails', async () => {
    const { exitCode, stdout } = await run(folder, 'missing.sqlite', 'shop.sqlite', '--format', 'json');
    expect(exitCode).to.equal(4);
    expect(JSON.parse(stdout).targets.map((target: { status: string }) => target.status)).to.deep.equal([
      'failed',
      'completed',
    ]);
  });

  it('ends with 2 and names the nearest option on wrong usage', async () => {
    const [option, framework, nothing] = await Promise.all([
      run(folder, 'shop.sqlite', '--formt', 'json'),
      run(folder, 'shop.sqlite', '--frameworks', 'gpdr'),
      run(folder),
    ]);
    expect([option.exitCode, framework.exitCode, nothing.exitCode]).to.deep.equal([2, 2, 2]);
    expect(option.stderr).to.include('--format');
    expect(framework.stderr).to.include('gdpr');
    expect(option.stdout + framework.stdout + nothing.stdout).to.equal('');
  });

  it('prints no password, in no format, whatever goes wrong', async () => {
    const target = 'postgres://app:hunter2-secret@127.0.0.1:1/shop';
    for (const format of ['table', 'json', 'sarif']) {
      const { exitCode, stdout, stderr } = await run(folder, target, '--format', format);
      expect(exitCode).to.equal(1);
      expect(stdout + stderr).to.not.include('hunter2');
    }
  });
});
