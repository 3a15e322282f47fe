/** Common as first names, and as what goods, ships and animals are called: only their column and table tell which. */
export const FIRST_NAMES: readonly string[] = [
  'Emma',
  'Oliver',
  'Sophie',
  'Max',
  'Charlotte',
  'Felix',
  'Anna',
  'Leo',
  'Julia',
  'Oscar',
  'Clara',
  'Hugo',
];
