import type { Attack, AttackContext, Findings } from './attack.ts';
import { PASSWORD, PROVIDER } from './attacked-platform.ts';
import { addressOf, changes, isPublic, nameOf, PREFIX } from './endpoints.ts';
import { heldFor, unknownLike } from './held-things.ts';
import { sampleOf } from './sample-json.ts';
import { jsonOf, type RawAnswer } from './send-raw.ts';

const EVIL = 'https://evil.example';
const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** What a page elsewhere makes a browser send, by what it may set; each with what is right to answer. */
const tricks = (
  origin: string,
  csrf: string,
): readonly (readonly [string, Readonly<Record<string, string>>, readonly number[]])[] => [
  ['another origin', { ...JSON_TYPE, origin: EVIL, 'x-csrf-token': csrf }, [403]],
  ['an origin like ours', { ...JSON_TYPE, origin: `${origin}.evil.example`, 'x-csrf-token': csrf }, [403]],
  [
    'our origin as a user name',
    { ...JSON_TYPE, origin: `${origin}@evil.example`, 'x-csrf-token': csrf },
    [403],
  ],
  ['another port', { ...JSON_TYPE, origin: origin.replace(/:\d+$/, ':1'), 'x-csrf-token': csrf }, [403]],
  ['the origin null', { ...JSON_TYPE, origin: 'null', 'x-csrf-token': csrf }, [403]],
  ['an empty origin', { ...JSON_TYPE, origin: '', 'x-csrf-token': csrf }, [403]],
  ['the word of the browser', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site', 'x-csrf-token': csrf }, [403]],
  ['the site beside', { ...JSON_TYPE, 'sec-fetch-site': 'same-site', 'x-csrf-token': csrf }, [403]],
  ['no token', { ...JSON_TYPE, origin }, [403]],
  ['an empty token', { ...JSON_TYPE, origin, 'x-csrf-token': '' }, [403]],
  ['another token', { ...JSON_TYPE, origin, 'x-csrf-token': unknownLike(csrf) }, [403]],
  ['the token of another session', { ...JSON_TYPE, origin, 'x-csrf-token': 'A'.repeat(csrf.length) }, [403]],
  ['the token in the address alone', { ...JSON_TYPE, origin, cookie2: csrf }, [403]],
];
/** What a provider has the browser post comes from the provider's site; a cookie and a state that is good once say who began it. */
const FROM_ELSEWHERE = ['POST /auth/providers/{key}/callback'];
/** Bodies that a form can send without being asked: nothing of theirs may be taken for JSON. */
const FORMS = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain;application/json',
  '',
];
/** Where a browser must not be led. */
const ELSEWHERE = [
  ...[
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%5cevil.example',
    '/\t/evil.example',
  ],
  ...[
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    ' //evil.example',
  ],
  ...[
    '/%2f%2fevil.example',
    '/\u2028/evil.example',
    '/ /evil.example',
    '//evil.example%2f@localhost',
    '/\r\nx-injected: 1',
    '@evil.example',
  ],
  ...[
    'https:evil.example',
    'https:/evil.example',
    '///evil.example',
    '/\u0000/evil.example',
    '.evil.example',
    '/;//evil.example',
  ],
];

/** What other sites make a browser do that is signed in. */
export const foreignSites: Attack = {
  name: 'foreign-sites',
  title: 'no other site makes a signed-in browser change, sign in or go somewhere',
  async run(context, findings) {
    await context.platform.callers();
    await forgeRequests(context, findings);
    await fixSessions(context, findings);
    await leadAway(context, findings);
    await shareAnswers(context, findings);
  },
};

async function signInBrowser(
  context: AttackContext,
  cookie?: string,
): Promise<{ cookie: string; csrf: string; answer: RawAnswer }> {
  const { client } = context.platform;
  const answer = await client.send('POST', `${PREFIX}/auth/session`, {
    headers: { ...JSON_TYPE, ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  const set = answer.headers['set-cookie']?.find((line) => line.startsWith('datawave_session=')) ?? '';
  return { cookie: set.split(';')[0] ?? '', csrf: String(jsonOf(answer)['csrfToken']), answer };
}

async function forgeRequests(context: AttackContext, findings: Findings): Promise<void> {
  const { platform, random, isShort } = context;
  const { client } = platform;
  const { cookie, csrf } = await signInBrowser(context);
  const all = { cookie, 'x-workspace': 'ours' };
  const good = await client.send('POST', `${PREFIX}/roles`, {
    headers: { ...all, ...JSON_TYPE, origin: client.address, 'x-csrf-token': csrf },
    body: JSON.stringify({ key: 'by-browser', title: 'By browser' }),
  });
  findings.check(
    good.status === 201,
    () => `what is refused below is refused without a fault too: ${good.status}`,
  );
  const changing = platform.endpoints.filter(
    (endpoint) => changes(endpoint) && !FROM_ELSEWHERE.includes(nameOf(endpoint)),
  );
  for (const endpoint of changing) {
    const path = addressOf(endpoint, (name) => heldFor(platform.held, endpoint, name) ?? 'none');
    const body = endpoint.body === null ? {} : { body: JSON.stringify(sampleOf(endpoint.body)) };
    const cases = tricks(client.address, csrf).filter(
      ([what]) => !isPublic(endpoint) || !what.includes('token'),
    );
    for (const [what, headers, right] of isShort ? random.shuffle(cases).slice(0, 3) : cases) {
      const answer = await client.send(endpoint.method, path, { headers: { ...all, ...headers }, ...body });
      findings.check(
        right.includes(answer.status),
        () => `${nameOf(endpoint)} with ${what}: ${answer.status}`,
      );
    }
    if (endpoint.body === null || isShort) continue;
    for (const type of FORMS) {
      const answer = await client.send(endpoint.method, path, {
        headers: { ...all, 'content-type': type, origin: client.address, 'x-csrf-token': csrf },
        ...body,
      });
      // Some ask for the address first: there may be nothing.
      findings.check(
        [415, 404, 403, 400, 412].includes(answer.status),
        () => `${nameOf(endpoint)} as ${type}: ${answer.status}`,
      );
    }
  }
  const still = await client.send('GET', `${PREFIX}/account`, { headers: all });
  findings.check(still.status === 200, () => `the browser was signed out from elsewhere: ${still.status}`);
  findings.note(`${changing.length} routes that change something`);
}

/** A cookie that somebody has put into the browser before its owner signs in. */
async function fixSessions(context: AttackContext, findings: Findings): Promise<void> {
  const { client } = context.platform;
  const known = await signInBrowser(context);
  for (const planted of [
    known.cookie,
    `datawave_session=dwi_${'A'.repeat(43)}`,
    'datawave_session=',
    'datawave_session=a; datawave_session=b',
  ]) {
    const { cookie, answer } = await signInBrowser(context, planted);
    findings.check(
      cookie !== '' && !planted.includes(cookie),
      () => `the cookie ${planted.slice(0, 24)} was taken over`,
    );
    const before = await client.send('GET', `${PREFIX}/account`, { headers: { cookie: planted } });
    findings.check(before.status === 401, () => `what was planted is signed in afterwards: ${before.status}`);
    const flags = answer.headers['set-cookie']?.find((line) => line.startsWith('datawave_session=')) ?? '';
    findings.check(
      /httponly/i.test(flags) && /samesite=(?:strict|lax)/i.test(flags),
      () => `the cookie has ${flags}`,
    );
  }
}

async function leadAway({ platform }: AttackContext, findings: Findings): Promise<void> {
  const { client } = platform;
  const isOurs = (location: string): boolean => {
    const url = new URL(location, client.address);
    return url.origin === client.address;
  };
  for (const wanted of ELSEWHERE) {
    const start = `${PREFIX}/auth/providers/${PROVIDER.key}/start?returnTo=${encodeURIComponent(wanted)}`;
    const begun = await client.send('GET', start);
    if (begun.status === 400) {
      findings.check(true, () => '');
      continue;
    }
    const { location = '' } = begun.headers;
    findings.check(
      begun.status === 302 && location.startsWith(PROVIDER.url),
      () => `${wanted}: ${begun.status} ${location}`,
    );
    const state = new URL(location, client.address).searchParams.get('state') ?? '';
    const cookie = begun.headers['set-cookie']?.map((line) => line.split(';')[0]).join('; ') ?? '';
    const callback = `${PREFIX}/auth/providers/${PROVIDER.key}/callback?state=${state}&subject=leadaway`;
    const back = await client.send('GET', callback, { headers: { cookie } });
    const to = back.headers.location ?? '';
    findings.check(back.status === 302 && isOurs(to), () => `${JSON.stringify(wanted)} leads to ${to}`);
    findings.check(
      back.headers['x-injected'] === undefined,
      () => `${JSON.stringify(wanted)} writes a header`,
    );
    // Whoever did not begin it, or comes back a second time, is nobody.
    for (const other of [{}, { cookie }]) {
      const again = await client.send('GET', callback, { headers: other });
      const opened =
        again.headers['set-cookie']?.some((line) => /^datawave_session=dwi_/.test(line)) ?? false;
      findings.check(!opened, () => `a sign-in that somebody else began, or that was over, was completed`);
    }
  }
  for (const endpoint of platform.endpoints.filter(({ method }) => method === 'GET'))
    for (const { name } of endpoint.parameters.filter((parameter) => parameter.in === 'query')) {
      const path = addressOf(
        endpoint,
        (parameter) => heldFor(platform.held, endpoint, parameter) ?? PROVIDER.key,
      );
      const answer = await client.send('GET', `${path}?${name}=${encodeURIComponent('//evil.example')}`, {
        headers: platform.operator(),
      });
      const to = answer.headers.location ?? '/';
      findings.check(
        isOurs(to) || to.startsWith(PROVIDER.url),
        () => `${nameOf(endpoint)} ${name} leads to ${to}`,
      );
    }
  for (const host of ['evil.example', 'evil.example:443', '127.0.0.1@evil.example'])
    for (const path of ['/', '/docs', '/openapi.json', `${PREFIX}/auth/providers`, `${PREFIX}/ui/manifest`]) {
      const answer = await client.send('GET', path, { headers: { host } });
      const told = `${JSON.stringify(answer.headers)} ${answer.text}`;
      findings.check(!told.includes('evil.example'), () => `${path} repeats the host ${host}`);
    }
}

/** No answer may be read by another site, framed by it or taken for what it is not. */
async function shareAnswers({ platform }: AttackContext, findings: Findings): Promise<void> {
  const { client } = platform;
  for (const endpoint of platform.endpoints) {
    const path = addressOf(
      endpoint,
      (parameter) => heldFor(platform.held, endpoint, parameter) ?? PROVIDER.key,
    );
    const asked = {
      origin: EVIL,
      'access-control-request-method': endpoint.method,
      'access-control-request-headers': 'x-csrf-token',
    };
    for (const [method, headers] of [
      ['OPTIONS', asked],
      ...(endpoint.method === 'GET' ? [['GET', { ...platform.operator(), origin: EVIL }] as const] : []),
    ] as const) {
      const answer = await client.send(method, path, { headers });
      const shared = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
      findings.check(
        shared.length === 0,
        () => `${method} ${path} answers another site with ${shared.join(', ')}`,
      );
      if (answer.status === 302) continue;
      const policy = String(answer.headers['content-security-policy'] ?? '');
      findings.check(
        policy.includes('frame-ancestors') && answer.headers['x-content-type-options'] === 'nosniff',
        () => `${method} ${path} may be framed or taken for something else: ${answer.status} ${policy}`,
      );
    }
  }
}
