import { devicesObserved, eventSubject } from '@mdm-gate/contracts';
import type { NatsLink } from '@mdm-gate/messaging';
import type { OnModuleInit } from '@nestjs/common';
import type { Observations } from './observations.ts';

/**
 * Hears what all replicas say, while it is said: what was missed is only said twice. Not a durable consumer, because each
 * replica needs all of it, and nothing of yesterday's.
 */
export class HearObservations implements OnModuleInit {
  constructor(
    private readonly link: Pick<NatsLink, 'onConnected'>,
    private readonly observations: Observations,
  ) {}

  onModuleInit(): void {
    const subject = eventSubject(devicesObserved.stream, '*', devicesObserved.type);
    this.link.onConnected((connection) => {
      connection.subscribe(subject, {
        callback: (error, message) => {
          if (error === null) this.#hear(message.string());
        },
      });
    });
  }

  /** What cannot be read is nothing to remember. */
  #hear(text: string): void {
    try {
      const read = devicesObserved.schema.safeParse(JSON.parse(text));
      if (read.success) this.observations.hear(read.data);
    } catch {
      // Not JSON.
    }
  }
}
