import { expect } from 'chai';
import { pluginPackage } from '../../test/plugin-package.ts';
import type { Config } from '../config.generated.ts';
import { parseName } from '../npm/npm-names.ts';
import { editDistance } from './edit-distance.ts';
import { findSimilarNames, type NamesOfOthers } from './name-check.ts';
import {
  conformanceCheck,
  installScriptsCheck,
  licenceCheck,
  manifestCheck,
  sdkRangeCheck,
  sizeCheck,
} from './package-checks.ts';
import type { PublishCheck, Submission } from './publish-check.ts';
import { secretsCheck } from './secrets-check.ts';
import { mixesScripts, skeletonOf } from './skeleton.ts';

const config = { licences: ['Apache-2.0', 'MIT'], usualUnpackedBytes: 1000 } as unknown as Config;

const submission = (packageJson: object, files: Readonly<Record<string, string>> = {}): Submission => ({
  name: named('@acme/tool'),
  version: '1.0.0',
  packageJson: { ...pluginPackage('@acme/tool', '1.0.0'), ...packageJson },
  files: new Map(
    Object.entries({ LICENSE: 'Apache', ...files }).map(([path, text]) => [path, Buffer.from(text)]),
  ),
  unpackedSize: Object.values(files).reduce((sum, text) => sum + text.length, 6),
  faults: [],
});

const named = (name: string) => {
  const parsed = parseName(name);
  if (parsed === null) throw new Error(`${name} is no name`);
  return parsed;
};

interface Case {
  readonly check: PublishCheck;
  readonly package?: object;
  readonly files?: Readonly<Record<string, string>>;
  /** A part of each finding, in order. */
  readonly finds: readonly string[];
}

const report = (over: object): string =>
  JSON.stringify({ version: 1, name: '@acme/tool', packageVersion: '1.0.0', isPassed: true, ...over });

const CASES: Readonly<Record<string, Case>> = {
  'no manifest': { check: manifestCheck, package: { datawave: undefined }, finds: ['no manifest'] },
  'a range with an end': { check: sdkRangeCheck, finds: [] },
  'a range without an end': {
    check: sdkRangeCheck,
    package: { peerDependencies: { '@datawave/plugin-sdk': '>=0.1.0' } },
    finds: ['has no end'],
  },
  'any version': {
    check: sdkRangeCheck,
    package: { peerDependencies: { '@datawave/plugin-sdk': '*' } },
    finds: ['has no end'],
  },
  'no range': {
    check: sdkRangeCheck,
    package: { peerDependencies: { '@datawave/plugin-sdk': 'soon' } },
    finds: ['is no range'],
  },
  'two ranges that disagree': {
    check: sdkRangeCheck,
    package: { peerDependencies: { '@datawave/plugin-sdk': '^2.0.0' } },
    finds: ['no version in common'],
  },
  'a licence of the list': { check: licenceCheck, finds: [] },
  'one of two licences': { check: licenceCheck, package: { license: '(MIT OR Proprietary)' }, finds: [] },
  'both of two licences': {
    check: licenceCheck,
    package: { license: 'MIT AND Proprietary' },
    finds: ['not among those'],
  },
  'no licence': { check: licenceCheck, package: { license: undefined }, finds: ['names no licence'] },
  'what is small': { check: sizeCheck, finds: [] },
  'what is large': {
    check: sizeCheck,
    files: { 'dist/a.js': 'x'.repeat(2000) },
    finds: ['dist/a.js (2000)'],
  },
  'a script at the installation': {
    check: installScriptsCheck,
    package: { scripts: { postinstall: 'x', test: 'y' } },
    finds: ['"postinstall"'],
  },
  'code to be compiled': {
    check: installScriptsCheck,
    files: { 'binding.gyp': '{}' },
    finds: ['binding.gyp'],
  },
  'other packages': {
    check: installScriptsCheck,
    package: { dependencies: { a: '1' }, optionalDependencies: { b: '1' } },
    finds: ['pulls in a', 'pulls in b'],
  },
  'no report': { check: conformanceCheck, finds: ['no conformance.json'] },
  'a green report': { check: conformanceCheck, files: { 'conformance.json': report({}) }, finds: [] },
  'a report of another version': {
    check: conformanceCheck,
    files: { 'conformance.json': report({ packageVersion: '0.9.0' }) },
    finds: ['is about @acme/tool@0.9.0'],
  },
  'a red report': {
    check: conformanceCheck,
    files: { 'conformance.json': report({ isPassed: false }) },
    finds: ['tests that failed'],
  },
  'a report that is none': {
    check: conformanceCheck,
    files: { 'conformance.json': '[]' },
    finds: ['is no report'],
  },
  'nothing secret': {
    check: secretsCheck,
    files: { 'README.md': 'postgres://user:password@localhost/db, postgres://reader:secret@host/db' },
    finds: [],
  },
  'a password in an address': {
    check: secretsCheck,
    files: { 'dist/a.js': '\n\nconst u = "postgres://root:Zk39vLqpw8@db7.acme.io/x"' },
    finds: ['dist/a.js:3'],
  },
  'a token of npm': { check: secretsCheck, files: { 'dist/.npmrc': 'x' }, finds: ['dist/.npmrc'] },
};

describe('the publish checks', () => {
  for (const [title, { check, package: packageJson = {}, files = {}, finds }] of Object.entries(CASES))
    it(`${finds.length === 0 ? 'let pass' : 'find'} ${title}`, () => {
      const findings = check(submission(packageJson, files), config);
      expect(findings.join('\n')).not.to.include('Zk39');
      expect(findings).to.have.length(finds.length);
      for (const [at, part] of finds.entries()) expect(findings[at]).to.include(part);
    });
});

const others = (plugins: readonly string[], over: Partial<NamesOfOthers> = {}): NamesOfOthers => ({
  plugins: plugins.map((name) => ({
    name,
    title: name,
    titleSkeleton: skeletonOf(name),
    skeleton: skeletonOf(name),
  })),
  scopes: [],
  isProved: false,
  ...over,
});

describe('the check of the name', () => {
  const CONFUSED: readonly (readonly [string, string, string])[] = [
    ['@acme/connector-ledger', '@acrne/connector-ledger', 'rn looks like m'],
    ['connector-oracle', 'connector-0racle', 'a digit looks like a letter'],
    ['connector-ledger', 'connectorledger', 'a hyphen is easily forgotten'],
    ['connector-ledger', 'connector_ledger', 'or another'],
    ['@acme/ledger', 'acme-ledger', 'a scope is easily forgotten'],
    ['connector-ledger', 'connector-legder', 'two letters are exchanged'],
    ['connector-ledger', 'conector-ledger', 'one is missing'],
    ['connector-ledger', 'connector-ledgers', 'one is too many'],
    ['vvindow-tool', 'window-tool', 'vv looks like w'],
  ];
  for (const [theirs, name, why] of CONFUSED)
    it(`finds ${name} beside ${theirs}: ${why}`, () => {
      expect(findSimilarNames(named(name), 'A title of its own', others([theirs]))).not.to.deep.equal([]);
    });

  it('lets pass what is only alike in what it is about', () => {
    const theirs = others(['@acme/connector-ledger', 'connector-s3', '@acme/classifier-iban'], {
      scopes: ['@acme'],
    });
    for (const name of ['@umbrella/connector-ledger', 'connector-gcs', 'classifier-payment', '@academy/tool'])
      expect(findSimilarNames(named(name), 'A title of its own', theirs), name).to.deep.equal([]);
  });

  it('finds scopes that squat, and titles that only look the same', () => {
    const finds = (name: string, title: string, with_: NamesOfOthers) =>
      findSimilarNames(named(name), title, with_).length;
    const theirs = others(['@globex/ledger'], { scopes: ['@globex'] });
    expect(finds('@gl0bex/tool', 'x', theirs), 'a scope that looks the same').to.equal(1);
    expect(finds('@globexx/tool', 'x', theirs), 'a scope that is near').to.equal(1);
    expect(finds('globex-tool', 'x', theirs), 'without the scope').to.equal(1);
    expect(finds('@datawaves/tool', 'x', others([])), 'ours').to.equal(1);
    expect(finds('datawave-connector-x', 'x', others([])), 'what it is for').to.equal(0);
    const titled = others([], {
      plugins: [
        { name: 'a', title: 'Ledger Reader', titleSkeleton: skeletonOf('Ledger Reader'), skeleton: 'a' },
      ],
    });
    expect(finds('b-tool', 'Lеdger Reader', titled), 'a Cyrillic letter: mixed, and alike').to.equal(2);
    expect(finds('b-tool', 'LEDGER READER', titled), 'the same words, honestly').to.equal(0);
  });

  it('lets a proved namespace be near, and never the same to the eye', () => {
    const near = others(['connector-ledger'], { isProved: true });
    expect(findSimilarNames(named('conector-ledger'), 'x', near)).to.deep.equal([]);
    expect(findSimilarNames(named('connector_ledger'), 'x', near)).to.have.length(1);
  });

  it('counts slips, and gives up where there are more than matter', () => {
    expect(editDistance('kitten', 'sitting', 5)).to.equal(3);
    expect(editDistance('abcd', 'abdc', 2)).to.equal(1);
    expect(editDistance('', 'ab', 3)).to.equal(2);
    expect(editDistance('abcdef', 'uvwxyz', 2)).to.equal(3);
    expect(mixesScripts('Ledger Учёт')).to.equal(false);
    expect(mixesScripts('Lеdger')).to.equal(true);
  });
});
