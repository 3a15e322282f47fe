import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { loadConfig } from '../src/config/load-config.ts';
import { writeStoredSettings } from '../src/plugins/settings/stored-settings.ts';
import { createAdministrator } from '../src/security/administrator.ts';
import { openCoreStorage } from '../src/subsystems/open-core-storage.ts';
import { silentLog } from './storage.ts';

const SECRET = 'correct-horse-battery';

describe('Commands that work on the database without the platform', () => {
  let folder: string;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'dw-cli-db-'));
    await writeFile(join(folder, 'datawave.yaml'), `storage: { data: ${join(folder, 'data')} }\n`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = async (
    input: string,
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
    const main = join(import.meta.dirname, '../src/cli/main.ts');
    const child = spawn(process.execPath, [main, ...args, '--config', join(folder, 'datawave.yaml')]);
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => {
      out += String(text);
    });
    child.stderr.on('data', (text) => {
      err += String(text);
    });
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    return { code: Number(code), out, err };
  };

  it('store a secret that a configuration names, show it nowhere, and rotate its key', async function () {
    this.timeout(120_000);
    expect(await run(`${SECRET}\n`, 'secrets', 'set', 'mail-password')).to.deep.include({ code: 0, err: '' });
    const listed = await run('', 'secrets', 'list');
    expect(listed.out).to.include('mail-password').and.not.to.include(SECRET);
    expect((await run('', 'secrets', 'rotate')).out).to.include('one secret');

    let seen: unknown;
    const manifest = { manifestVersion: 1, id: 'mailer', apiVersion: '*' } as const;
    const configSchema = {
      type: 'object',
      additionalProperties: false,
      properties: { password: { type: 'string' } },
    };
    const plugin = definePlugin<{ password: string }>()({
      setup({ config }) {
        seen = config.password;
        return {};
      },
    });
    const config = { password: 'secret://mail-password' };
    await using test = await createTestKernel({
      plugins: [{ manifest, configSchema, plugin, config }],
      dataDirectory: join(folder, 'data'),
    });
    expect(test.plugin('mailer')).to.include({ state: 'active', reason: null });
    expect(seen, 'without the line break that ended it').to.equal(SECRET);

    expect((await run('', 'secrets', 'delete', 'mail-password')).code).to.equal(0);
    expect(await run('', 'secrets', 'delete', 'mail-password'))
      .to.include({ code: 1 })
      .with.property('err')
      .that.includes('DW_SECRET_MISSING');
    expect(await run('', 'secrets', 'set', 'empty')).to.include({ code: 2 });
  });

  it('set a new password for somebody who cannot sign in', async function () {
    this.timeout(120_000);
    expect(await run('a-long-enough-one', 'user', 'reset-password', 'nobody'))
      .to.include({ code: 1 })
      .with.property('err')
      .that.includes('"nobody" is not the first administrator');
    const config = await loadConfig(join(folder, 'datawave.yaml'), { env: {} });
    const storage = await openCoreStorage(config, silentLog);
    const withPassword = (password: string) =>
      createAdministrator({ storage, env: { DATAWAVE_ADMIN_PASSWORD: password }, log: silentLog });
    try {
      await withPassword('the-first-password').prepare();
      expect(await run('short', 'user', 'reset-password', 'admin')).to.include({ code: 2 });
      expect(await run('the-second-password\n', 'user', 'reset-password', 'admin')).to.deep.include({
        code: 0,
        err: '',
      });
      const [row] = await storage.execute<{ password_hash: string }>({
        text: 'select password_hash from core.sign_in_users',
        parameters: [],
      });
      const { verify } = await import('@node-rs/argon2');
      expect(await verify(row?.password_hash ?? '', 'the-second-password')).to.equal(true);
    } finally {
      await storage.close();
    }
  });

  it('say what they take', async () => {
    const { code, err } = await run('', 'secrets', 'put', 'x');
    expect(code).to.equal(2);
    expect(err).to.include('datawave secrets set NAME');
  });

  it('show what was set of a plugin on the running platform, and of secrets no more than their names', async function () {
    this.timeout(120_000);
    const file = join(folder, 'datawave.yaml');
    const data = join(folder, 'data');
    const plugins = `plugins: { "@datawave/plugin-mail": { config: { host: a.example.com, from: a@example.com } } }`;
    await writeFile(file, `storage: { data: ${data} }\n${plugins}\n`);
    const storage = await openCoreStorage(await loadConfig(file, { env: {} }), silentLog);
    await storage.kernelTransaction((tx) =>
      writeStoredSettings(storage, tx, {
        ...{ plugin: 'mail', expected: 0, by: 'Somebody' },
        values: { host: 'b.example.com', password: 'secret://plugins/mail/1' },
      }),
    );
    await storage.close();
    const { code, out } = await run('', 'config', 'show', '--format', 'json');
    expect(code).to.equal(0);
    expect(JSON.parse(out).plugins['@datawave/plugin-mail']).to.deep.include({
      config: { host: 'a.example.com', from: 'a@example.com' },
      stored: { host: 'b.example.com', password: 'secret://plugins/mail/1' },
    });
  });
});
