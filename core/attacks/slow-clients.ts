import { connect, type Socket } from 'node:net';
import type { Attack, AttackContext, Findings } from './attack.ts';
import { PREFIX } from './endpoints.ts';
import { jsonOf, type RawAnswer } from './send-raw.ts';

/** Milliseconds for a request; short, so that it is seen that they are kept. */
const REQUEST_MS = 6_000;
const CONCURRENT = 64;
/** Longer than any machine is busy: who is still connected then was never cut off. */
const PATIENCE_MS = 60_000;
const SESSIONS = 10_000;

/** Clients that take their time, that are many, and that do not listen. */
export const slowClients: Attack = {
  name: 'slow-clients',
  title: 'no client that is slow, silent or many keeps the platform from others',
  setting: {
    settings: {
      server: {
        limits: {
          requestMs: REQUEST_MS,
          concurrentRequests: CONCURRENT,
          headerBytes: 16_384,
          bodyBytes: 1_048_576,
          drainMs: 1_000,
        },
      },
    },
  },
  async run(context, findings) {
    await context.platform.callers();
    await trickle(context, findings);
    await crowd(context, findings);
    await deafReaders(context, findings);
    await manySessions(context, findings);
  },
};

/** Resolves with what came when the connection has ended; null where it outlasts all patience. */
function ended(socket: Socket): Promise<string | null> {
  let text = '';
  socket.setEncoding('latin1');
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

const open = (context: AttackContext): Socket => {
  const { hostname, port } = new URL(context.platform.client.address);
  return connect(Number(port), hostname);
};

/** Asks again where the platform says that it has too much to do: that is the bound, and must pass. */
async function eventually(ask: () => Promise<RawAnswer>): Promise<RawAnswer> {
  let answer = await ask();
  for (let turn = 0; turn < 100 && [429, 503].includes(answer.status); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer = await ask();
  }
  return answer;
}

const readSome = (socket: Socket): Promise<readonly number[]> =>
  new Promise((resolve) => socket.once('data', (part: string | Buffer) => resolve([part.length])));

async function answers({ platform }: AttackContext, findings: Findings, meanwhile: string): Promise<void> {
  const { status } = await eventually(() =>
    platform.client.send('GET', `${PREFIX}/sources`, { headers: platform.operator() }),
  );
  findings.check(status === 200, () => `${meanwhile}: somebody else is answered ${status}`);
}

/** Requests that come a byte at a time are given up, and hold nobody up until then. */
async function trickle(context: AttackContext, findings: Findings): Promise<void> {
  const { platform } = context;
  const proof = Object.entries(platform.operator())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const heads = {
    'a head': `GET ${PREFIX}/sources HTTP/1.1\r\nHost: a\r\nX-`,
    'a body of somebody unknown': `POST ${PREFIX}/scan-rules HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    'a body of somebody known': `POST ${PREFIX}/scan-rules HTTP/1.1\r\nHost: a\r\n${proof}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    'a body in parts': `POST ${PREFIX}/scan-rules HTTP/1.1\r\nHost: a\r\n${proof}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
    'a body of a sign-in': `POST ${PREFIX}/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
  };
  const running = Object.entries(heads).flatMap(([what, head]) =>
    Array.from({ length: 8 }, async () => {
      const socket = open(context);
      socket.write(head);
      const drip = setInterval(() => socket.writable && socket.write('a'), 200);
      const text = await ended(socket);
      clearInterval(drip);
      socket.destroy();
      findings.check(text !== null, () => `${what} that trickles in is never given up`);
    }),
  );
  await answers(context, findings, 'while requests trickle in');
  await Promise.all(running);
}

/** More connections than requests are worked on: those that say nothing take no place. */
async function crowd(context: AttackContext, findings: Findings): Promise<void> {
  const sockets = Array.from({ length: 1_000 }, () => open(context).on('error', () => undefined));
  try {
    await Promise.all(
      sockets.map(
        (socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve)),
      ),
    );
    await answers(context, findings, 'while a thousand connections are open');
    for (const socket of sockets) if (socket.writable) socket.write('GET /');
    await answers(context, findings, 'while a thousand requests have begun');
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  await answers(context, findings, 'after a thousand connections broke off');
}

/** Who asks for a lot and does not read holds no connection to the database, and streams of one client are bounded. */
async function deafReaders(context: AttackContext, findings: Findings): Promise<void> {
  const { platform } = context;
  const proof = Object.entries(platform.operator())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  // A trail that is longer than what systems keep for a connection.
  await platform.query(
    `insert into core.audit_entries (workspace_id, plugin, request_id, principal_id, principal_kind, principal_name, action, object_type, object_id, outcome, after)
     select $1, 'attack', 'attack-' || n, 'user:attack', 'user', 'Attack', 'attack.filled', 'thing', n::text, 'succeeded', jsonb_build_object('text', repeat('x', 4000))
     from generate_series(1, 10000) n`,
    [platform.workspaces.ours],
  );
  await eventually(() => platform.ask('POST', '/audit-events/verify', { body: {} }));
  const run = [...platform.held].find(([place]) => place === '/scans/{id}')?.[1] ?? '';
  const paths = [
    `${PREFIX}/audit-events/export?format=jsonl`,
    `${PREFIX}/scans/${run}/events`,
    `${PREFIX}/audit-events/export?format=cef`,
  ];
  const sockets = paths.flatMap((path) =>
    Array.from({ length: 40 }, () => {
      const socket = open(context).on('error', () => undefined);
      socket.pause();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${proof}\r\n`);
      return socket;
    }),
  );
  try {
    for (let turn = 0; turn < 20; turn += 1) await answers(context, findings, 'while streams are not read');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const [idle] = await platform.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where state = 'idle in transaction' and xact_start < now() - interval '3 seconds'`,
    );
    findings.check(idle?.count === 0, () => `${idle?.count} transactions stay open for who does not read`);
    const first = sockets[0];
    first?.resume();
    const [written] =
      first === undefined ? [0] : await Promise.race([readSome(first), ended(first).then(() => [0])]);
    findings.check((written ?? 0) > 0, () => 'what was not read for a while does not come any more');
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  await answers(context, findings, 'after streams broke off');
}

/** Somebody with ten thousand sessions is as quickly looked up, listed and signed out as anybody. */
async function manySessions(context: AttackContext, findings: Findings): Promise<void> {
  const { platform } = context;
  const few = await platform.person('few-sessions');
  const many = await platform.person('many-sessions');
  await platform.query(
    `insert into identity.sessions (id, user_id, kind, token_hash, provider, methods, address, user_agent, expires_at)
     select gen_random_uuid(), $1, 'browser', 'attack-' || n, 'local', '{password}', '127.0.0.1', 'x', now() + interval '1 hour' from generate_series(1, $2::int) n`,
    [many.id, SESSIONS],
  );
  const timed = async (id: string, token: string): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      const own = await platform.client.send('GET', `${PREFIX}/account`, {
        headers: { authorization: `Bearer ${token}` },
      });
      findings.check(own.status === 200, () => `one of many sessions is answered ${own.status}`);
      times.push((await platform.ask('GET', `/users/${id}/sessions`)).durationMs);
    }
    return times.sort((left, right) => left - right);
  };
  await timed(few.id, few.token);
  const [small, large] = [await timed(few.id, few.token), await timed(many.id, many.token)];
  const listed = jsonOf(await platform.ask('GET', `/users/${many.id}/sessions`))['items'];
  findings.check(
    Array.isArray(listed) && listed.length <= 500,
    () => 'ten thousand sessions are listed at once',
  );
  const ended = await platform.ask('DELETE', `/users/${many.id}/sessions`);
  findings.check(
    ended.status < 300,
    () => `ten thousand sessions cannot be ended: ${ended.status} ${ended.text}`,
  );
  const after = await platform.client.send('GET', `${PREFIX}/account`, {
    headers: { authorization: `Bearer ${many.token}` },
  });
  findings.check(
    after.status === 401,
    () => `a session that was ended with ten thousand others is answered ${after.status}`,
  );
  const [left] = await platform.query<{ count: number }>(
    `select count(*)::int as count from identity.sessions where user_id = $1 and revoked_at is null`,
    [many.id],
  );
  findings.check(left?.count === 0, () => `${left?.count} sessions are left`);
  const again = await platform.signIn('many-sessions');
  findings.check(again.token !== '', () => 'nobody can sign in any more');
  const middle = (times: readonly number[]): number => times[Math.floor(times.length / 2)] ?? 0;
  findings.note(
    `listing one of 1 and 500 of ${SESSIONS} sessions takes ${middle(small).toFixed(1)} and ${middle(large).toFixed(1)} ms, ending them ${ended.durationMs.toFixed(0)} ms`,
  );
}
