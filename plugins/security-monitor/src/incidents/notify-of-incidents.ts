import type { NotificationRule, StorageService } from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import { incidentName } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';

const OPENED = 'security-monitor.incident.opened';

/** Tells those who see incidents that there is one more. */
export const notifyOfIncidents = (
  storage: StorageService,
  incidents: Pick<IncidentStore, 'load'>,
): NotificationRule => ({
  topics: [{ id: 'security-monitor.incident-opened', title: 'New security incidents' }],
  on: [OPENED],
  async compose(scope, { subject = '' }) {
    const incident = await storage
      .transaction(scope, (tx) => incidents.load(tx, subject))
      .catch((error: unknown) => {
        if (DataWaveError.is(error) && error.status === 404) return null;
        throw error;
      });
    if (incident === null) return [];
    const permission =
      incident.reach === 'platform' ? 'security-incidents:platform' : 'security-incidents:read';
    return [
      {
        to: [{ kind: 'permission', permission }],
        topic: 'security-monitor.incident-opened',
        title: 'A security incident was opened: {incidentSaid}',
        values: { incidentSaid: incidentName(incident) },
        tone: 'danger',
        href: `/security-incidents/${subject}`,
        dedupeKey: subject,
      },
    ];
  },
});
