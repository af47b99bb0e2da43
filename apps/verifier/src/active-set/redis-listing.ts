import { CodedError } from '@mdm-gate/service-kit';
import { z } from 'zod';
import type { HeldActiveSet } from '@mdm-gate/contracts';
import type { ConnectionStanding, HeldPage } from './active-set-store.ts';
import { connectionField, readHeld } from './records.ts';
import type { RedisConnection } from './redis-connection.ts';
import { connectionScript, heldPageScript, heldScript } from './redis-scripts.ts';
import { keysOf, type RedisSession } from './redis-session.ts';

const keysPerPage = 1_000;
const foundSchema = z.array(z.string(), 'Redis is being filled');

/** Tells which sets one Redis process holds. */
export class RedisListing {
  constructor(
    private readonly redis: RedisConnection,
    private readonly session: RedisSession,
  ) {}

  async of(organizationIds: readonly string[]): Promise<readonly HeldActiveSet[]> {
    const args = [this.session.keyPrefix, ...organizationIds];
    return itemsIn(filled(await this.redis.run(this.session, heldScript, [this.session.markerKey], args)));
  }

  async connection(organizationId: string, connectionId: string): Promise<ConnectionStanding> {
    const keys = [keysOf.organization(this.session, organizationId)];
    const answer = await this.redis.run(this.session, connectionScript, keys, [
      connectionField(connectionId),
    ]);
    return answer === 'there' || answer === 'gone' ? answer : 'unknown';
  }

  /** The cursor names the Redis process: in another one it would skip what it has not shown. */
  async page(cursor: string | null): Promise<HeldPage> {
    const { keyPrefix, markerKey, runId } = this.session;
    const [of = runId, at = '0'] = cursor?.split(':') ?? [];
    if (of !== runId) throw new CodedError('conflict', 'Redis was replaced since the page before');
    const args = [keyPrefix, at, keysPerPage];
    const [next = '0', ...found] = filled(
      await this.redis.run(this.session, heldPageScript, [markerKey], args),
    );
    return { items: itemsIn(found), cursor: next === '0' ? null : `${runId}:${next}` };
  }
}

const filled = (answer: unknown): readonly string[] => {
  const found = foundSchema.safeParse(answer);
  if (!found.success) throw new CodedError('dependency-unavailable', 'Redis is being filled');
  return found.data;
};

const fieldsPerItem = 3;

const itemsIn = (found: readonly string[]): readonly HeldActiveSet[] =>
  Array.from({ length: Math.floor(found.length / fieldsPerItem) }, (_, index) => {
    const [organizationId = '', policy = '', mac = ''] = found.slice(index * fieldsPerItem);
    return { organizationId, ...readHeld(policy, mac === '' ? null : mac) };
  });
