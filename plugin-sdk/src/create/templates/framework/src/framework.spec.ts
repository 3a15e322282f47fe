import { frameworkConformance } from '@datawave/plugin-sdk/testing';
import { createSamplePluginFramework } from './framework.ts';

frameworkConformance(createSamplePluginFramework, {
  cases: [
    {
      title: 'card numbers with their column',
      table: 'orders',
      columns: { id: 'RECORD_ID', card: 'CREDIT_CARD_NUMBER' },
      expect: ['SP-1 card'],
    },
    {
      title: 'credentials of several kinds, each with its column',
      columns: { password: 'PASSWORD', key: 'API_KEY' },
      expect: ['SP-2 key', 'SP-2 password'],
    },
    { title: 'ordinary personal data with nothing', columns: { email: 'EMAIL_ADDRESS' }, expect: [] },
  ],
});
