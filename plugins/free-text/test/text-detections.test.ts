import assert from 'node:assert/strict';
import { join } from 'node:path';
import { coreServices, definePlugin, type TextDetection, textDetectionService } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';

const plugins = join(import.meta.dirname, '../..');
const TEXT =
  'Please write to Karolina Brandt, karolina@example.org, IBAN DE89 3704 0044 0532 0130 00, or call +49 30 1234567.';

// Free text offers its route where others open HTTP; a one-shot scan has none.
const server = {
  manifest: { manifestVersion: 1, id: 'server', apiVersion: '^0.1', needs: { http: true } },
  plugin: definePlugin()({ deps: { http: coreServices.http }, setup: () => ({}) }),
  version: '1.0.0',
} as const;

describe('free text among the other plugins', () => {
  let kernel: TestKernel;
  before(async function () {
    this.timeout(120_000);
    kernel = await createTestKernel({
      plugins: [
        server,
        ...[
          'classification',
          'free-text',
          'classifier-contact',
          'classifier-payment',
          'classifier-network',
        ].map((name) => join(plugins, name)),
      ],
    });
  });
  after(async () => {
    await kernel[Symbol.asyncDispose]();
  });

  const types = async (): Promise<readonly string[]> =>
    (await kernel.service(textDetectionService).detect(TEXT)).spans.map(
      (span) => `${span.infoType} ${TEXT.slice(span.start, span.end)}`,
    );

  it('finds with the rules that other plugins contribute', async () => {
    assert.deepEqual(await types(), [
      'PERSON_NAME Karolina Brandt',
      'EMAIL_ADDRESS karolina@example.org',
      'IBAN DE89 3704 0044 0532 0130 00',
      'PHONE_NUMBER +49 30 1234567',
    ]);
  });

  it('answers over HTTP where things stand, and not what', async () => {
    const { status, body } = await kernel.request('POST', '/api/v1/text-detections', {
      body: { text: TEXT },
    });
    assert.equal(status, 200);
    const { spans, examined } = body as TextDetection;
    assert.equal(examined, TEXT.length);
    assert.equal(spans.length, 4);
    for (const secret of ['Karolina', 'karolina@', '3704', '1234567'])
      assert.ok(!JSON.stringify(body).includes(secret));
  });

  it('refuses what is no text, and texts that are too long', async () => {
    assert.equal(
      (await kernel.request('POST', '/api/v1/text-detections', { body: { text: 5 } })).status,
      400,
    );
    assert.equal(
      (await kernel.request('POST', '/api/v1/text-detections', { body: { text: 'x', more: 1 } })).status,
      400,
    );
    const { status } = await kernel.request('POST', '/api/v1/text-detections', {
      body: { text: 'x'.repeat(1_000_001) },
    });
    assert.ok(status === 400 || status === 413, `${status}`);
  });

  it('lists its detectors with their sources', async () => {
    const detectors = await kernel.service(textDetectionService).detectors();
    assert.deepEqual(detectors.map((detector) => detector.id).sort(), [
      'contact',
      'names',
      'network',
      'payment',
    ]);
    assert.ok(detectors.every((detector) => detector.sources.length > 0));
  });

  it('does without the rules of a plugin that was disabled', async () => {
    await kernel.kernel.disable('classifier-payment');
    assert.ok(!(await types()).some((entry) => entry.startsWith('IBAN')));
    await kernel.kernel.enable('classifier-payment');
    assert.ok((await types()).some((entry) => entry.startsWith('IBAN')));
  }).timeout(120_000);
});
