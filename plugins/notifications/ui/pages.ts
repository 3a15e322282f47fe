import { defineElement } from '@datawave/plugin-sdk/ui';
import { NotificationsPage } from './page.ts';
import { NotificationsSettings } from './settings.ts';

// What pages are made of: loaded when one of them is opened, and not with what the start page and the frame show.
defineElement('notifications-page', NotificationsPage);
defineElement('notifications-settings', NotificationsSettings);
