import { eventCatalogue, eventSubject, type EventContract } from '@mdm-gate/contracts';
import { NatsLink } from '@mdm-gate/messaging';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** What of an organization changed, as far as a page has to know to read it again. */
export type Changed = 'tokens' | 'deliveries' | 'rotations';

const isChanged = (stream: string): stream is Changed =>
  stream === 'tokens' || stream === 'deliveries' || stream === 'rotations';

const events: readonly EventContract[] = eventCatalogue;

/**
 * Hears the events of all organizations while they are published, on every replica. Not a durable consumer: what was missed
 * is read by the page soon anyway.
 */
@Injectable()
export class ChangesHeard implements OnModuleInit {
  readonly #listeners = new Map<string, Set<(changed: Changed) => void>>();

  constructor(private readonly link: NatsLink) {}

  onModuleInit(): void {
    this.link.onConnected((connection) => {
      for (const { stream, type } of events)
        if (isChanged(stream))
          connection.subscribe(eventSubject(stream, '*', type), {
            callback: (error, message) => {
              if (error === null) this.#hear(message.subject, stream);
            },
          });
    });
  }

  /** Until the answer is called. */
  listen(organizationId: string, heard: (changed: Changed) => void): () => void {
    const listeners = this.#listeners.get(organizationId) ?? new Set();
    this.#listeners.set(organizationId, listeners.add(heard));
    return () => {
      listeners.delete(heard);
      if (listeners.size === 0 && this.#listeners.get(organizationId) === listeners)
        this.#listeners.delete(organizationId);
    };
  }

  /** `mdm.tokens.acme.TokenCreated` */
  #hear(subject: string, changed: Changed): void {
    const organizationId = subject.split('.').at(-2) ?? '';
    for (const heard of this.#listeners.get(organizationId) ?? []) heard(changed);
  }
}
