import {
  type AuditRecord,
  accessEvents,
  identityEvents,
  SEVERITIES,
  type Severity,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import {
  type Detection,
  type Facts,
  inOrder,
  type Sighting,
  stateField,
  stateTexts,
  textFact,
} from './detection.ts';
import { BREAK_GLASS } from './sign-in-entry.ts';

const SPAN_MS = 24 * 60 * 60_000;
const ROLE = 'role:';

/** What somebody was given. */
interface Grant {
  readonly key: string;
  readonly reach: Sighting['reach'];
  readonly what: 'role-given' | 'role-widened' | 'joined-own-group' | 'elevation-self-approved';
  readonly given: readonly string[];
  readonly isOwn: boolean;
}

const SENTENCES: Readonly<Record<Grant['what'], string>> = {
  'role-given': 'far-reaching rights were given',
  'role-widened': 'a role was given far-reaching permissions',
  'joined-own-group': 'somebody put themselves into a group',
  'elevation-self-approved': 'somebody approved their own elevation',
};

/** Far-reaching rights that were given, other than through an elevation that somebody else approved. */
export function privilegeChange(config: Config['privileges']): Detection {
  const roles = new Set(config.roles);
  const permissions = new Set(config.permissions);
  return {
    id: 'privilege-change',
    spanMs: SPAN_MS,
    sightings(entry) {
      if (entry.outcome !== 'succeeded') return [];
      return grantsOf(entry, roles, permissions).map(({ key, reach, what, given, isOwn }) => {
        const facts: Facts = {
          ...{ what, given: given.slice(0, 20), isOwn, by: entry.principal.id },
          ...(entry.address === null ? {} : { address: entry.address }),
          requestId: entry.requestId,
        };
        return { key, reach, facts };
      });
    },
    subject: (key) =>
      key.startsWith(ROLE)
        ? { kind: 'role', id: key.slice(ROLE.length) }
        : { kind: key.startsWith('user:') ? 'account' : 'principal', id: key },
    examine(key, observations) {
      const fresh = inOrder(observations).filter(({ isSpent }) => !isSpent);
      const worst = fresh.toSorted((left, right) => rank(right.facts) - rank(left.facts)).at(0);
      if (worst === undefined) return null;
      const what = fresh.map((one) => textFact(one, 'what')).find((each) => each === worst.facts['what']);
      const sentence =
        Object.entries(SENTENCES).find(([name]) => name === what)?.[1] ?? 'rights were changed';
      const givers = fresh.map((one) => textFact(one, 'by')).filter((by) => by.startsWith('user:'));
      const isOwn = worst.facts['isOwn'] === true;
      return {
        severity: severityOf(worst.facts),
        summary: `Outside of an approved elevation, ${sentence}${isOwn ? ', by the very one who got them' : ''}.`,
        evidence: fresh.map(({ position }) => position),
        accounts: [...new Set([...(key.startsWith('user:') ? [key] : []), ...givers])],
        isCompromised: false,
      };
    },
  };
}

const rank = (facts: Facts): number => SEVERITIES.indexOf(severityOf(facts));

function severityOf({ what, isOwn, given }: Facts): Severity {
  if (what === 'elevation-self-approved') return 'critical';
  if (what === 'joined-own-group') return 'medium';
  if (isOwn === true) return 'critical';
  return Array.isArray(given) && (given.includes('admin') || given.includes('*')) ? 'high' : 'medium';
}

function grantsOf(
  entry: AuditRecord,
  roles: ReadonlySet<string>,
  permissions: ReadonlySet<string>,
): readonly Grant[] {
  const { action, object, principal, before, after } = entry;
  const broad = (wanted: ReadonlySet<string>, name: string): readonly string[] => {
    const had = new Set(stateTexts(before, name));
    return stateTexts(after, name).filter((one) => wanted.has(one) && !had.has(one));
  };
  const given = (key: string, reach: Sighting['reach'], names: readonly string[]): readonly Grant[] =>
    names.length === 0 ? [] : [{ key, reach, what: 'role-given', given: names, isOwn: principal.id === key }];
  switch (action) {
    case identityEvents.userCreated:
      // The first administrator comes from the kernel, whoever signs in.
      return object.id === BREAK_GLASS ? [] : given(object.id, 'platform', broad(roles, 'roles'));
    case identityEvents.userPrivilegesChanged:
      return given(object.id, 'platform', broad(roles, 'roles'));
    case accessEvents.roleAssigned: {
      const role = stateField(after, 'role');
      const holder = stateField({ ...Object(after) }, 'holder');
      const id = Reflect.get(Object(holder), 'id');
      if (typeof role !== 'string' || typeof id !== 'string' || !roles.has(role)) return [];
      return given(id, stateField(after, 'everywhere') === true ? 'platform' : 'workspace', [role]);
    }
    case workspaceEvents.memberAdded:
    case workspaceEvents.memberChanged:
      return given(object.id, 'workspace', broad(roles, 'roles'));
    case 'access.role.created':
    case 'access.role.updated': {
      const wider = broad(permissions, 'permissions');
      const reach = stateField(after, 'everywhere') === true ? 'platform' : 'workspace';
      if (wider.length === 0) return [];
      return [
        {
          key: `${ROLE}${object.name ?? object.id}`,
          reach,
          what: 'role-widened',
          given: wider,
          isOwn: false,
        },
      ];
    }
    case 'identity.group.members-changed':
      return stateTexts(after, 'add').includes(principal.id)
        ? [
            {
              key: principal.id,
              reach: 'platform',
              what: 'joined-own-group',
              given: [object.id],
              isOwn: true,
            },
          ]
        : [];
    case accessEvents.elevationApproved:
      return stateField(after, 'principal') === principal.id
        ? [
            {
              key: principal.id,
              reach: 'workspace',
              what: 'elevation-self-approved',
              given: [String(stateField(after, 'role'))],
              isOwn: true,
            },
          ]
        : [];
    default:
      return [];
  }
}
