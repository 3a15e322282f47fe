import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { SecurityMonitorAttention } from './attention.ts';

defineElement('security-monitor-attention', SecurityMonitorAttention);
defineLater(() => import('./pages.ts'), 'security-monitor-incidents-page', 'security-monitor-incident-page');
