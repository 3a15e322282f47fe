import { definePlugin, type Mail, mailService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ADMIN_PASSWORD, type Reply, ServedIdentity } from './served-identity.ts';

const PUBLIC = 'https://governance.example.com';

describe('a link for a new password by mail', () => {
  let served: ServedIdentity;
  const mails: Mail[] = [];

  before(async () => {
    served = await ServedIdentity.start({
      settings: { server: { publicUrl: `${PUBLIC}/` } },
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'mail', apiVersion: '^0.1.0' },
          version: '0.1.0',
          plugin: definePlugin()({
            provides: { mail: mailService },
            setup: () => ({
              mail: {
                send: async (_scope, mail) => {
                  mails.push(mail);
                },
                sendToMember: async () => undefined,
              },
            }),
          }),
        },
      ],
    });
  });

  after(() => served.stop());

  const ask = (username: string): Promise<Reply> =>
    served.call('POST', '/auth/password-reset-requests', { body: { username } });
  const mailed = async (count: number): Promise<readonly Mail[]> => {
    for (let tries = 0; mails.length < count; tries += 1) {
      if (tries === 2_000) throw new Error(`${mails.length} mails came, not ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return mails;
  };
  const administrator = async (): Promise<string> => {
    const reply = await served.call('POST', '/auth/login', {
      body: { username: 'admin', password: ADMIN_PASSWORD },
    });
    return String(reply.body['accessToken']);
  };

  it('is said to be had where there are mail and an address of the platform', async () => {
    expect((await served.call('GET', '/auth/providers')).body['mailsResets']).to.equal(true);
  });

  it('goes to who has an account with an address, and nobody learns who has', async () => {
    const token = await administrator();
    for (const [username, email] of [
      ['zoe', 'zoe@example.com'],
      ['nobody.by.mail', null],
    ] as const) {
      const made = await served.call('POST', '/users', {
        token,
        body: { username, displayName: 'Zoë', email, password: 'a passphrase of hers' },
      });
      expect(made.status).to.equal(201);
    }
    const answers = [await ask('nobody'), await ask('nobody.by.mail'), await ask('Zoe')];
    expect(answers.map(({ status, body }) => ({ status, body }))).to.deep.equal(
      answers.map(() => ({ status: 202, body: {} })),
    );
    const [mail] = await mailed(1);
    expect(mail?.to).to.equal('zoe@example.com');
    const link = /https:\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    expect(link).to.match(new RegExp(`^${PUBLIC}/reset-password#token=\\S+$`));
    const set = await served.call('POST', '/auth/password-resets', {
      body: { token: link.split('=')[1], password: 'another passphrase of hers' },
    });
    expect(set.status).to.equal(204);
    const signIn = await served.call('POST', '/auth/login', {
      body: { username: 'zoe', password: 'another passphrase of hers' },
    });
    expect(signIn.status).to.equal(200);
  });

  it('is mailed three times an hour at most, and leaves those before it good', async () => {
    const token = await administrator();
    const made = await served.call('POST', '/users', {
      token,
      body: { username: 'kim', displayName: 'Kim', email: 'kim@example.com' },
    });
    const handed = await served.call('POST', `/users/${String(made.body['id'])}/password-reset`, { token });
    for (let count = 0; count < 5; count += 1) await ask('kim');
    // One after the other for one account: when somebody who asked later has theirs, kim has got all there are.
    await ask('zoe');
    await mailed(5);
    expect(mails.filter(({ to }) => to === 'kim@example.com')).to.have.length(3);
    const set = await served.call('POST', '/auth/password-resets', {
      body: { token: handed.body['token'], password: 'what the administrator handed over' },
    });
    expect(set.status).to.equal(204);
  });

  it('is good no more once they have another address, or were locked', async () => {
    const token = await administrator();
    const linkOf = async (username: string): Promise<string> => {
      const count = mails.length;
      await ask(username);
      await mailed(count + 1);
      return /token=(\S+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
    };
    const isGood = async (link: string): Promise<boolean> => {
      const body = { token: link, password: 'what the thief would like' };
      return (await served.call('POST', '/auth/password-resets', { body })).status !== 401;
    };
    const made = await served.call('POST', '/users', {
      token,
      body: { username: 'mo', displayName: 'Mo', email: 'mo@example.com', password: 'a passphrase of his' },
    });
    const path = `/users/${String(made.body['id'])}`;
    const handed = await served.call('POST', `${path}/password-reset`, { token });
    const former = await linkOf('mo');
    const shown = await served.call('GET', path, { token });
    const moved = await served.call('PATCH', path, {
      token,
      body: { email: 'mo@example.org' },
      headers: { 'if-match': String(shown.headers.get('etag')) },
    });
    expect(moved.status, JSON.stringify(moved.body)).to.equal(200);
    expect(await isGood(former), 'went to the former address').to.equal(false);
    const present = await linkOf('mo');
    for (const change of ['lock', 'unlock'])
      expect((await served.call('POST', `${path}/${change}`, { token })).status, change).to.be.oneOf([
        200, 204,
      ]);
    expect(await isGood(present), 'from before the lock').to.equal(false);
    expect(await isGood(String(handed.body['token'])), 'from before the lock, by hand').to.equal(false);
  });
});

describe('a link for a new password without mail', () => {
  it('is not to be had, and says whom to ask', async () => {
    const served = await ServedIdentity.start();
    try {
      expect((await served.call('GET', '/auth/providers')).body['mailsResets']).to.equal(false);
      const answer = await served.call('POST', '/auth/password-reset-requests', {
        body: { username: 'admin' },
      });
      expect([answer.status, answer.code]).to.deep.equal([503, 'DW_IDENTITY_NO_MAIL']);
    } finally {
      await served.stop();
    }
  });
});
