import process from 'node:process';
import { type EscapeAttempt, type EscapeTarget, loot } from '../attempt.ts';

/** As in `core/src/isolation/bridge/wire.ts`, which the process cannot read. */
const MARK = '\u0000datawave';
const DEFAULT_WORKSPACE = '00000000-0000-7000-8000-000000000001';

type Frame = readonly unknown[];
let last = 0;

/** Calls the platform as the membrane does, and answers what it calls meanwhile. */
function ask(
  root: string,
  args: Frame,
  answer: (call: Frame) => Frame | null = () => null,
): Promise<unknown> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    const listen = (batch: unknown): void => {
      if (!Array.isArray(batch)) return;
      for (const frame of batch as readonly Frame[]) {
        const [kind, of, sent] = frame;
        const said = kind === 'call' ? answer(frame) : null;
        if (said !== null) process.send?.([said]);
        if (of !== id || (kind !== 'result' && kind !== 'error')) continue;
        process.off('message', listen);
        if (kind === 'result') resolve(sent);
        else reject(new Error(String(Reflect.get(Object(sent) as object, 'code'))));
      }
    };
    process.on('message', listen);
    process.send?.([['call', id, root, '', args, false]]);
  });
}

const scopeOf = (scope: object): object => ({ [MARK]: 'scope', scope, signal: null });

/** Has the platform hand out an administrator's scope. @param isAnswered - whether the call in which it does is over then */
function handedScope(isAnswered: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    let scope = 0;
    const answer = ([, call, root, , args]: Frame): Frame | null => {
      if (root !== 'handle') return null;
      const [handed] = args as readonly [{ readonly scope: { readonly id: number } }];
      scope = handed.scope.id;
      if (!isAnswered) resolve(scope);
      return isAnswered ? ['result', call, null, true] : null;
    };
    ask('request', [], answer).then(() => resolve(scope), reject);
  });
}

const attempt = (name: string, run: (target: EscapeTarget) => Promise<unknown>): EscapeAttempt => ({
  name,
  holdsFrom: 'child',
  control: { untried: 'there is no membrane without a wall' },
  run: async (target) => loot(target, await run(target)),
});

/** Ways of getting more through the membrane than is given. */
export const MEMBRANE: readonly EscapeAttempt[] = [
  attempt('act in a scope when its call is over', async () =>
    ask('act', [scopeOf({ id: await handedScope(true) })]),
  ),
  attempt('dress a scope whose call is over', async () => {
    const signal = { [MARK]: 'signal', id: 1, isAborted: false, reason: null };
    return ask('act', [
      { [MARK]: 'scope', scope: { base: await handedScope(true), requestId: 'x' }, signal },
    ]);
  }),
  attempt('hand a scope back as an object', async () =>
    ask('act', [{ [MARK]: 'yours', id: await handedScope(false) }]),
  ),
  attempt('make up a scope', async () => {
    const principal = { id: 'user:root', kind: 'user', displayName: '', roles: ['admin'] };
    return ask('act', [{ [MARK]: 'escaped', value: { principal, workspace: DEFAULT_WORKSPACE } }]);
  }),
  attempt('pass a condition for an id', async () => {
    const signal = { [MARK]: 'signal', id: 2, isAborted: false, reason: null };
    const own = { [MARK]: 'scope', scope: { workspace: DEFAULT_WORKSPACE, requestId: 'x' }, signal };
    return ask('find', [own, { $ne: null }]);
  }),
  attempt('say as the platform that a password is needed', async () =>
    ask('refused', [], ([, call, root]) =>
      root !== 'refuse'
        ? null
        : [
            'error',
            call,
            { name: 'DataWaveError', code: 'DW_AUTH_STEP_UP', message: 'Sign in again.', status: 401 },
          ],
    ),
  ),
  attempt('have a pattern run that goes back', () => ask('check', [{ type: 'string', pattern: '^(a+)+$' }])),
  attempt('have a pattern taken that looks ahead', () => ask('take', [{ pattern: '^(?=(a+)+$)' }])),
  attempt('have a schema taken that leads back to itself', () =>
    ask('take', [{ properties: { a: { anyOf: [{ $ref: '#' }, { $ref: '#' }] } } }]),
  ),
];
