import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../..');

/**
 * What may open connections by itself, and why: the broker, also as isolated plugins are handed it; the platform's own database and queue, whose addresses only its operator
 * gives; and what is not of the platform: pages in a browser, and tests.
 */
const OWN = [
  'core/src/security/egress.ts',
  'core/src/security/egress-fetch.ts',
  'core/src/security/egress-agent.ts',
  'core/src/isolation/bridge/guarded-egress.ts',
  'core/src/storage/',
  'core/src/jobs/bull-transport.ts',
  'core/src/http/rates/shared-rates.ts',
  'plugin-sdk/src/services/egress.ts',
  'plugin-sdk/src/ui/',
  'plugin-sdk/src/testing/',
];
/** TLS, HTTP and SMTP over a socket that the broker has opened. */
const OVER_A_SOCKET = { ways: ['TLS', 'HTTP', 'SMTP'], mark: /\begress\s*\.connect\(/ };

/** Ways to connect without the broker. Types and what listens or checks addresses are none. */
const WAYS: readonly (readonly [string, RegExp])[] = [
  [
    'a socket',
    /import\s*\{[^}]*\b(?:connect|createConnection|Socket)\b(?<!type Socket)[^}]*\}\s*from\s*'node:net'/,
  ],
  ['TLS', /import\s*\{[^}]*\bconnect\b[^}]*\}\s*from\s*'node:tls'/],
  ['HTTP', /import\s*\{[^}]*\b(?:request|get)\b[^}]*\}\s*from\s*'node:(?:http|https|http2)'/],
  ['datagrams', /from\s*'node:dgram'/],
  ['name resolution', /from\s*'node:dns(?:\/promises)?'/],
  ['fetch', /(?<![.\w#])fetch\(/],
  ['a client of its own', /(?:from|import\()\s*'(?:undici|axios|got|node-fetch|ws|ioredis|bull)'/],
  ['SMTP', /(?:from|import\()\s*'nodemailer'/],
];
/** `import type` brings nothing that could connect. */
const TYPES = /import type [^;]*;/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

describe('the way out', () => {
  it('is the egress broker for all that the platform and its plugins are made of', async () => {
    const around: string[] = [];
    let files = 0;
    for await (const file of glob('{core,plugin-sdk,plugins/*,registry}/src/**/*.ts', { cwd: ROOT })) {
      if (/\.(?:test|spec)\.ts$|\.d\.ts$|node_modules/.test(file)) continue;
      files += 1;
      const name = relative(ROOT, join(ROOT, file)).replaceAll('\\', '/');
      if (OWN.some((own) => name.startsWith(own))) continue;
      const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(TYPES, '').replaceAll(COMMENTS, '');
      for (const [what, pattern] of WAYS)
        if (pattern.test(text) && !(OVER_A_SOCKET.ways.includes(what) && OVER_A_SOCKET.mark.test(text)))
          around.push(`${name}: ${what}`);
    }
    expect(files).to.be.greaterThan(300);
    expect(around).to.deep.equal([]);
  });
});
