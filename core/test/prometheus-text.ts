const HELP = /^# HELP ([a-zA-Z_:][\w:]*) (?:[^\\\n]|\\\\|\\n)*$/;
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram)$/;
const SAMPLE =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*)\})? (NaN|[+-]Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;

/** What is wrong with a text in Prometheus' format 0.0.4, as `promtool check metrics` would say it. */
export function checkPrometheusText(text: string): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  const types = new Map<string, string>();
  let current = '';
  if (text !== '' && !text.endsWith('\n')) faults.push('the last line does not end');
  for (const line of text.split('\n').slice(0, -1)) {
    const help = HELP.exec(line);
    const type = TYPE.exec(line);
    const sample = SAMPLE.exec(line);
    if (help) continue;
    if (type) {
      const [, name = '', kind = ''] = type;
      if (types.has(name)) faults.push(`${name} occurs twice`);
      types.set(name, kind);
      current = name;
      if (kind === 'counter' && !name.endsWith('_total'))
        faults.push(`the counter ${name} does not end in _total`);
      if (kind !== 'counter' && name.endsWith('_total')) faults.push(`the ${kind} ${name} ends in _total`);
    } else if (sample) {
      const [, name = '', labels = ''] = sample;
      const base = types.get(current) === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') : name;
      if (base !== current) faults.push(`${name} stands under ${current}`);
      const key = `${name}{${labels}}`;
      if (seen.has(key)) faults.push(`${key} occurs twice`);
      seen.add(key);
    } else faults.push(`not a line: ${line}`);
  }
  return faults;
}
