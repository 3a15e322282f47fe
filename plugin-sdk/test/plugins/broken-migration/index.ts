import { coreServices, definePlugin } from '@datawave/plugin-sdk';

/** Its second migration is wrong: nothing of the first may stay either. */
export default definePlugin()({
  deps: { storage: coreServices.storage },
  migrations: [
    { name: '0001_fine', up: ['create table fine (id integer)'] },
    { name: '0002_broken', up: ['create table fine (id integer)', 'select no_such_column from fine'] },
  ],
  setup: () => ({}),
});
