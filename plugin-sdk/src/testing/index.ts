export {
  createTestKernel,
  type TestKernel,
  type TestKernelOptions,
  type TestPlugin,
  type TestRequest,
  type TestResponse,
} from './create-test-kernel.ts';
export { classifierConformance, type ClassifierConformanceOptions } from './classifier-kit.ts';
export type { ClassifierCase } from './classifier-case.ts';
export { buildFacts, type FrameworkCase, frameworkConformance, type FrameworkConformanceOptions } from './framework-kit.ts';
export { buildSample, type SampleColumn } from './sample-builder.ts';
export { connectorConformance, directEnvironment, type ConnectorFixture, type ExpectedAsset } from './connector-kit.ts';
