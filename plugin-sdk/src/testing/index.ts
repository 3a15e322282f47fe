export {
  createTestKernel,
  type TestKernel,
  type TestKernelOptions,
  type TestPlugin,
  type TestRequest,
  type TestResponse,
} from './create-test-kernel.ts';
