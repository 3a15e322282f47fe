import { connect } from 'node:net';
import type { Attack } from './attack.ts';
import { addressOf, isOwn, isPublic, nameOf, PREFIX } from './endpoints.ts';
import { heldFor } from './held-things.ts';

/** What begins a request of which the body never comes, or is no body. */
const BODIES: readonly (readonly [string, string, string])[] = [
  [
    'a gigabyte of which nothing comes',
    'Content-Length: 1000000000\r\nContent-Type: application/json\r\n',
    '',
  ],
  ['a gigabyte that is asked for', 'Content-Length: 1000000000\r\nExpect: 100-continue\r\n', ''],
  [
    'a body that begins and does not go on',
    'Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n',
    '5\r\n{"a":\r\n',
  ],
  ['what is no JSON', 'Content-Length: 9\r\nContent-Type: application/json\r\n', '{"a":]]]]'],
  ['XML', 'Content-Length: 8\r\nContent-Type: application/xml\r\n', '<a/><a/>'],
  ['a form of parts', 'Content-Length: 6\r\nContent-Type: multipart/form-data; boundary=x\r\n', '--x--a'],
  [
    'packed bytes',
    'Content-Length: 4\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n',
    '\x1f\x8b\x08\x00',
  ],
  [
    'keys that reach into prototypes',
    'Content-Length: 16\r\nContent-Type: application/json\r\n',
    '{"__proto__":{}}',
  ],
];

/** Bodies that must not even be looked at. */
export const unreadBodies: Attack = {
  name: 'unread-bodies',
  title: 'a body is read only when its sender may do what it is for',
  async run({ platform, random, isShort }, findings) {
    const callers = await platform.callers();
    const nobody = callers.find(({ name }) => name === 'somebody without a role');
    const taking = platform.endpoints.filter((endpoint) => endpoint.method !== 'GET' && !isPublic(endpoint));
    for (const endpoint of taking) {
      const path = addressOf(endpoint, (name) => heldFor(platform.held, endpoint, name) ?? 'none');
      for (const [what, headers, body] of isShort ? random.shuffle(BODIES).slice(0, 2) : BODIES) {
        const unknown = await statusOf(platform.client.address, endpoint.method, path, headers, body);
        findings.check(
          unknown === '401',
          () => `${nameOf(endpoint)} with ${what}, without a token: ${unknown}`,
        );
        if (isOwn(endpoint)) continue;
        const proof = Object.entries(nobody?.headers ?? {})
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('');
        const known = await statusOf(platform.client.address, endpoint.method, path, proof + headers, body);
        findings.check(
          ['403', '404'].includes(known),
          () => `${nameOf(endpoint)} with ${what}, by nobody: ${known}`,
        );
      }
    }
    for (const path of [`${PREFIX}/auth/login`, `${PREFIX}/auth/session`]) {
      const headers =
        'Content-Length: 1000000000\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n';
      const status = await statusOf(platform.client.address, 'POST', path, headers, '');
      findings.check(status === '413', () => `POST ${path} with a gigabyte: ${status}`);
    }
    findings.note(`${taking.length} routes`);
  },
};

/** First status that comes, `100` among them, while the body is held back; what goes wrong where none does. */
function statusOf(
  address: string,
  method: string,
  path: string,
  headers: string,
  body: string,
): Promise<string> {
  const { hostname, port, host } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const end = (answer: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    // Longer than any machine is busy, shorter than the platform waits for bodies.
    const timer = setTimeout(() => end('nothing'), 20_000);
    socket.setEncoding('latin1');
    socket.on('connect', () =>
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n${body}`, 'latin1'),
    );
    socket.on('data', (text: string) => end(text.split(' ')[1] ?? text));
    socket.on('error', (error) => end(error.message));
    socket.on('close', () => end('closed'));
  });
}
