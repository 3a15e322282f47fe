import { defineElement } from '@datawave/plugin-sdk/ui';
import { SecurityMonitorAttention } from './attention.ts';
import { SecurityMonitorCloseDialog } from './close-dialog.ts';
import { SecurityMonitorIncidentPage } from './incident-page.ts';
import { SecurityMonitorIncidentsPage } from './incidents-page.ts';
import { SecurityMonitorResponses } from './responses-card.ts';
import { SecurityMonitorTimeline } from './timeline-card.ts';
import { SecurityMonitorWatch } from './watch-card.ts';

defineElement('security-monitor-close-dialog', SecurityMonitorCloseDialog);
defineElement('security-monitor-responses', SecurityMonitorResponses);
defineElement('security-monitor-timeline', SecurityMonitorTimeline);
defineElement('security-monitor-watch', SecurityMonitorWatch);
defineElement('security-monitor-incidents-page', SecurityMonitorIncidentsPage);
defineElement('security-monitor-incident-page', SecurityMonitorIncidentPage);
defineElement('security-monitor-attention', SecurityMonitorAttention);
