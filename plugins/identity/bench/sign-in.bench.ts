import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PasswordHasher } from '../src/passwords/password-hasher.ts';
import { ADMIN_PASSWORD, ServedIdentity } from '../test/served-identity.ts';
import { LeanClient, requestText } from './lean-client.ts';

/**
 * `npm run bench -- sign-in`: sign-ins a second beside what Argon2 alone allows in this process, and requests with a verified token beside
 * those of a public route, turn about in the same run. Medians of several rounds. The aim is 80 % of Argon2 alone.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 7);
const LOGINS = 200;
const REQUESTS = 2_000;
/** So many that Argon2 never waits for the database. Each signs in under a name of its own. */
const AT_ONCE = 16;
const AIM = 0.8;
const PASSWORD = 'walking slowly by the sea';

const served = await ServedIdentity.start({ settings: { server: { rates: { enabled: false } } } });
const hasher = new PasswordHasher(2);
const hash = await hasher.hash(ADMIN_PASSWORD);
for (let who = 0; who < AT_ONCE; who += 1) await served.makeUser(`user ${who}`, PASSWORD);
const token = await served.tokenOf('admin', ADMIN_PASSWORD);
const address = String(served.test.kernel.address).replace(/\/$/, '');

/** Times a second that something is done, so many at once. */
async function rateOf(times: number, once: (who: number) => Promise<void>): Promise<number> {
  let left = times;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, who) => {
      while (left > 0) {
        left -= 1;
        await once(who);
      }
    }),
  );
  return (times * 1_000) / (performance.now() - start);
}

const argon = async (): Promise<void> => {
  if (!(await hasher.verify(hash, ADMIN_PASSWORD))) throw new Error('the password is not known');
};
const port = Number(new URL(address).port);
const clients = Array.from({ length: AT_ONCE }, () => new LeanClient(port));
const ask = async (who: number, request: string): Promise<void> => {
  const status = await clients[who]?.send(request);
  if (status !== 200) throw new Error(`${request.split('\r\n')[0]} answered ${status}`);
};
const logins = Array.from({ length: AT_ONCE }, (_, who) =>
  requestText('POST', '/api/v1/auth/login', {}, { username: `user ${who}`, password: PASSWORD }),
);
const login = (who: number): Promise<void> => ask(who, logins[who] ?? '');
const listing = (headers: Readonly<Record<string, string>>): string =>
  requestText('GET', '/api/v1/plugins', headers);
const byToken = listing({ authorization: `Bearer ${token}` });
const byCookie = listing({ cookie: (await served.browse('admin', ADMIN_PASSWORD)).header });
const byNobody = requestText('GET', '/api/v1/ui/manifest', {});
const withToken = (who: number): Promise<void> => ask(who, byToken);
const withCookie = (who: number): Promise<void> => ask(who, byCookie);
const open = (who: number): Promise<void> => ask(who, byNobody);

const rates = {
  ...{ argon: [] as number[], login: [] as number[] },
  ...{ token: [] as number[], cookie: [] as number[], open: [] as number[] },
};
for (const [times, once] of [
  [10, argon],
  [10, login],
  [200, withToken],
  [200, withCookie],
  [200, open],
] as const)
  await rateOf(times, once);
for (let round = 0; round < ROUNDS; round += 1) {
  rates.argon.push(await rateOf(LOGINS, argon));
  rates.login.push(await rateOf(LOGINS, login));
  rates.token.push(await rateOf(REQUESTS, withToken));
  rates.cookie.push(await rateOf(REQUESTS, withCookie));
  rates.open.push(await rateOf(REQUESTS, open));
}
for (const client of clients) client.close();
await served.stop();

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const figures = {
  argonPerSecond: Math.round(median(rates.argon) * 10) / 10,
  loginsPerSecond: Math.round(median(rates.login) * 10) / 10,
  loginRatio:
    Math.round(median(rates.login.map((rate, round) => rate / (rates.argon[round] ?? rate))) * 1_000) / 1_000,
  aim: AIM,
  verifiedTokenPerSecond: Math.round(median(rates.token)),
  verifiedCookiePerSecond: Math.round(median(rates.cookie)),
  publicPerSecond: Math.round(median(rates.open)),
};
console.log(`Argon2 alone          ${figures.argonPerSecond} a second, ${AT_ONCE} at once`);
console.log(
  `POST /auth/login      ${figures.loginsPerSecond} a second: ${(figures.loginRatio * 100).toFixed(1)} % of Argon2 alone (aim ${AIM * 100} %)`,
);
console.log(
  `with a verified token ${figures.verifiedTokenPerSecond} requests a second, with a cookie ${figures.verifiedCookiePerSecond}; public ${figures.publicPerSecond}`,
);
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'sign-in.json'),
    JSON.stringify({ benchmark: 'sign-in', rounds: ROUNDS, ...figures }),
  );
}
