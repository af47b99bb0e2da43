import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { repositoryRoot } from './stack-folder.ts';

/** As whom each program is on PostgreSQL: what a service runs as, and what its migrations run as. */
export interface PostgresUrls {
  readonly tokenAdmin: string;
  readonly tokenAdminOwner: string | undefined;
  readonly mdmPush: string;
  readonly mdmPushOwner: string | undefined;
}

/** Where PostgreSQL is one's own, everybody is who its URL says. */
export const urlsOfOnesOwn = (url: string): PostgresUrls => ({
  tokenAdmin: url,
  tokenAdminOwner: undefined,
  mdmPush: url,
  mdmPushOwner: undefined,
});

export const freshPassword = (): string => randomBytes(24).toString('base64url');

/** Makes the roles that the product brings, each with a password of this run. `url`: of the superuser. */
export const makeRoles = async (url: string): Promise<PostgresUrls> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(readFileSync(join(repositoryRoot, 'deploy/postgres/roles.sql'), 'utf8'));
    const urlOf = async (role: string): Promise<string> => {
      const password = freshPassword();
      await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(password)}`);
      return Object.assign(new URL(url), { username: role, password }).href;
    };
    return {
      tokenAdmin: await urlOf('token_admin'),
      tokenAdminOwner: await urlOf('token_admin_owner'),
      mdmPush: await urlOf('mdm_push'),
      mdmPushOwner: await urlOf('mdm_push_owner'),
    };
  } finally {
    await client.end();
  }
};
