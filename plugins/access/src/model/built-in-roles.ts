/** A role that comes with the platform. It can be neither changed nor removed. */
export interface BuiltInRole {
  /** Its key and its id. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

/** What everybody needs who works here at all: they do not inherit it, so that a policy against viewers is one against viewers alone. */
const OWN = ['auth:logout', 'elevations:read', 'elevations:request'] as const;
const LOOK = [
  'assessment:read',
  'catalog:read',
  'classification:read',
  'compliance:read',
  'custom-rules:read',
  'domains:read',
  'glossary:read',
  'lineage:read',
  'quality:read',
  'review:read',
  'scan-rules:read',
  'scans:read',
  'sources:read',
] as const;

/** Id of the role that may do everything. */
export const ADMIN = 'admin';

export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    id: ADMIN,
    title: 'Administrator',
    description: 'May do everything.',
    permissions: ['*'],
  },
  {
    id: 'auditor',
    title: 'Auditor',
    description: 'Sees everything that proves what was done, and changes nothing.',
    permissions: [
      ...OWN,
      ...LOOK,
      'access:read',
      'access:test',
      'access-policies:read',
      'audit-events:read',
      'jobs:read',
      'plugins:read',
      'roles:read',
      'security-incidents:platform',
      'security-incidents:read',
    ],
  },
  {
    id: 'compliance-officer',
    title: 'Compliance officer',
    description: 'Watches over frameworks, findings and their evidence.',
    permissions: [...OWN, ...LOOK, 'audit-events:read', 'compliance:*', 'frameworks:*', 'review:decide'],
  },
  {
    id: 'engineer',
    title: 'Engineer',
    description: 'Connects sources and runs scans.',
    permissions: [
      ...OWN,
      ...LOOK,
      'connectors:*',
      'custom-rules:write',
      'free-text:detect',
      'jobs:*',
      'plugins:read',
      'scan-rules:write',
      'scans:*',
      'sources:*',
    ],
  },
  {
    id: 'security-officer',
    title: 'Security officer',
    description: 'Says who may do what, approves elevations and answers incidents.',
    permissions: [
      ...OWN,
      ...LOOK,
      'access:*',
      'access-policies:*',
      'api-tokens:*',
      'audit-events:*',
      'elevations:*',
      'groups:read',
      'roles:*',
      'security-incidents:*',
      'users:read',
    ],
  },
  {
    id: 'steward',
    title: 'Steward',
    description: 'Decides what columns hold, and looks after glossary and domains.',
    permissions: [
      ...OWN,
      ...LOOK,
      'catalog:*',
      'compliance:write',
      'custom-rules:write',
      'domains:*',
      'free-text:detect',
      'glossary:*',
      'quality:*',
      'review:decide',
      'scans:run',
    ],
  },
  {
    id: 'viewer',
    title: 'Viewer',
    description: 'Looks at the catalog and changes nothing.',
    permissions: [...OWN, ...LOOK],
  },
];
