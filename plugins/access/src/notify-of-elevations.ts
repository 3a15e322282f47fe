import { accessEvents, DataWaveError, type NotificationRule } from '@datawave/plugin-sdk';
import type { ElevationStore } from './store/elevation-store.ts';

/** Tells those who may decide that somebody asks for a role, and who asked what was decided. */
export const notifyOfElevations = (elevations: Pick<ElevationStore, 'get'>): NotificationRule => ({
  topics: [
    {
      id: 'access.elevation-requested',
      title: 'Requests for a role',
      description: 'Somebody asks for a role for a time, and you may decide.',
    },
    { id: 'access.elevation-decided', title: 'Decisions about your requests for a role' },
  ],
  on: [accessEvents.elevationRequested, accessEvents.elevationApproved, accessEvents.elevationRefused],
  async compose(scope, { type, subject = '' }) {
    const elevation = await elevations.get(scope, subject, null).catch((error: unknown) => {
      if (DataWaveError.is(error) && error.status === 404) return null;
      throw error;
    });
    if (elevation === null) return [];
    const { principal, role } = elevation;
    const href = '/elevations';
    if (type === accessEvents.elevationRequested)
      return [
        {
          to: [{ kind: 'permission', permission: 'elevations:approve' }],
          except: principal.id,
          topic: 'access.elevation-requested',
          title: '{person} asks for the role {role}',
          values: { person: principal.name, role: role.title },
          tone: 'warning',
          dedupeKey: subject,
          href,
        },
      ];
    const isApproved = type === accessEvents.elevationApproved;
    return [
      {
        to: [{ kind: 'principal', id: principal.id }],
        topic: 'access.elevation-decided',
        title: isApproved
          ? 'You hold the role {role} for a time'
          : 'Your request for the role {role} was refused',
        values: { role: role.title },
        tone: isApproved ? 'success' : 'warning',
        dedupeKey: subject,
        href,
      },
    ];
  },
});
