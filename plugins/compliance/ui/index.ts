import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { ComplianceAssetSection } from './asset-section.ts';
import { ComplianceAttention } from './attention.ts';
import { ComplianceSeverityCard } from './severity-card.ts';
import { ComplianceSourceSection } from './source-section.ts';
import { ComplianceViolation } from './violation.ts';

defineElement('compliance-violation', ComplianceViolation);
defineElement('compliance-severity-card', ComplianceSeverityCard);
defineElement('compliance-asset-section', ComplianceAssetSection);
defineElement('compliance-source-section', ComplianceSourceSection);
defineElement('compliance-attention', ComplianceAttention);
defineLater(() => import('./pages.ts'), 'compliance-page');
