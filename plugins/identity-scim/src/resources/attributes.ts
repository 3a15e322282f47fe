/** URNs of the schemas. */
export const SCHEMAS = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
} as const;

/** An attribute as RFC 7643 describes one. */
export interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'complex';
  readonly description: string;
  readonly isMany?: true;
  readonly isRequired?: true;
  readonly isExact?: true;
  readonly isUnique?: true;
  readonly isImmutable?: true;
  readonly sub?: readonly Attribute[];
}

const text = (name: string, description: string): Attribute => ({ name, type: 'string', description });

/** What is kept of somebody: what an account needs, and little else. Other attributes are accepted and forgotten. */
export const USER_ATTRIBUTES: readonly Attribute[] = [
  { ...text('userName', 'The name that they sign in with.'), isRequired: true, isUnique: true },
  {
    ...text('externalId', 'What the client calls them, and what never changes.'),
    isExact: true,
    isUnique: true,
  },
  { name: 'active', type: 'boolean', description: 'Whether they may sign in.' },
  text('displayName', 'What they are called.'),
  {
    name: 'name',
    type: 'complex',
    description: 'The parts of what they are called.',
    sub: [
      text('formatted', 'All of it.'),
      text('givenName', 'The given name.'),
      text('familyName', 'The family name.'),
    ],
  },
  {
    name: 'emails',
    type: 'complex',
    description: 'E-mail addresses; the primary one becomes the account’s.',
    isMany: true,
    sub: [
      text('value', 'The address.'),
      text('type', 'Such as work or home.'),
      text('display', 'How it is shown.'),
      { name: 'primary', type: 'boolean', description: 'Whether it is the first to be used.' },
    ],
  },
  text('title', 'What they are by profession.'),
  text('preferredLanguage', 'Such as en-GB.'),
];

/** Of the enterprise extension. */
export const ENTERPRISE_ATTRIBUTES: readonly Attribute[] = [
  text('employeeNumber', 'What the organisation calls them.'),
  text('department', 'Where in the organisation they are.'),
];

export const GROUP_ATTRIBUTES: readonly Attribute[] = [
  { ...text('displayName', 'What it is called.'), isRequired: true, isUnique: true },
  { ...text('externalId', 'What the client calls it.'), isExact: true },
  {
    name: 'members',
    type: 'complex',
    description: 'People who are in it; groups within groups are not taken.',
    isMany: true,
    sub: [
      { ...text('value', 'Id of a user.'), isExact: true, isImmutable: true },
      { ...text('display', 'The user’s name.'), isImmutable: true },
      { ...text('type', 'User.'), isImmutable: true },
    ],
  },
];
