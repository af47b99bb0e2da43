import { ReadinessCheck } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import type { ForeignStreams } from '../events/foreign-streams.ts';
import type { StreamKeeper } from '../events/stream-keeper.ts';
import type { NatsTransport } from './nats-transport.ts';

/** Ready: connected, the streams are there, the events of every stream we follow come, and nobody records our requests. */
export class NatsReadiness extends ReadinessCheck {
  override readonly name = 'nats';

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly transport: NatsTransport,
    private readonly foreign: ForeignStreams,
  ) {
    super();
  }

  override problem(): Promise<string | null> {
    return Promise.resolve(
      this.link.problem ??
        this.link.denied ??
        this.keeper.problem ??
        this.transport.problem ??
        this.foreign.problem,
    );
  }
}
