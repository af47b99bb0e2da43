import type { Redis } from 'ioredis';
import { CodedError } from '@mdm-gate/service-kit';
import { rehearsalScript, rehearse } from './rehearsal.ts';
import { allScripts, applyScript } from './redis-scripts.ts';
import { repeated } from './repeated-script.ts';

export const applyAllScript = repeated(applyScript);

/**
 * One connection with one Redis process. Its run id, which every start of a Redis process makes anew, is part of every
 * key: what a restarted, restored or promoted Redis holds from before was written under another run id and is never read.
 */
export interface RedisSession {
  readonly runId: string;
  readonly keyPrefix: string;
  readonly markerKey: string;
  /** Until when (`performance.now()`) this Redis counts as the one that everybody writes to. */
  provenUntilMs: number;
}

/** Every key there is, apart from the marker. */
export const keysOf = {
  organization: ({ keyPrefix }: RedisSession, organizationId: string) => `${keyPrefix}o:${organizationId}`,
  bindings: ({ keyPrefix }: RedisSession, organizationId: string) => `${keyPrefix}b:${organizationId}`,
  newestBinding: ({ keyPrefix }: RedisSession) => `${keyPrefix}newest-binding`,
  bindingsMark: ({ keyPrefix }: RedisSession) => `${keyPrefix}bindings-mark`,
  failures: ({ keyPrefix }: RedisSession, organizationId: string, deviceId: string) =>
    `${keyPrefix}f:${organizationId}:${deviceId}`,
  filling: ({ keyPrefix }: RedisSession, id: string) => `${keyPrefix}filling:${id}`,
  /** Never there: it is only deleted, to prove that writing works. */
  proof: ({ keyPrefix }: RedisSession) => `${keyPrefix}proof`,
};

/** Asks the Redis at the other end who it is, and makes the scripts known to it. Throws when it is not fit for us. */
export const openSession = async (redis: Redis, provenForMs: number): Promise<RedisSession> => {
  const provenUntilMs = performance.now() + provenForMs;
  const info = parseInfo(await redis.info());
  const problem = problemWith(info);
  if (problem !== null) throw new CodedError('dependency-unavailable', problem);
  for (const { lua } of [...allScripts, applyAllScript, rehearsalScript]) await redis.script('LOAD', lua);
  const runId = info.get('run_id') ?? '';
  const keyPrefix = `mdm:${runId}:`;
  const session = { runId, keyPrefix, markerKey: `${keyPrefix}filled`, provenUntilMs };
  await rehearse(redis, keysOf.proof(session));
  return session;
};

const parseInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1)] as const;
      }),
  );

const problemWith = (info: ReadonlyMap<string, string>): string | null => {
  if (!/^[0-9a-f]{40}$/.test(info.get('run_id') ?? '')) return 'Redis does not tell its run id';
  if (info.get('cluster_enabled') === '1') return 'Redis Cluster is not supported';
  if (info.get('role') !== 'master') return 'Redis is a replica: the verifier needs the master';
  if (info.get('maxmemory_policy')?.startsWith('allkeys') === true) {
    return 'Redis may evict any key: set maxmemory-policy to noeviction';
  }
  return null;
};
