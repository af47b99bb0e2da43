import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { permissionsOf, permissionsOfCaller, renderPermissions, renderUsers } from '@mdm-gate/contracts';
import { CertificateAuthority, startNats, startRedis } from '@mdm-gate/testing';
import { connect } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import { workspaceRoot } from '../fixtures/service-processes.ts';
import { callerName } from './load-generator.ts';
import type { WorldServers } from './world.bench.ts';

const password = 'of-everybody';

/** The client hands over a socket, of which the host is not known any more. */
const isThisMachine: Required<Pick<ConnectionOptions, 'checkServerIdentity'>> = {
  checkServerIdentity: (_, certificate) => checkServerIdentity('127.0.0.1', certificate),
};

export interface SecuredServers extends WorldServers {
  /** How the load generator reaches NATS. */
  readonly caller: { readonly url: string; readonly tls: ConnectionOptions };
  remove(): void;
}

/** The same servers with all that production has: a user for each, what it may do, and certificates on both sides. */
export const securedServers = async (): Promise<SecuredServers> => {
  const authority = new CertificateAuthority();
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-secured-'));
  const own = authority.issue({ commonName: 'bench' });
  const tls = { ...authority.issue(), clientsCaFile: authority.caFile };
  const aclfile = join(folder, 'users.acl');
  writeFileSync(aclfile, redisUsers());
  const [nats, redis] = await Promise.all([
    startNats({ tls, config: natsUsers() }),
    startRedis({ tls, settings: { aclfile } }),
  ]);
  const parts = {
    ca: readFileSync(authority.caFile, 'utf8'),
    cert: readFileSync(own.certFile, 'utf8'),
    key: readFileSync(own.keyFile, 'utf8'),
  };
  const as = (url: string, user: string): string => url.replace('//', `//${user}:${password}@`);
  const files = (server: string): Readonly<Record<string, string>> => ({
    [`VERIFIER_${server}_CA_FILE`]: authority.caFile,
    [`VERIFIER_${server}_CERT_FILE`]: own.certFile,
    [`VERIFIER_${server}_KEY_FILE`]: own.keyFile,
  });
  return {
    nats,
    redis,
    connection: await connect({
      servers: nats.url,
      user: 'everybody',
      pass: password,
      tls: { ...parts, ...isThisMachine },
    }),
    admin: new Redis(as(redis.url, 'operator'), { tls: parts }),
    verifierSettings: {
      VERIFIER_NATS_URL: as(nats.url, 'verifier'),
      VERIFIER_REDIS_URL: as(redis.url, 'verifier'),
      ...files('NATS'),
      ...files('REDIS'),
    },
    caller: { url: as(nats.url, 'caller'), tls: parts },
    remove: () => {
      authority.remove();
      rmSync(folder, { recursive: true });
    },
  };
};

/** The load generator is an internal service; who prepares the streams may do everything. */
const natsUsers = (): string => {
  const users = renderUsers([
    {
      program: 'verifier',
      signsInWith: { user: 'verifier', password },
      permissions: permissionsOf('verifier'),
    },
    {
      program: 'internal-service',
      signsInWith: { user: 'caller', password },
      permissions: permissionsOfCaller(callerName),
    },
  ]);
  const everybody = renderPermissions({ publish: { allow: ['>'], deny: [] }, subscribe: { allow: ['>'] } });
  return users.replace(
    '  users: [',
    `  users: [\n    { user: everybody, password: ${password}, permissions: ${everybody} }`,
  );
};

const redisUsers = (): string => {
  const hash = createHash('sha256').update(password).digest('hex');
  const file = readFileSync(join(workspaceRoot, 'deploy/redis/users.acl'), 'utf8');
  return file.replaceAll(/^(user (?:verifier|operator) on) resetpass/gm, `$1 #${hash}`);
};
