import type { SpanRuleSet } from '@datawave/plugin-sdk';
import { contactSpans } from '../../classifier-contact/src/spans.ts';
import { createCredentialSpans } from '../../classifier-credential/src/spans.ts';
import { createHealthSpans } from '../../classifier-health/src/spans.ts';
import { identitySpans } from '../../classifier-identity/src/spans.ts';
import { createNationalSpans } from '../../classifier-national/src/spans.ts';
import { networkSpans } from '../../classifier-network/src/spans.ts';
import { paymentSpans } from '../../classifier-payment/src/spans.ts';

/** The span rules of all classifiers that ship, for what needs them without a kernel. */
export const shippedSpanRules: readonly SpanRuleSet[] = [
  contactSpans,
  createCredentialSpans(),
  createHealthSpans(),
  identitySpans,
  createNationalSpans(),
  networkSpans,
  paymentSpans,
];
