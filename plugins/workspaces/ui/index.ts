import { defineElement } from '@datawave/plugin-sdk/ui';
import { WorkspacesUsageBars } from './usage-bars.ts';
import { WorkspacesDetailPage } from './workspace-page.ts';
import { WorkspacesPage } from './workspaces-page.ts';

defineElement('workspaces-usage-bars', WorkspacesUsageBars);
defineElement('workspaces-page', WorkspacesPage);
defineElement('workspaces-detail-page', WorkspacesDetailPage);
