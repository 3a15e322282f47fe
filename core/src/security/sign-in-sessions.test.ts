import { expect } from 'chai';
import { silentLog, type TestStorage, testStorage } from '../../test/storage.ts';
import { type Administrator, createAdministrator, securityMigrations } from './administrator.ts';
import { SignInSessions } from './sign-in-sessions.ts';

describe('sign-in sessions', () => {
  let database: TestStorage;
  let administrator: Administrator;

  const statement = (text: string): Promise<readonly Record<string, unknown>[]> =>
    database.storage.execute({ text, parameters: [] });

  before(async () => {
    database = await testStorage({
      plugins: [{ id: 'core', schema: 'core', entities: [], migrations: securityMigrations }],
    });
    administrator = createAdministrator({
      storage: database.storage,
      env: { DATAWAVE_ADMIN_PASSWORD: 'correct horse battery' },
      log: silentLog,
    });
    await administrator.prepare();
  });
  after(async () => {
    await administrator?.close();
    await database?.close();
  });

  it('are not opened for a password that was replaced while it was being looked at', async () => {
    const sessions = new SignInSessions(database.storage);
    const [user] = await statement('select id, password_hash as "passwordHash" from core.sign_in_users');
    const proven = { id: String(user?.['id']), passwordHash: String(user?.['passwordHash']) };
    expect(await sessions.openPair(proven)).not.to.equal(null);
    await administrator.resetPassword('admin', 'another long password');
    expect([await sessions.openPair(proven), await sessions.openBrowser(proven)]).to.deep.equal([null, null]);
    const live = await statement('select 1 from core.sign_in_sessions where revoked_at is null');
    expect(live).to.have.length(0);
  });
});
