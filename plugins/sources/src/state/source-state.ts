import { DataWaveError, type SourceState } from '@datawave/plugin-sdk';

/** Which states may follow which. */
const FOLLOWING: Readonly<Record<SourceState, readonly SourceState[]>> = {
  discovered: ['validated', 'registered', 'active', 'retired'],
  validated: ['registered', 'active', 'maintenance', 'retired'],
  registered: ['validated', 'active', 'maintenance', 'retired'],
  active: ['maintenance', 'retired'],
  maintenance: ['registered', 'active', 'retired'],
  retired: ['registered', 'active'],
};

export const SOURCE_STATES = Object.keys(FOLLOWING) as readonly SourceState[];

/** States that only something that happens brings about: a source that was found, and settings that answered. */
const NOT_BY_HAND: readonly SourceState[] = ['discovered', 'validated'];

export const canFollow = (from: SourceState, to: SourceState): boolean => FOLLOWING[from].includes(to);

/** The states that somebody may put a source into. One that was never scanned does not become active by hand. */
export const statesByHand = (from: SourceState, wasScanned: boolean): readonly SourceState[] =>
  FOLLOWING[from].filter(
    (to) =>
      !NOT_BY_HAND.includes(to) &&
      (to !== 'active' || wasScanned) &&
      // What was scanned goes back to where it was.
      !(to === 'registered' && wasScanned),
  );

/** What a change to a state that may not follow is told. */
export const wrongState = (
  title: string,
  from: SourceState,
  to: SourceState,
  wasScanned: boolean,
): DataWaveError => {
  const allowed = statesByHand(from, wasScanned);
  return new DataWaveError({
    code: 'DW_SOURCE_STATE',
    message: `The source "${title}" is ${from} and cannot become ${to}${to === 'active' && !wasScanned ? ', because it was never scanned' : ''}.`,
    hint: allowed.length === 0 ? 'It stays as it is.' : `It may become ${allowed.join(' or ')}.`,
    status: 409,
    errors: [{ pointer: '/state', message: `cannot follow ${from}` }],
  });
};
