import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { binLabels, isEmptyChart, pointWords, summaryOf } from './figures.ts';
import type { ChartOptions } from './options.ts';
import { PALETTE } from './palette.ts';

type Colour = readonly [number, number, number];

const parse = (hex: string): Colour =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Colour;
const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** WCAG 2.2, relative luminance. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map(linear) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(parse(one)), luminance(parse(other))].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

describe('the colours of charts', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../tokens.css'), 'utf8');
  const [light = '', dark = ''] = [...tokens.matchAll(/--dw-surface: (#\w{6});/g)].map(
    ([, colour]) => colour,
  );

  it('stand at 3:1 or more against the surface of their theme', () => {
    for (const colour of PALETTE.light) expect(contrast(colour, light), colour).to.be.at.least(3);
    for (const colour of PALETTE.dark) expect(contrast(colour, dark), colour).to.be.at.least(3);
  });
});

describe('the words of charts', () => {
  const options: ChartOptions = {
    kind: 'line',
    label: 'Columns',
    labels: ['May', 'June'],
    series: [
      { label: 'Restricted', values: [1200, null] },
      { label: 'Internal', values: [7, 9] },
    ],
  };

  it('say a point, a share and the whole', () => {
    expect(pointWords(options, 0, 0)).to.equal('May, Restricted: 1,200');
    expect(pointWords(options, 1, 0)).to.equal('June, Restricted: –');
    expect(pointWords({ ...options, series: options.series.slice(1) }, 1, 0)).to.equal('June: 9');
    expect(
      pointWords({ ...options, kind: 'doughnut', series: [{ label: 'Assets', values: [1, 3] }] }, 1, 0),
    ).to.equal('June: 3, 75%');
    expect(summaryOf(options)).to.equal('1 figure from 1,200 to 1,200, 1,200 at the end');
    expect(isEmptyChart({ ...options, series: [{ label: 'None', values: [null, null] }] })).to.equal(true);
    expect(binLabels([0, 10, 2000])).to.deep.equal(['0 – 10', '10 – 2,000']);
  });
});
