export { type ChannelFixture, channelConformance } from './channel-kit.ts';
export type { ClassifierCase } from './classifier-case.ts';
export { type ClassifierConformanceOptions, classifierConformance } from './classifier-kit.ts';
export { CONFORMANCE_MARK, type ConformanceMark } from './conformance-suite.ts';
export { type ConnectorFixture, directEnvironment, type ExpectedAsset } from './connector-fixture.ts';
export { connectorConformance } from './connector-kit.ts';
export {
  type MortalServer,
  type NappingServer,
  type SecureServer,
  type ServerFixture,
  serverConformance,
} from './connector-server-kit.ts';
export {
  createTestKernel,
  type TestKernel,
  type TestKernelOptions,
  type TestPlugin,
  type TestRequest,
  type TestResponse,
} from './create-test-kernel.ts';
export {
  buildFacts,
  type FrameworkCase,
  type FrameworkConformanceOptions,
  frameworkConformance,
} from './framework-kit.ts';
export { hostileSamples } from './hostile-samples.ts';
export { errorCodeOf, KEY_CONTEXT, requireBoundDataKeys, startKeyProvider } from './key-provider-kit.ts';
export { KeyServiceStandIn, type StandInAnswer } from './key-service-stand-in.ts';
export { type PageConformanceOptions, pageConformance } from './page-kit.ts';
export { buildSample, type SampleColumn } from './sample-builder.ts';
export { type StepCase, type StepConformanceOptions, stepConformance } from './step-kit.ts';
