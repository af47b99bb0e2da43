import type { DataSource } from 'typeorm';
import { schemaOf } from './schema-of.ts';

/** Throws `DatabaseTrouble`, also when there is no schema at all. */
export const migrationsMissing = async (dataSource: DataSource): Promise<readonly string[]> => {
  const rows: { name: string }[] = await dataSource.query(
    `SELECT name FROM "${schemaOf(dataSource)}".migrations`,
  );
  const done = new Set(rows.map(({ name }) => name));
  return dataSource.migrations.flatMap(({ name = '' }) => (done.has(name) ? [] : [name]));
};
