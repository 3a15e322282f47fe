import type { Attack, AttackContext, Findings } from './attack.ts';
import { PASSWORD } from './attacked-platform.ts';
import { PREFIX } from './endpoints.ts';
import type { RawAnswer } from './send-raw.ts';

/** Attempts for each kind of name where time is measured. */
const PAIRS = 60;
/** Wrong passwords for a name that cost nothing yet are more than these. */
const ATTEMPTS_EACH = 6;
/** Medians that differ by no more than this are the same, however sure it is that they differ. */
const BAND = 1.15;
/** Standard deviations: by chance one comparison in a million is further off. */
const SURE = 5;

type Kind = 'unknown' | 'wrong password' | 'locked' | 'deactivated' | 'without a password';
const KINDS: readonly Kind[] = ['unknown', 'wrong password', 'locked', 'deactivated', 'without a password'];

/** Attempts to sign in by names that are known, unknown, locked and gone. */
export const signInNames: Attack = {
  name: 'sign-in-names',
  title: 'nobody learns from a sign-in whether there is such a name',
  async run(context, findings) {
    const names = await makeNames(context, context.isShort ? 1 : PAIRS / ATTEMPTS_EACH);
    await sameAnswers(context, findings, names);
    if (!context.isShort) await sameTimes(context, findings, names);
  },
};

async function makeNames(
  { platform }: AttackContext,
  each: number,
): Promise<ReadonlyMap<Kind, readonly string[]>> {
  const names = new Map<Kind, readonly string[]>();
  for (const kind of KINDS) {
    // One more for the answers, so that what they count is not in the way of the times.
    const own = Array.from({ length: each + 1 }, (_, at) =>
      `${kind.replaceAll(' ', '-')}-name-${at}`.padEnd(32, 'x'),
    );
    names.set(kind, own);
    if (kind === 'unknown') continue;
    for (const username of own) {
      const password = kind === 'without a password' ? {} : { password: PASSWORD };
      const id = await platform.make('/users', { username, displayName: username, ...password });
      if (kind === 'locked') await platform.ask('POST', `/users/${id}/lock`, { body: {} });
      if (kind === 'deactivated') await platform.ask('POST', `/users/${id}/deactivate`, { body: {} });
    }
  }
  return names;
}

/** The right password for who may not sign in, a wrong one for who may: all must be refused alike. */
const attempt = ({ platform }: AttackContext, kind: Kind, username: string): Promise<RawAnswer> =>
  platform.client.send('POST', `${PREFIX}/auth/login`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username,
      password: kind === 'wrong password' ? 'a long walk along the shore 8' : PASSWORD,
    }),
  });

/** Until the place has to wait: status, headers and words are the same for all names, and so is when that begins. */
async function sameAnswers(
  context: AttackContext,
  findings: Findings,
  names: ReadonlyMap<Kind, readonly string[]>,
): Promise<void> {
  const kinds = context.isShort ? KINDS.slice(0, 3) : KINDS;
  for (let turn = 0; turn < 12; turn += 1) {
    const told = new Map<Kind, string>();
    for (const kind of kinds) {
      const { status, rawHeaders, text } = await attempt(context, kind, names.get(kind)?.at(-1) ?? '');
      const headers = rawHeaders.filter(
        (_, at) => !/^(?:x-request-id|date|retry-after)$/i.test(rawHeaders[at - (at % 2)] ?? ''),
      );
      // How long to wait follows from the clock.
      const words = text.replace(/"requestId":"[^"]*"/, '').replaceAll(/\d+ seconds?/g, 'N seconds');
      told.set(kind, `${status} ${headers.join(' ').replace(/content-length \d+/i, '')} ${words}`);
      findings.check([401, 429].includes(status), () => `attempt ${turn} for ${kind}: ${status} ${text}`);
    }
    for (const kind of kinds)
      findings.check(
        told.get(kind) === told.get('unknown'),
        () =>
          `attempt ${turn} for ${kind} differs from one for nobody: ${told.get(kind)} and ${told.get('unknown')}`,
      );
  }
}

/** Interleaved, so that what else the machine does falls on all alike. */
async function sameTimes(
  context: AttackContext,
  findings: Findings,
  names: ReadonlyMap<Kind, readonly string[]>,
): Promise<void> {
  const times = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  for (let pair = 0; pair < PAIRS; pair += 1)
    for (const kind of context.random.shuffle(KINDS)) {
      const { durationMs, status, text } = await attempt(
        context,
        kind,
        names.get(kind)?.[Math.floor(pair / ATTEMPTS_EACH)] ?? '',
      );
      if (status !== 401) throw new Error(`an attempt for ${kind} was answered ${status}: ${text}`);
      times.get(kind)?.push(durationMs);
    }
  const nobody = times.get('unknown') ?? [];
  const said: string[] = [];
  for (const [kind, own] of times) {
    const ratio = medianOf(own) / medianOf(nobody);
    const z = mannWhitney(own, nobody);
    said.push(`${kind} ${medianOf(own).toFixed(1)} ms`);
    const isSame = Math.abs(z) < SURE || (ratio < BAND && ratio > 1 / BAND);
    findings.check(
      isSame,
      () => `${kind} takes ${ratio.toFixed(2)} times as long as nobody (z = ${z.toFixed(1)})`,
    );
  }
  findings.note(said.join(', '));
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How many standard deviations the ranks of two samples are apart (Mann and Whitney, by the normal approximation). */
export function mannWhitney(left: readonly number[], right: readonly number[]): number {
  let wins = 0;
  for (const a of left) for (const b of right) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const pairs = left.length * right.length;
  return (wins - pairs / 2) / Math.sqrt((pairs * (left.length + right.length + 1)) / 12);
}
