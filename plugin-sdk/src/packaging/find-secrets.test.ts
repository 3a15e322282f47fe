import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { findSecrets } from './find-secrets.ts';

const inFile = (text: string, path = 'dist/index.js'): readonly string[] =>
  findSecrets(new Map([[path, Buffer.from(text)]])).map(({ line, kind }) => `${line} ${kind}`);

// Put together here, so that no file of the project holds the form itself.
const letters = (count: number): string => 'abCD12ef34GH'.repeat(12).slice(0, count);
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('secrets in a package', () => {
  const cases: readonly (readonly [kind: string, text: string])[] = [
    ['a private key', pem],
    ['a private key', JSON.stringify(pem)],
    ['an access key of AWS', `AKIA${'ABCDEFGH'.repeat(2)}`],
    ['a token of GitHub', `ghp_${letters(36)}`],
    ['a token of GitHub', `github_pat_${letters(70)}`],
    ['a token of GitLab', `glpat-${letters(20)}`],
    ['a token of npm', `npm_${letters(36)}`],
    ['a token of a registry', `//registry.example.com/:_authToken=${letters(20)}`],
    ['a token of Slack', `xoxb-${letters(30)}`],
    ['a key of Google', `AIza${letters(35)}`],
    ['a key of Stripe', `sk_live_${letters(24)}`],
    ['a key of Azure storage', `AccountKey=${letters(86)}==`],
    ['an API token of DataWave', `dwp_${letters(32)}`],
  ];
  for (const [kind, text] of cases)
    it(`are found: ${kind} (${text.length} characters)`, () => {
      expect(inFile(`// one\nconst key = '${text}';\n`)).to.deep.equal([`2 ${kind}`]);
    });

  it('are found by the name of a file', () => {
    for (const path of ['.env', 'config/.env.production', '.npmrc', 'keys/id_rsa', 'a.p12'])
      expect(inFile('', path), path).to.deep.equal(['null what is kept secret, by its name']);
    for (const path of ['.env.example', 'id_rsa.pub', 'environment.js', 'npmrc.md'])
      expect(inFile('', path), path).to.deep.equal([]);
  });

  it('are not what only speaks of them', () => {
    const harmless = [
      '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
      '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
      'AKIA is how access keys begin, ghp_ is how tokens do',
      'const pattern = /gh[pousr]_[A-Za-z0-9]{36,}/;',
      'npm_config_registry npm_lifecycle_event npm_package_version',
    ];
    for (const text of harmless) expect(inFile(text), text).to.deep.equal([]);
  });

  it('are never repeated, however many there are', () => {
    const many = `${`ghp_${letters(36)}\n`.repeat(50)}`;
    const found = findSecrets(new Map([['a', Buffer.from(many)]]));
    expect(found).to.have.length(10);
    expect(JSON.stringify(found)).not.to.contain(letters(12));
  });
});
