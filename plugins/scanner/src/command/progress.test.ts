import { PassThrough } from 'node:stream';
import type { Asset, CommandIo } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createProgress, type Progress } from './progress.ts';

const assets: readonly Asset[] = Array.from(
  { length: 40 },
  (_, index) => buildSample(`t${index}`, [{ name: 'email', values: ['x'] }]).asset,
);

/** What a scan writes whose assets take so many milliseconds each, one after the other. */
function watch(
  isInteractive: boolean,
  scan: (progress: Progress, pass: (milliseconds: number) => void) => void,
): string {
  const stderr = new PassThrough();
  const io: CommandIo = { stdout: new PassThrough(), stderr, env: {}, cwd: '/', isInteractive };
  let now = 1000;
  const progress = createProgress(io, { targets: 1, isFull: false }, () => now);
  scan(progress, (milliseconds) => {
    now += milliseconds;
  });
  return String(stderr.read() ?? '');
}

const scanSome = (progress: Progress, pass: (milliseconds: number) => void, count: number): void => {
  for (const [index, asset] of assets.slice(0, count).entries()) {
    progress.begun(asset);
    pass(900 + (index % 3) * 100);
    progress.ended(asset, { rows: 1000, hasFailed: false });
  }
};

describe('progress on standard error', () => {
  it('redraws one line on a terminal: assets of total, rows, rate, and how long it will take yet', () => {
    const written = watch(true, (progress, pass) => {
      progress.target('shop.sqlite');
      progress.found(assets);
      progress.allFound();
      scanSome(progress, pass, 20);
      progress.end();
    });
    expect(written).not.to.include('\n');
    const lines = written.split('\r\u001b[2K');
    expect(lines[1]).to.equal('Opening shop.sqlite');
    expect(lines.at(-2)).to.match(
      /^20 of 40, about 20 seconds left \(\d+ to \d+\), 1\.0 a second, 20,000 rows$/,
    );
    expect(lines.at(-1)).to.equal('');
    for (const line of lines) expect(line.length).to.be.at.most(78);
  });

  it('tells no end while assets are still being found, nor from a few', () => {
    const early = watch(true, (progress, pass) => {
      progress.found(assets);
      scanSome(progress, pass, 20);
    });
    expect(early).to.include('20 of 40 or more').and.not.include('left');
    const few = watch(true, (progress, pass) => {
      progress.found(assets);
      progress.allFound();
      scanSome(progress, pass, 5);
    });
    expect(few).to.include('5 of 40').and.not.include('left');
  });

  it('writes plain lines elsewhere, now and then, and what it came to', () => {
    const written = watch(false, (progress, pass) => {
      progress.target('shop.sqlite');
      progress.found(assets);
      progress.allFound();
      scanSome(progress, pass, 40);
      progress.end();
    });
    expect(written).not.to.include('\r');
    const lines = written.trimEnd().split('\n');
    expect(lines[0]).to.equal('Scanning shop.sqlite');
    expect(lines.length).to.be.within(4, 7);
    expect(lines.at(-1)).to.equal('40 of 40, 1.0 a second, 40,000 rows');
  });

  it('says how many could not be read', () => {
    const written = watch(true, (progress, pass) => {
      progress.found(assets);
      progress.allFound();
      for (const asset of assets.slice(0, 3)) {
        progress.begun(asset);
        pass(500);
        progress.ended(asset, { rows: 0, hasFailed: true });
      }
    });
    expect(written).to.match(/3 of 40, 3 failed, 2\.0 a second, 0 rows/);
  });

  it('is short where a scan is quick: a line for its target alone', () => {
    const written = watch(false, (progress, pass) => {
      progress.target('shop.sqlite');
      progress.found(assets.slice(0, 2));
      progress.allFound();
      scanSome(progress, pass, 2);
      progress.end();
    });
    expect(written).to.equal('Scanning shop.sqlite\n');
  });
});
