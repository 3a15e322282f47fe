import { defineElement } from '@datawave/plugin-sdk/ui';
import { SecurityMonitorCloseDialog } from './close-dialog.ts';
import { SecurityMonitorComment } from './comment-form.ts';
import { SecurityMonitorIncidentPage } from './incident-page.ts';
import { SecurityMonitorIncidentsPage } from './incidents-page.ts';
import { SecurityMonitorPlaybook } from './playbook-card.ts';
import { SecurityMonitorResponses } from './responses-card.ts';
import { SecurityMonitorTimeline } from './timeline-card.ts';
import { SecurityMonitorWatch } from './watch-card.ts';

// What pages are made of: loaded when one of them is opened, and not with what the start page and the frame show.
defineElement('security-monitor-close-dialog', SecurityMonitorCloseDialog);
defineElement('security-monitor-comment', SecurityMonitorComment);
defineElement('security-monitor-playbook', SecurityMonitorPlaybook);
defineElement('security-monitor-responses', SecurityMonitorResponses);
defineElement('security-monitor-timeline', SecurityMonitorTimeline);
defineElement('security-monitor-watch', SecurityMonitorWatch);
defineElement('security-monitor-incidents-page', SecurityMonitorIncidentsPage);
defineElement('security-monitor-incident-page', SecurityMonitorIncidentPage);
