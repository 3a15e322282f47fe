import { defineElement } from '@datawave/plugin-sdk/ui';
import { WorkspacesCare } from './care-card.ts';
import { WorkspacesQuotas } from './quotas-card.ts';
import { WorkspacesUsageBars } from './usage-bars.ts';
import { WorkspacesDetailPage } from './workspace-page.ts';
import { WorkspacesPage } from './workspaces-page.ts';

defineElement('workspaces-usage-bars', WorkspacesUsageBars);
defineElement('workspaces-quotas', WorkspacesQuotas);
defineElement('workspaces-care', WorkspacesCare);
defineElement('workspaces-page', WorkspacesPage);
defineElement('workspaces-detail-page', WorkspacesDetailPage);
