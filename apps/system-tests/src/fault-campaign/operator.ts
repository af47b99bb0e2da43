import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import { waitFor } from '@mdm-gate/testing';
import { organizationIds, type World } from './world.ts';

/** What somebody does who has every right on the servers. */
export class Operator {
  private constructor(
    private readonly nats: NatsConnection,
    private readonly redis: Redis,
  ) {}

  static async on({ servers }: World): Promise<Operator> {
    const nats = await connect({
      servers: servers.nats.url,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
    });
    const redis = new Redis(servers.redis.url, { maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    return new Operator(nats, redis);
  }

  async flushRedis(): Promise<void> {
    await this.redis.flushall();
  }

  async delete(kind: 'STREAM' | 'CONSUMER', name: string): Promise<void> {
    await this.#ask(`${kind}.DELETE.${name}`);
  }

  /** Whoever loses JetStream's data waits for that before Redis is lost as well: the two have the only copies. */
  async untilBindingsAreBack(): Promise<void> {
    await waitFor(async () => (await this.messagesIn('MDM_BINDINGS')) >= organizationIds.length, {
      timeoutMs: 60_000,
      describe: 'the bindings to be back in their stream',
    });
  }

  async messagesIn(stream: string): Promise<number> {
    const { state } = await this.#ask(`STREAM.INFO.${stream}`).catch(() => ({ state: undefined }));
    return state?.messages ?? 0;
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await this.nats.close();
  }

  async #ask(call: string): Promise<{ readonly state?: { readonly messages: number } }> {
    const reply = await this.nats.request(`$JS.API.${call}`, undefined, { timeout: 5_000 });
    return reply.json();
  }
}
