import { addressesInside } from './addresses-inside.ts';
import type { Attack, ProgramAttack } from './attack.ts';
import { bentCursors } from './bent-cursors.ts';
import { canaryEverywhere } from './canary-everywhere.ts';
import { escapes } from './escapes/escape-attack.ts';
import { foreignSites } from './foreign-sites.ts';
import { hostileHeaders, hostileInput } from './hostile-input.ts';
import { oversizedInput } from './oversized-input.ts';
import { pathTricks } from './path-tricks.ts';
import { plantedFields } from './planted-fields.ts';
import { signInNames } from './sign-in-names.ts';
import { slowClients } from './slow-clients.ts';
import { unreadBodies } from './unread-bodies.ts';
import { whoMayAsk } from './who-may-ask.ts';

/** All attacks on a running platform, in the order in which they are tried. */
export const ATTACKS: readonly Attack[] = [
  whoMayAsk,
  pathTricks,
  unreadBodies,
  foreignSites,
  hostileInput,
  hostileHeaders,
  plantedFields,
  bentCursors,
  oversizedInput,
  slowClients,
  signInNames,
  addressesInside,
];

/** Attacks on the whole program, which are too long for `npm test`. */
export const PROGRAM_ATTACKS: readonly ProgramAttack[] = [canaryEverywhere, escapes];
