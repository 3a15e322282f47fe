import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { NotificationsBell } from './bell.ts';
import { NotificationsPanel } from './panel.ts';

defineElement('notifications-panel', NotificationsPanel);
defineElement('notifications-bell', NotificationsBell);
defineLater(() => import('./pages.ts'), 'notifications-page', 'notifications-settings');
