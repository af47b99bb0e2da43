import { EventStreamReader } from '@mdm-gate/messaging';
import { Outbox, OutboxMessage } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { lockOrganization } from '../organization/organizations.ts';
import { ownStates } from './own-state.ts';
import { nothingTold, statefulEvent, take, type Told } from './stream-told.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** Tells the stream again what our database says of one organization. */
@Injectable()
export class TellAgain {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly reader: EventStreamReader,
    private readonly clock: Clock,
  ) {}

  /** False: something of it is on its way, or came meanwhile; it is to be looked at again. */
  async tell(organizationId: string): Promise<boolean> {
    const begun = await this.#databaseNow();
    const told = await this.#told(organizationId);
    return this.dataSource.transaction(async (manager) => {
      await lockOrganization(manager, organizationId);
      const underWay = [
        { organizationId, publishedAt: IsNull() },
        { organizationId, createdAt: MoreThan(begun) },
      ];
      if (await manager.existsBy(OutboxMessage, underWay)) return false;
      const [own] = await ownStates(manager, [organizationId]);
      if (own === undefined) return true;
      for (const event of whatIsMissing(own, told, this.clock.now())) await this.outbox.add(manager, event);
      return true;
    });
  }

  async #told(organizationId: string): Promise<Told> {
    const told = nothingTold();
    for await (const { event } of this.reader.history('deliveries', organizationId)) {
      const stateful = statefulEvent(event);
      if (stateful?.organizationId === organizationId) take(told, stateful);
    }
    return told;
  }

  async #databaseNow(): Promise<Date> {
    const [row] = await this.dataSource.query<{ now: Date }[]>('SELECT now() AS now');
    return row?.now ?? this.clock.now();
  }
}
