import { defineElement } from '@datawave/plugin-sdk/ui';
import { NotificationsBell } from './bell.ts';
import { NotificationsPage } from './page.ts';
import { NotificationsPanel } from './panel.ts';
import { NotificationsSettings } from './settings.ts';

defineElement('notifications-panel', NotificationsPanel);
defineElement('notifications-bell', NotificationsBell);
defineElement('notifications-page', NotificationsPage);
defineElement('notifications-settings', NotificationsSettings);
