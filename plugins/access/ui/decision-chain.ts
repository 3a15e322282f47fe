import { rich, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Attributes, policyHref, type TestAnswer } from './api.ts';
import { conditionWords, levelWord, listOf, type PolicyNames } from './conditions-words.ts';
import { grantWords, reasonWords } from './reason-words.ts';

type Policies = TestAnswer['policies'];

/** What people call what an answer names. */
export type ChainNames = Required<Pick<PolicyNames, 'holder' | 'role' | 'permission'>>;

/** What a thing is like, as somebody would say it. */
export function attributeWords(
  { owner, domain, sensitivity, tags, source }: Attributes,
  nameOf: (id: string) => string,
): readonly string[] {
  const said = (
    value: string | null | undefined,
    none: string,
    words: (value: string) => string,
  ): readonly string[] => (value === undefined ? [] : [value === null ? none : words(value)]);
  return [
    ...said(owner, t('no owner'), (id) => t('owner {name}', { name: nameOf(id) })),
    ...said(domain, t('no domain'), (name) => t('domain {name}', { name })),
    ...said(sensitivity, t('nothing recognised'), levelWord),
    ...(tags === undefined
      ? []
      : [tags.length === 0 ? t('no tags') : t('tagged {tags}', { tags: listOf(tags, 'and') })]),
    ...said(source, t('no source'), (name) => t('source {name}', { name })),
  ];
}

const step = (tone: 'yes' | 'no' | 'plain', icon: string, title: unknown, rest: unknown): unknown =>
  html`<li class=${tone}><span class="mark"><dw-icon name=${icon}></dw-icon></span><div><h3>${title}</h3>${rest}</div></li>`;

function policyStep({ id, title, effect, when, outcome }: Policies[number], names: ChainNames): unknown {
  const policy = html`<a href=${policyHref(id)}><bdi>${title}</bdi></a>`;
  const denies = effect === 'deny';
  const words = conditionWords(when, names);
  const conditions = listOf(words, 'and');
  switch (outcome) {
    case 'applies':
      return step(
        denies ? 'no' : 'yes',
        denies ? 'error' : 'success',
        denies
          ? rich('Policy {policy} denies it', { policy })
          : rich('Policy {policy} allows it', { policy }),
        html`<p>${words.length === 0 ? t('It has no conditions.') : t('Because {conditions}.', { conditions })}</p>`,
      );
    case 'unknown':
      return step(
        'plain',
        'help',
        denies
          ? rich('Policy {policy} denies it for some things', { policy })
          : rich('Policy {policy} allows it for some things', { policy }),
        html`<p>${t('It looks at what is not known here: {conditions}.', { conditions })}</p>`,
      );
    case 'other things':
      return step(
        'plain',
        'minus',
        denies
          ? rich('Policy {policy} denies it for other things', { policy })
          : rich('Policy {policy} allows it for other things', { policy }),
        html`<p>${t('Those of which {conditions}.', { conditions })}</p>`,
      );
    case 'not here or now':
      return step(
        'plain',
        'clock',
        rich('Policy {policy} does not apply here or now', { policy }),
        html`<p>${t('It applies where {conditions}.', { conditions })}</p>`,
      );
  }
}

function askerStep({ principal }: TestAnswer, who: string, names: ChainNames): unknown {
  const roles = listOf(
    principal.roles.map((key) => names.role(key)),
    'and',
  );
  const held =
    principal.roles.length === 0
      ? t('Holds no role.')
      : t('{n, plural, one {Holds the role {roles}.} other {Holds the roles {roles}.}}', {
          ...{ n: principal.roles.length, roles },
        });
  const groups =
    principal.groups.length === 0
      ? nothing
      : html` ${t('Is in {n, plural, one {the group {names}} other {the groups {names}}}.', {
          ...{ n: principal.groups.length, names: listOf(principal.groups.map(names.holder), 'and') },
        })}`;
  return step(
    'plain',
    'user',
    who === '' ? t('You', {}, 'asker') : html`<bdi>${who}</bdi>`,
    html`<p>${held}${groups}</p>`,
  );
}

/** An answer as the way that led to it: who asked, what grants it, what became of each policy, and what came of it. */
export function decisionChain(answer: TestAnswer, who: string, names: ChainNames): unknown {
  const { allowed, reason, grant, object, attributes, policies, isConfinedByToken, isMember } = answer;
  const like = attributes === null ? [] : attributeWords(attributes, names.holder);
  // Those that decided first.
  const order = ['applies', 'unknown', 'other things', 'not here or now'];
  const shown = policies.toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  const thing =
    object !== null
      ? html`<bdi>${object.name}</bdi>`
      : attributes === null
        ? t('Anything that there is')
        : t('Something that is like this');
  return html`<dw-card>
    <div class="verdict ${allowed ? 'yes' : 'no'}"><dw-icon name=${allowed ? 'success' : 'lock'}></dw-icon><div><h2>${allowed ? t('Allowed', {}, 'decision') : t('Denied', {}, 'decision')}</h2><p>${reasonWords(reason, names)}</p></div></div>
    <ol class="chain" role="list" aria-label=${t('How it was decided')}>
      ${askerStep(answer, who, names)}
      ${step('plain', 'table', thing, html`<p>${like.length === 0 ? t('Whether there is anything at all on which it may be used.') : like.join(', ')}</p>`)}
      ${isMember ? nothing : step('no', 'lock', t('The workspace is closed to them'), html`<p>${t('Only its members may enter it, and who manages all workspaces.')}</p>`)}
      ${isConfinedByToken ? step('no', 'key', t('The token is not made for it'), html`<p>${t('Whoever holds it may do no more than it says.')}</p>`) : nothing}
      ${grant === null ? step('no', 'minus', t('No role grants it'), nothing) : step('yes', 'check', t('Granted by the role {role}', { role: grantWords(grant, names) }), nothing)}
      ${shown.length === 0 ? step('plain', 'shield', t('No policy speaks of it'), nothing) : shown.map((policy) => policyStep(policy, names))}
      ${step(allowed ? 'yes' : 'no', allowed ? 'success' : 'lock', allowed ? t('So they may') : t('So they may not'), nothing)}
    </ol></dw-card>`;
}
