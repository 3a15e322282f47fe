/**
 * Entry for plugins that keep state: MikroORM's entity builder, in the one version that the kernel runs.
 * Apart from the main entry because importing it costs time that a plugin without storage should not pay.
 */
export { defineEntity, EntitySchema, p } from '@mikro-orm/core';
export type { EntityManager, FilterQuery, InferEntity } from '@mikro-orm/postgresql';
