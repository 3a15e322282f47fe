import { html, nothing } from 'lit';
import { type Attributes, policyHref, type TestAnswer } from './api.ts';
import { conditionWords, listOf } from './conditions-words.ts';

type Policies = TestAnswer['policies'];

/** What a thing is like, as somebody would say it. */
export function attributeWords(
  { owner, domain, sensitivity, tags, source }: Attributes,
  nameOf: (id: string) => string,
): readonly string[] {
  const said = (name: string, value: string | null | undefined): readonly string[] =>
    value === undefined ? [] : [value === null ? `no ${name}` : `${name} ${value}`];
  return [
    ...said('owner', typeof owner === 'string' ? nameOf(owner) : owner),
    ...said('domain', domain),
    ...(sensitivity === undefined ? [] : [sensitivity === null ? 'nothing recognised' : sensitivity]),
    ...(tags === undefined ? [] : [tags.length === 0 ? 'no tags' : `tagged ${listOf(tags, 'and')}`]),
    ...said('source', source),
  ];
}

const step = (tone: 'yes' | 'no' | 'plain', icon: string, title: unknown, rest: unknown): unknown =>
  html`<li class=${tone}><span class="mark"><dw-icon name=${icon}></dw-icon></span><div><h3>${title}</h3>${rest}</div></li>`;

function policyStep({ id, title, effect, when, outcome }: Policies[number]): unknown {
  const does = effect === 'deny' ? 'denies' : 'allows';
  const link = html`<a href=${policyHref(id)}>${title}</a>`;
  const conditions = conditionWords(when);
  const because = conditions.length === 0 ? 'It has no conditions.' : `Because ${listOf(conditions, 'and')}.`;
  switch (outcome) {
    case 'applies':
      return step(
        effect === 'deny' ? 'no' : 'yes',
        effect === 'deny' ? 'error' : 'success',
        html`Policy ${link} ${does} it`,
        html`<p>${because}</p>`,
      );
    case 'unknown':
      return step(
        'plain',
        'help',
        html`Policy ${link} ${does} it for some things`,
        html`<p>It looks at what is not known here: ${listOf(conditions, 'and')}.</p>`,
      );
    case 'other things':
      return step(
        'plain',
        'minus',
        html`Policy ${link} ${does} it for other things`,
        html`<p>Those of which ${listOf(conditions, 'and')}.</p>`,
      );
    case 'not here or now':
      return step(
        'plain',
        'clock',
        html`Policy ${link} does not apply here or now`,
        html`<p>It applies where ${listOf(conditions, 'and')}.</p>`,
      );
  }
}

/** An answer as the way that led to it: who asked, what grants it, what became of each policy, and what came of it. */
export function decisionChain(answer: TestAnswer, who: string, nameOf: (id: string) => string): unknown {
  const { allowed, reason, grant, object, attributes, principal, policies, isConfinedByToken, isMember } =
    answer;
  const like = attributes === null ? [] : attributeWords(attributes, nameOf);
  // Those that decided first.
  const order = ['applies', 'unknown', 'other things', 'not here or now'];
  const shown = policies.toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  return html`<dw-card>
    <div class="verdict ${allowed ? 'yes' : 'no'}"><dw-icon name=${allowed ? 'success' : 'lock'}></dw-icon><div><h2>${allowed ? 'Allowed' : 'Denied'}</h2><p>${reason}</p></div></div>
    <ol class="chain" role="list" aria-label="How it was decided">
      ${step('plain', 'user', html`${who === '' ? 'You' : who}`, html`<p>${principal.roles.length === 0 ? 'holds no role' : html`holds ${principal.roles.length === 1 ? 'the role' : 'the roles'} ${listOf(principal.roles, 'and')}`}${principal.groups.length === 0 ? nothing : html`, and is in ${principal.groups.length} ${principal.groups.length === 1 ? 'group' : 'groups'}`}</p>`)}
      ${step('plain', 'table', object === null ? (attributes === null ? 'Anything that there is' : 'Something that is like this') : object.name, like.length === 0 ? html`<p>Whether there is anything at all on which it may be used.</p>` : html`<p>${like.join(', ')}</p>`)}
      ${isMember ? nothing : step('no', 'lock', 'The workspace is closed to them', html`<p>Only its members may enter it, and who manages all workspaces.</p>`)}
      ${isConfinedByToken ? step('no', 'key', 'The token is not made for it', html`<p>Whoever holds it may do no more than it says.</p>`) : nothing}
      ${grant === null ? step('no', 'minus', 'No role grants it', nothing) : step('yes', 'check', grant.replace(/^Allowed by /, 'Granted by ').replace(/\.$/, ''), nothing)}
      ${shown.length === 0 ? step('plain', 'shield', 'No policy speaks of it', nothing) : shown.map(policyStep)}
    </ol></dw-card>`;
}
