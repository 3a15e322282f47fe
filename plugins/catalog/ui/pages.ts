import { defineElement } from '@datawave/plugin-sdk/ui';
import { CatalogAssetPage } from './asset-page.ts';
import { CatalogBulkDialog } from './bulk-dialog.ts';
import { CatalogAssets } from './catalog-page.ts';
import { CatalogColumnDetail } from './column-detail.ts';
import { CatalogColumnsTab } from './columns-tab.ts';
import { CatalogEvidence } from './evidence.ts';
import { CatalogFacet } from './facet.ts';
import { CatalogHistoryTab } from './history-tab.ts';
import { CatalogOverviewTab } from './overview-tab.ts';
import { CatalogRelationshipsTab } from './relationships-tab.ts';
import { CatalogRowCounts } from './row-counts.ts';
import { CatalogStewardshipCard } from './stewardship-card.ts';

// What the pages are made of, with grid and charts: loaded when one of them is opened, and not with the cards of the start page.
defineElement('catalog-stewardship-card', CatalogStewardshipCard);
defineElement('catalog-facet', CatalogFacet);
defineElement('catalog-bulk-dialog', CatalogBulkDialog);
defineElement('catalog-page', CatalogAssets);
defineElement('catalog-evidence', CatalogEvidence);
defineElement('catalog-column-detail', CatalogColumnDetail);
defineElement('catalog-overview-tab', CatalogOverviewTab);
defineElement('catalog-columns-tab', CatalogColumnsTab);
defineElement('catalog-row-counts', CatalogRowCounts);
defineElement('catalog-history-tab', CatalogHistoryTab);
defineElement('catalog-relationships-tab', CatalogRelationshipsTab);
defineElement('catalog-asset-page', CatalogAssetPage);
