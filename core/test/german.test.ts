import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { saidText, t, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import { loadConfig } from '../src/config/load-config.ts';
import { pluginFolder } from './platform/index.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');

/** Served, too, once the shell is built, which this need not wait for. */
const OF_THE_SHELL: object = Object.assign(
  {},
  ...['plugin-sdk', 'shell-ui'].map((folder): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../..', folder, 'locales/de.json'), 'utf8')),
  ),
);

/** What the platform serves that is fixed, and shown by its title; nothing that people wrote. */
const SERVED = [
  ...['/info-types?limit=500', '/frameworks', '/connectors', '/access/permissions', '/plugins'],
  ...['/ui/manifest', '/roles?limit=500'],
];
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** What is not there: an address that somebody kept, or a thing that is gone. */
const MISSING = [
  ...[`/sources/${NOBODY}`, `/scans/${NOBODY}`, `/scan-rules/${NOBODY}`, '/assets/urn:dw:sqlite:gone:table'],
  ...[
    `/custom-rules/${NOBODY}`,
    `/violations/${NOBODY}`,
    `/security-incidents/${NOBODY}`,
    `/workspaces/${NOBODY}`,
  ],
  ...[`/users/user:${NOBODY}`, `/groups/group:${NOBODY}`, '/roles/gone', `/access-policies/${NOBODY}`],
  ...[
    `/elevations/${NOBODY}`,
    `/role-assignments/${NOBODY}`,
    '/plugins/gone',
    '/frameworks/gone',
    '/nothing',
  ],
];
/** Advice for programs; nobody asks an API in a browser. */
const FOR_PROGRAMS = /\b(?:GET|POST|PUT|PATCH|DELETE) \/api\//;
/** Members that people read. */
const READ = new Set(['title', 'description']);
/** Types in a schema are named for programs: `PostgresConfig`. */
const TYPE_NAME = /^(?:[A-Z][A-Za-z0-9]*Config|Config|[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+)$/;
/** Names of products and standards are the same everywhere, and so are words that have no letters. */
const SAME = /^(?:PostgreSQL|SQLite|GDPR|[^\p{L}]*)$/u;

function collect(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (READ.has(key) && typeof inner === 'string' && !TYPE_NAME.test(inner) && !SAME.test(inner))
      into.add(inner);
    else collect(inner, into);
  }
}

describe('what the platform serves', () => {
  let test: TestKernel;

  before(async function () {
    this.timeout(60_000);
    const { plugins } = await loadConfig(STANDARD, { env: {} });
    const names = Object.keys(plugins).map((name) => name.replace('@datawave/plugin-', ''));
    const folders = names.filter((name) => name !== 'demo').map(pluginFolder);
    test = await createTestKernel({ http: 'always', plugins: folders });
  });
  after(() => test?.stop());

  for (const path of SERVED) {
    it(`has German for every title of ${path}`, async () => {
      const { body: ofPlugins } = await test.request('GET', '/api/v1/ui/messages/de', { as: null });
      const german = { ...OF_THE_SHELL, ...(ofPlugins as object) };
      const { status, body } = await test.request('GET', `/api/v1${path}`);
      expect(status, JSON.stringify(body)).to.equal(200);
      const texts = new Set<string>();
      collect(body, texts);
      expect(texts.size, 'texts').to.be.greaterThan(0);
      const missing = [...texts].filter((text) => !Object.hasOwn(german, text));
      expect(missing.map((text) => `“${text}”`)).to.deep.equal([]);
    });
  }

  it('has German for what is said of things that are not there', async () => {
    const { body: ofPlugins } = await test.request('GET', '/api/v1/ui/messages/de', { as: null });
    useLanguage('de', { ...OF_THE_SHELL, ...(ofPlugins as object) });
    try {
      const english: string[] = [];
      for (const path of MISSING) {
        const { status, body } = await test.request('GET', `/api/v1${path}`);
        expect(status, `${path} ${JSON.stringify(body)}`).to.be.oneOf([400, 404]);
        const { detail, hint } = body as { readonly detail: string; readonly hint?: string };
        for (const said of [detail, hint ?? ''])
          if (said !== '' && !FOR_PROGRAMS.test(said) && saidText(t(said)) === said)
            english.push(`${path}: ${said}`);
      }
      expect(english).to.deep.equal([]);
    } finally {
      useLanguage('en');
    }
  });
});
