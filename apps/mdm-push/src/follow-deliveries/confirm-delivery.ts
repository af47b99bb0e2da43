import { confirmDelivery, type Delivery, type RequestOf } from '@mdm-gate/contracts';
import { Outbox } from '@mdm-gate/outbox';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { requireConnection } from '../connection/connections.ts';
import { tokenDelivered } from '../delivery/delivery-events.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { shownDelivery } from '../delivery/shown-delivery.ts';
import { storeAwaited } from '../delivery/store-awaited.ts';
import { once } from '../repeated-requests/once.ts';
import { lockOrganization } from '../organization/organizations.ts';

type Request = RequestOf<typeof confirmDelivery>;

/** A person has put the wanted token into an MDM that we cannot ask. */
@Injectable()
export class ConfirmDelivery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** A repeated confirmation changes nothing. Throws `not-found`, `conflict`. */
  confirm(request: Request): Promise<Delivery> {
    const { operationId } = request;
    return this.dataSource.transaction(async (manager) => {
      // Its lock also keeps another token from becoming wanted meanwhile.
      await lockOrganization(manager, request.organizationId);
      return once(manager, { operationId, reply: confirmDelivery.reply }, () =>
        this.#confirm(manager, request),
      );
    });
  }

  async #confirm(manager: EntityManager, request: Request): Promise<Delivery> {
    await requireConnection(manager, request);
    const delivery = await this.#find(manager, request);
    if (isConfirmed(delivery, request)) return shownDelivery(delivery);
    refuseUnlessAwaited(delivery, request);
    await storeAwaited(manager, request, 'confirmed');
    await this.outbox.add(manager, tokenDelivered(request, this.clock.now()));
    return shownDelivery(await this.#find(manager, request));
  }

  async #find(manager: EntityManager, { connectionId, platform }: Request): Promise<DeliveryEntity> {
    const delivery = await manager.findOneBy(DeliveryEntity, { connectionId, platform });
    if (delivery === null) throw new CodedError('not-found', 'No token is wanted there yet');
    return delivery;
  }
}

const isConfirmed = ({ evidence, wantedTokenId }: DeliveryEntity, { tokenId }: Request): boolean =>
  evidence === 'confirmed' && wantedTokenId === tokenId;

const refuseUnlessAwaited = ({ state, wantedTokenId }: DeliveryEntity, { tokenId }: Request): void => {
  if (wantedTokenId !== tokenId)
    throw new CodedError('conflict', 'Another token is wanted by now: export it again');
  if (state !== 'awaiting-confirmation') {
    throw new CodedError('conflict', 'This delivery needs no confirmation: the MDM itself is asked');
  }
};
