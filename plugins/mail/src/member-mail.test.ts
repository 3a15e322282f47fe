import { DataWaveError, type ExecutionScope, type MailRecipients } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { MemberMail } from './member-mail.ts';

const scope = { workspace: 'w' } as ExecutionScope;
const MAIL = { to: 'Kate@example.com', subject: 'Due', text: 'Look at it.' };

const knows = (...addresses: readonly string[]): MailRecipients => ({
  mayReceive: async (_scope, address) => addresses.includes(address),
});

function held(now: () => number, ...recipients: readonly MailRecipients[]) {
  const list = () => recipients.map((value, at) => ({ key: String(at), value, plugin: 'p' }));
  const mail = new MemberMail({ list }, now);
  return async (changes: Partial<typeof MAIL> = {}, plugin = 'guest'): Promise<unknown> =>
    mail.admit(scope, { ...MAIL, ...changes }, plugin).catch((error: unknown) => {
      if (DataWaveError.is(error)) return error.code;
      throw error;
    });
}

describe('mail of a plugin that is not trusted', () => {
  it('goes to whom all know who know people, and to nobody where nobody does', async () => {
    const zero = (): number => 0;
    expect(await held(zero)()).to.equal('DW_MAIL_STRANGER');
    expect(await held(zero, knows(MAIL.to), knows())()).to.equal('DW_MAIL_STRANGER');
    expect(await held(zero, knows(MAIL.to), knows(MAIL.to))()).to.be.an('object');
  });

  it('says by whom it was written, where nobody overlooks it', async () => {
    expect(await held(() => 0, knows(MAIL.to))({ subject: 'From your administrator' })).to.deep.equal({
      to: MAIL.to,
      subject: '[guest] From your administrator',
      text: 'This was written by the plugin "guest", and not by the platform or by its people.\n\nLook at it.',
    });
  });

  it('is so many an hour, to one and to all, whoever is asked for', async () => {
    let now = 0;
    const send = held(() => now, knows(MAIL.to));
    for (let at = 0; at < 5; at++) expect(await send()).to.be.an('object');
    expect(await send({ to: MAIL.to.toLowerCase() })).to.equal('DW_MAIL_TOO_MANY');
    for (let at = 6; at < 100; at++)
      expect(await send({ to: `${at}@example.com` })).to.equal('DW_MAIL_STRANGER');
    expect(await send({ to: 'other@example.com' })).to.equal('DW_MAIL_TOO_MANY');
    expect(await send({}, 'other')).to.be.an('object');
    now = 3_600_000;
    expect(await send()).to.be.an('object');
  });
});
