import { definePlugin } from '@datawave/plugin-sdk';

export default definePlugin()({
  setup() {
    return {};
  },
});
