import type { DataSource } from 'typeorm';
import { schema } from './schema.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const statementsFor = (role: string): readonly string[] => [
  `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
  `REVOKE UPDATE, DELETE, TRUNCATE ON ${schema}.audit_events, ${schema}.audit_keys FROM ${role}`,
  `REVOKE INSERT, UPDATE, DELETE ON ${schema}.migrations FROM ${role}`,
];

/**
 * Where migrations run under a role of their own, which owns the tables: lets the service's role do what the service
 * does, and no more. It may add to the audit trail, and change nothing in it. `role`: as PostgreSQL knows it.
 */
export const grantToService = async (owner: DataSource, role: string): Promise<void> => {
  for (const statement of statementsFor(quoted(role))) await owner.query(statement);
};
