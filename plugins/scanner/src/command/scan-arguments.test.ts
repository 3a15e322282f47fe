import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseScanArguments } from './scan-arguments.ts';

function fault(...args: readonly string[]): string {
  try {
    parseScanArguments(args);
  } catch (error) {
    if (DataWaveError.is(error)) return `${error.code} ${error.message} ${error.hint ?? ''}`;
    throw error;
  }
  return 'no fault';
}

describe('the arguments of scan', () => {
  it('have the documented defaults', () => {
    expect(parseScanArguments(['a.csv'])).to.deep.equal({
      targets: ['a.csv'],
      format: 'table',
      rows: 1_000,
      frameworks: null,
      minConfidence: 0.5,
      seed: 1,
      failOn: null,
      include: [],
      exclude: [],
      help: false,
    });
  });

  it('name no empty target, which would be the whole working folder', () => {
    expect(fault('')).to.match(/^DW_USAGE One of the targets is empty/);
  });

  it('are read in any order, with a space or an equals sign', () => {
    const parsed = parseScanArguments([
      '--format=json',
      'a.csv',
      '--full',
      '--frameworks',
      'gdpr,hipaa',
      'b.csv',
      '--min-confidence',
      '0.9',
      '--seed=7',
      '--fail-on',
      'high',
      '--include',
      'a*',
      '--include',
      'b*',
      '--exclude=tmp*',
      '--',
      '-odd',
    ]);
    expect(parsed).to.deep.equal({
      targets: ['a.csv', 'b.csv', '-odd'],
      format: 'json',
      rows: 'full',
      frameworks: ['gdpr', 'hipaa'],
      minConfidence: 0.9,
      seed: 7,
      failOn: 'high',
      include: ['a*', 'b*'],
      exclude: ['tmp*'],
      help: false,
    });
  });

  it('name the nearest option there is', () => {
    expect(fault('a', '--formt', 'json'))
      .to.include('DW_USAGE')
      .and.include('Did you mean --format?');
    expect(fault('a', '--min-conf', '1')).to.include('Did you mean --min-confidence?');
    expect(fault('a', '--zzzzzzzzzzzz')).to.include('--help');
    expect(fault('a', '--format', 'jsn')).to.include('Did you mean json?');
    expect(fault('a', '--fail-on', 'hihg')).to.include('Did you mean high?');
  });

  it('are refused where they make no sense', () => {
    expect(fault()).to.include('nothing to scan');
    expect(fault('a', '--sample', '0')).to.include('1 to');
    expect(fault('a', '--sample', '1e3')).to.include('--sample');
    expect(fault('a', '--min-confidence', '1.1')).to.include('0 to 1');
    expect(fault('a', '--seed', '-1')).to.include('--seed');
    expect(fault('a', '--sample', '10', '--full')).to.include('exclude each other');
    expect(fault('a', '--full=yes')).to.include('takes no value');
    expect(fault('a', '--format')).to.include('needs a value');
  });

  it('either parse or are refused as wrong usage, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('--format', '--seed', '--full', '--', 'json', '-', '--sample=5'),
          ),
        ),
        (args) => {
          expect(fault(...args)).to.match(/^(?:no fault|DW_USAGE )/);
        },
      ),
    );
  });
});
