import type { DataSource } from 'typeorm';
import { schemaOf } from './schema-of.ts';

export interface GrantedRole {
  /** As PostgreSQL knows it. */
  readonly role: string;
  /** Tables that the service adds to, and in which it changes nothing. */
  readonly appendOnly?: readonly string[];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Where migrations run under a role of their own, which owns the tables: lets the service's role do what the service does,
 * and no more.
 */
export const grantToService = async (
  owner: DataSource,
  { role: name, appendOnly = [] }: GrantedRole,
): Promise<void> => {
  const [schema, role] = [quoted(schemaOf(owner)), quoted(name)];
  const statements = [
    `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
    ...appendOnly.map(
      (table) => `REVOKE UPDATE, DELETE, TRUNCATE ON ${schema}.${quoted(table)} FROM ${role}`,
    ),
    `REVOKE INSERT, UPDATE, DELETE ON ${schema}.migrations FROM ${role}`,
  ];
  for (const statement of statements) await owner.query(statement);
};
