import { everythingStored } from '../test/platform/index.ts';
import { type Attack, type AttackContext, type Findings, someOf } from './attack.ts';
import { type Endpoint, nameOf } from './endpoints.ts';
import { addressFor, checkAnswer } from './hostile-input.ts';
import { objectPlaces, sampleOf, withAt } from './sample-json.ts';

/** In all that is planted; what of it is found in the database was taken. */
const MARK = 'planted-by-attack';
const MARK_ID = '0badc0de-0bad-4bad-8bad-0badc0de0bad';
const MARK_TIME = '1999-12-31T23:59:59.123Z';
const MARK_NUMBER = 987_654_321;

/** What rows have and requests must not say. */
const FIELDS: readonly (readonly [string, unknown])[] = [
  ...['id', 'workspaceId', 'workspace_id', 'workspace', 'tenantId', 'sourceId'].map(
    (name) => [name, MARK_ID] as const,
  ),
  ...['version', 'sequence', 'position'].map((name) => [name, MARK_NUMBER] as const),
  ...['createdAt', 'updatedAt', 'created_at', 'expiresAt', 'decidedAt'].map(
    (name) => [name, MARK_TIME] as const,
  ),
  ...['createdBy', 'owner', 'ownerId', 'userId', 'principal', 'actor', 'state', 'status', 'source'].map(
    (name) => [name, MARK] as const,
  ),
  ...['roles', 'permissions', 'groups', 'scopes'].map((name) => [name, [MARK]] as const),
  ...['isAdmin', 'admin', 'builtIn', 'verified', 'system'].map((name) => [name, true] as const),
  ...['passwordHash', 'password_hash', 'hash', 'token'].map((name) => [name, MARK] as const),
];
/** Ways to write a key that reaches what all objects inherit from, as JSON. */
const POLLUTING = [
  `"__proto__":{"polluted":"${MARK}"}`,
  `"\\u005f_proto__":{"polluted":"${MARK}"}`,
  `"constructor":{"prototype":{"polluted":"${MARK}"}}`,
  `"prototype":{"polluted":"${MARK}"}`,
  `"__defineGetter__":"${MARK}"`,
  `"toString":"${MARK}"`,
  `"hasOwnProperty":"${MARK}"`,
  `"valueOf":{"polluted":"${MARK}"}`,
];
const HOLE = '"@@hole@@":0';

/** Fields that nobody asked for, in every object of every body. */
export const plantedFields: Attack = {
  name: 'planted-fields',
  title: 'no field is taken that a request must not say, and none reaches what objects inherit from',
  async run(context, findings) {
    const { platform, random, isShort } = context;
    await platform.callers();
    const taking = platform.endpoints.filter(({ body }) => body !== null);
    for (const endpoint of taking) {
      const sample = sampleOf(endpoint.body ?? {});
      const places = objectPlaces(sample);
      for (const place of isShort ? someOf(random, places, 1) : places) {
        const isAt = (name: string): boolean => Object.hasOwn(Object(at(sample, place)), name);
        const fields = FIELDS.filter(([name]) => !isAt(name));
        for (const [name, value] of isShort ? someOf(random, fields, 2) : fields) {
          const body = withAt(sample, place, (old) => ({ ...Object(old), [name]: value }));
          await plant(context, findings, endpoint, JSON.stringify(body), [...place, name].join('.'));
        }
        for (const written of isShort ? someOf(random, POLLUTING, 1) : POLLUTING) {
          const body = JSON.stringify(withAt(sample, place, (old) => ({ '@@hole@@': 0, ...Object(old) })));
          await plant(
            context,
            findings,
            endpoint,
            body.replace(HOLE, () => written),
            `${place.join('.')} ${written}`,
          );
        }
      }
    }
    findings.check(Reflect.get({}, 'polluted') === undefined, () => 'objects inherit what was sent');
    const stored = await everythingStored(platform.folder);
    for (const mark of [MARK, MARK_ID, String(MARK_NUMBER), '1999-12-31']) {
      const at = stored.indexOf(mark);
      findings.check(at < 0, () => `${mark} was taken: ${stored.slice(Math.max(0, at - 300), at + 100)}`);
    }
    findings.note(`${taking.length} routes`);
  },
};

const at = (value: unknown, place: readonly (string | number)[]): unknown =>
  place.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), value);

async function plant(
  context: AttackContext,
  findings: Findings,
  endpoint: Endpoint,
  body: string,
  what: string,
): Promise<void> {
  const { platform } = context;
  const answer = await platform.client.send(endpoint.method, addressFor(context, endpoint), {
    headers: { ...platform.operator(), 'content-type': 'application/json' },
    body,
  });
  checkAnswer(findings, () => `${nameOf(endpoint)} with ${what}`, answer);
  const isTold =
    answer.status < 300 && [MARK, MARK_ID, String(MARK_NUMBER)].some((mark) => answer.text.includes(mark));
  findings.check(!isTold, () => `${nameOf(endpoint)} takes ${what}: ${answer.text.slice(0, 200)}`);
}
