import type { EntityManager, EntitySchema } from '@mikro-orm/postgresql';
import { arrayLiteral } from './array-literal.ts';
import type { UnitStatements } from './statements.ts';

/** Makes entity managers bound to one transaction. */
export interface UnitOfWorkFactory {
  /** What the entity managers of one transaction share; made once as it begins, because a unit of work is asked for synchronously. */
  bind(statements: UnitStatements): Promise<BoundUnitOfWorkFactory>;
}

/** @see UnitOfWorkFactory */
export interface BoundUnitOfWorkFactory {
  create(): EntityManager;
}

/** Imports MikroORM, and answers what makes an ORM of entities; that throws what is wrong with them. */
export async function importOrm(): Promise<(entities: readonly EntitySchema[]) => UnitOfWorkFactory> {
  const [{ MikroORM }, { closedDialect, sessionTransaction }] = await Promise.all([
    import('@mikro-orm/postgresql'),
    import('./session-kysely.ts'),
  ]);
  return (entities) => {
    const orm = new MikroORM({
      dbName: 'datawave',
      entities: [...entities],
      driverOptions: closedDialect(),
      ensureDatabase: false,
      discovery: { warnWhenNoEntities: false },
      metadataCache: { enabled: false },
      debug: false,
      // Its log lines quote statements with their values.
      logger: () => undefined,
    });
    // MikroORM's own leaves most elements unquoted and quotes the others as JSON, which PostgreSQL reads differently.
    orm.em.getPlatform().marshallArray = arrayLiteral;
    return {
      bind: async (statements) => {
        const context = await sessionTransaction(statements);
        return {
          create: () => {
            const em = orm.em.fork({ clear: true, useContext: false });
            em.setTransactionContext(context);
            return em;
          },
        };
      },
    };
  };
}
