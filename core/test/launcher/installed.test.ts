import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

interface Installed {
  isInstalled(root: string): boolean;
  writeStamp(root: string): void;
}

describe('what is installed', () => {
  let root: string;
  let launcher: Installed;

  const write = (name: string, packages: unknown): void => {
    writeFileSync(join(root, name), JSON.stringify({ lockfileVersion: 3, packages }));
  };
  const koa = { version: '3.3.0', integrity: 'sha512-a' };
  const foreign = { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] };
  const native = { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] };

  before(async () => {
    const module: string = '../../bin/launcher/installed.mjs';
    launcher = await import(module);
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'datawave-launcher-'));
    mkdirSync(join(root, 'node_modules'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('is nothing before the first start', () => {
    write('package-lock.json', { 'node_modules/koa': koa });
    expect(launcher.isInstalled(root)).to.equal(false);
  });

  it('is what the lock file said when the stamp was written', () => {
    write('package-lock.json', { 'node_modules/koa': koa });
    write('node_modules/.package-lock.json', {});
    launcher.writeStamp(root);
    expect(launcher.isInstalled(root)).to.equal(true);
    write('package-lock.json', { 'node_modules/koa': { ...koa, version: '3.3.1' } });
    expect(launcher.isInstalled(root)).to.equal(false);
  });

  it('is looked at anew when npm has worked after the stamp', () => {
    write('package-lock.json', { 'node_modules/koa': koa });
    launcher.writeStamp(root);
    write('node_modules/.package-lock.json', {});
    const later = new Date(Date.now() + 5_000);
    utimesSync(join(root, 'node_modules/.package-lock.json'), later, later);
    expect(launcher.isInstalled(root)).to.equal(false);
  });

  it("is what npm's own lock file agrees with, for an install by hand", () => {
    write('package-lock.json', {
      '': {},
      core: {},
      'node_modules/koa': koa,
      'node_modules/foreign': foreign,
    });
    write('node_modules/.package-lock.json', { 'node_modules/koa': koa });
    expect(launcher.isInstalled(root)).to.equal(true);
  });

  it('is not complete when a package of this machine is missing or another version is there', () => {
    write('package-lock.json', { 'node_modules/koa': koa, 'node_modules/native': native });
    write('node_modules/.package-lock.json', { 'node_modules/koa': koa });
    expect(launcher.isInstalled(root)).to.equal(false);
    write('node_modules/.package-lock.json', {
      'node_modules/koa': { ...koa, integrity: 'x' },
      'node_modules/native': native,
    });
    expect(launcher.isInstalled(root)).to.equal(false);
  });
});
