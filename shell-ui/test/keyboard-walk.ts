import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';

const WALK = readFileSync(join(import.meta.dirname, 'keyboard-walk.js'), 'utf8');
const TAB = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 } as const;
/** Keys that are pressed before it is asked where they have led. */
const AT_ONCE = 16;
/** Tabs beyond what was there at first: things appear on the way, and boxes that scroll are stations too. */
const MORE = 64;

/** Presses Tab until it leads out of the page that is open, and answers what was not reached, or did not look as if it had the focus. */
export async function unreachedByTab(session: CDPSession): Promise<readonly string[]> {
  const evaluate = async (expression: string): Promise<unknown> =>
    (await session.send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
  const count = Number(await evaluate(WALK));
  for (let pressed = 0; pressed < count + MORE; pressed += AT_ONCE) {
    const keys = Array.from({ length: AT_ONCE }, () => [
      session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...TAB }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...TAB }),
    ]);
    await Promise.all(keys.flat());
    if ((await evaluate('dwWalk.isOut()')) === true) break;
  }
  return (await evaluate('dwWalk.end()')) as readonly string[];
}
