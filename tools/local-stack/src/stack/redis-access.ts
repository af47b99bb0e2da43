import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshPassword } from './postgres-access.ts';
import { repositoryRoot, stackFolder } from './stack-folder.ts';

/** The users that the product brings, each with a password of this run. */
export interface RedisAccess {
  /** What the server's configuration says of them. */
  readonly settings: Readonly<Record<string, string>>;
  urlOf(user: 'verifier' | 'operator', url: string): string;
}

export const securedRedis = (): RedisAccess => {
  const passwords = { verifier: freshPassword(), operator: freshPassword() };
  const aclfile = stackFolder.key('redis-users.acl');
  writeFileSync(aclfile, usersWith(passwords), { mode: 0o600 });
  return {
    settings: { aclfile },
    urlOf: (user, url) => url.replace('//', `//${user}:${passwords[user]}@`),
  };
};

const usersWith = (passwords: Readonly<Record<string, string>>): string =>
  Object.entries(passwords).reduce(
    (text, [user, password]) => {
      const hash = createHash('sha256').update(password).digest('hex');
      return text.replace(`user ${user} on resetpass`, `user ${user} on #${hash}`);
    },
    readFileSync(join(repositoryRoot, 'deploy/redis/users.acl'), 'utf8'),
  );
