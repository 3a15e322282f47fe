import { expect } from 'chai';
import { isolationOf } from './plugin-isolation.ts';
import type { PluginDetail, PluginIsolation } from './plugin-types.ts';

/** All texts that a template puts in, in order. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null && 'values' in value ? textsOf(value.values) : [];
}

describe('where a plugin runs', () => {
  const shown = (isolation: Partial<PluginIsolation>): readonly string[] => {
    const usual: PluginIsolation = {
      ...{ trust: 'first-party', level: 'in-process', due: 'in-process', weakenedBy: null, reason: null },
      ...{ enforced: [], notEnforced: ['It can do all.'] },
      ...isolation,
    };
    return textsOf(isolationOf({ isolation: usual } as PluginDetail));
  };

  it('says that nothing holds it where nothing does, and never what does not beside nothing', () => {
    expect(shown({})).to.include('Nothing holds it back').and.not.include('What does not');
    expect(shown({ level: 'child', enforced: ['It may crash.'] }))
      .to.include.members(['What holds it', 'It may crash.', 'What does not', 'It can do all.'])
      .and.not.include('Nothing holds it back');
  });
});
