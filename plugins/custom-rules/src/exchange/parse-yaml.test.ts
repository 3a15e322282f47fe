import { expect } from 'chai';
import { parse } from 'yaml';
import { parseYaml, YAML_BYTES } from './parse-yaml.ts';

const codeOf = (text: string): unknown => {
  try {
    return parseYaml(text);
  } catch (error) {
    return `${Reflect.get(Object(error), 'code')}: ${error instanceof Error ? error.message : ''}`;
  }
};

describe('YAML of a user', () => {
  it('is read as YAML is', () => {
    const wide = `{${Array.from({ length: 300 }, (_, at) => `k${at}: ${at}`).join(', ')}}`;
    for (const text of [
      'a: 1\nb: [x, "y: z", {c: ~}]\n',
      '- a\n- - b\n  - c\n',
      'a: |\n  [[[[\n  {{\n',
      "a: '^[0-9]{4}$'",
      '',
      wide,
    ])
      expect(parseYaml(text)).to.deep.equal(parse(text) ?? null);
  });

  it('is refused at the first place that is wrong, however many follow', () => {
    for (const [unit, wrong] of [
      ['"', /^DW_RULE_BUNDLE: .*line 1, column \d/],
      [']', /^DW_RULE_BUNDLE: .*line 1, column 1:/],
      ['a: b\n', /^DW_RULE_BUNDLE: .*line 2, column 1: Map keys must be unique/],
      ['--- a\n', /^DW_RULE_BUNDLE: .*more than one document/],
      ['&a *a ', /^DW_RULE_BUNDLE/],
    ] as const)
      expect(codeOf(unit.repeat(10_000)), unit).to.match(wrong);
  });

  it('is refused before the parser goes down into lists and maps without end', () => {
    for (const unit of ['[', '{', '{a: ', '- ', '? ', 'a: ', '[{'])
      for (const text of [unit.repeat(101), unit.repeat(50_000)])
        expect(codeOf(`rules: ${text}`), unit).to.match(/^DW_RULE_BUNDLE/);
    const stairs = Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(codeOf(stairs)).to.contain('lists and maps within each other');
  });

  it('is refused where it is so large that everybody would wait for it', () => {
    expect(codeOf('a'.repeat(YAML_BYTES + 1))).to.contain('JSON may be larger');
  });
});
