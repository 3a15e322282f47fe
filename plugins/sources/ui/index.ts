import { defineElement } from '@datawave/plugin-sdk/ui';
import { SourcesConnectionForm } from './connection-form.ts';
import { SourcesDetailPage } from './detail-page.ts';
import { SourcesGettingStarted } from './getting-started.ts';
import { SourcesNewPage } from './new-page.ts';
import { SourcesPage } from './sources-page.ts';

defineElement('sources-connection-form', SourcesConnectionForm);
defineElement('sources-page', SourcesPage);
defineElement('sources-new-page', SourcesNewPage);
defineElement('sources-detail-page', SourcesDetailPage);
defineElement('sources-getting-started', SourcesGettingStarted);
