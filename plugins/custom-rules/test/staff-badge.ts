/** A rule that recognises staff badges, as somebody would send it. */
export const BADGE = {
  key: 'staff-badge',
  title: 'Staff badge',
  infoType: {
    id: 'ACME_BADGE',
    title: 'Acme badge',
    category: 'user.unique_id',
    sensitivity: 'confidential',
    personal: true,
  },
  match: {
    kind: 'all',
    of: [
      { kind: 'pattern', pattern: 'QZ-\\d{4}' },
      { kind: 'not', block: { kind: 'dictionary', terms: ['QZ-0000'] } },
    ],
  },
  confidence: 0.95,
};
