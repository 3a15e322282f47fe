import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { CatalogScanSection, CatalogSourceSection } from './found-section.ts';
import { CatalogCoverageCard, CatalogInfoTypesCard } from './overview-cards.ts';
import { CatalogSearch } from './search.ts';
import { CatalogTrendCard } from './trend-card.ts';

defineElement('catalog-search', CatalogSearch);
defineElement('catalog-info-types-card', CatalogInfoTypesCard);
defineElement('catalog-coverage-card', CatalogCoverageCard);
defineElement('catalog-trend-card', CatalogTrendCard);
defineElement('catalog-source-section', CatalogSourceSection);
defineElement('catalog-scan-section', CatalogScanSection);
defineLater(() => import('./pages.ts'), 'catalog-page', 'catalog-asset-page');
