import { defineElement } from '@datawave/plugin-sdk/ui';
import { CatalogAssetPage } from './asset-page.ts';
import { CatalogPage } from './catalog-page.ts';
import { CatalogColumn } from './column.ts';
import { CatalogEvidence } from './evidence.ts';
import { CatalogScanSection, CatalogSourceSection } from './found-section.ts';
import { CatalogCoverageCard, CatalogInfoTypesCard } from './overview-cards.ts';
import { CatalogSearch } from './search.ts';

defineElement('catalog-search', CatalogSearch);
defineElement('catalog-page', CatalogPage);
defineElement('catalog-evidence', CatalogEvidence);
defineElement('catalog-column', CatalogColumn);
defineElement('catalog-asset-page', CatalogAssetPage);
defineElement('catalog-info-types-card', CatalogInfoTypesCard);
defineElement('catalog-coverage-card', CatalogCoverageCard);
defineElement('catalog-source-section', CatalogSourceSection);
defineElement('catalog-scan-section', CatalogScanSection);
