import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { OpenConnections } from '../connection/open-connections.ts';
import { slotOf } from '../connection/slots.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import type { Inspection, MdmSession, Slot } from '../vendors/mdm-vendor.ts';
import { VendorList } from '../vendors/vendor-list.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Claims } from './claims.ts';
import type { Outcome } from './delivery-step.ts';
import { LeaseLost, type Lease } from './lease.ts';
import { DeliveryRecords } from './delivery-records.ts';
import { PostgresFleetLedger } from './postgres-fleet-ledger.ts';
import { TurnAttempt } from './turn-attempt.ts';
import type { TurnValue } from './wanted-values.ts';

/** A write may take a moment to be seen by a read. */
const readBackPausesMs = [0, 300, 1_000];

interface Turn {
  readonly delivery: ClaimedDelivery;
  readonly connection: ConnectionEntity;
  readonly session: MdmSession;
  readonly attempt: TurnAttempt;
  readonly value: TurnValue;
}

/** One turn at one delivery: look, write what differs, read back. */
@Injectable()
export class DeliveryTurn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly records: DeliveryRecords,
    private readonly connections: OpenConnections,
    private readonly vendors: VendorList,
  ) {}

  /** Throws DeliveryProblem, and LeaseLost when the delivery is not ours any more. */
  async take(delivery: ClaimedDelivery, value: TurnValue, lease: Lease): Promise<Outcome> {
    const { connectionId } = delivery;
    const connection = await this.dataSource.manager.findOneBy(ConnectionEntity, { connectionId });
    if (connection === null) throw new LeaseLost('The connection is gone');
    if (this.vendors.of(connection.vendor).delivers === 'by-hand') return { kind: 'awaiting-confirmation' };
    const fleet = new PostgresFleetLedger(this.dataSource, delivery);
    const attempt = new TurnAttempt(delivery, this.claims, lease, fleet);
    const session = this.connections.sessionOf(connection);
    return this.#reconcile({ delivery, connection, session, attempt, value });
  }

  private get claims(): Claims {
    return this.records.claims;
  }

  async #reconcile(turn: Turn): Promise<Outcome> {
    const seen = await look(turn);
    const outcome = outcomeOf(seen);
    if (outcome !== null) return outcome;
    await this.#noticeDrift(turn.delivery, seen);
    const written = await turn.session.write(slotIn(turn), await turn.value.reveal(), turn.attempt);
    if (written === 'shows-later') return { kind: 'accepted', counts: seen.counts };
    await this.claims.showAccepted(turn.delivery, null);
    return readBack(turn);
  }

  /** Something else in the place of what was stored there: somebody changed it behind our back. */
  async #noticeDrift(delivery: ClaimedDelivery, { holds }: Inspection): Promise<void> {
    if (delivery.state !== 'stored' || holds === 'incomplete') return;
    if (!(await this.records.settlement.showDrift(delivery))) throw new LeaseLost('Something else is wanted');
  }
}

const readBack = async (turn: Turn): Promise<Outcome> => {
  for (const pauseMs of readBackPausesMs) {
    await delay(pauseMs, undefined, { signal: turn.attempt.signal });
    const outcome = outcomeOf(await look(turn));
    if (outcome !== null) return outcome;
  }
  throw new DeliveryProblem('write-not-kept');
};

const look = async (turn: Turn): Promise<Inspection> =>
  turn.session.inspect(slotIn(turn), await turn.value.comparison(), turn.attempt);

/** Null: there is something to write. */
const outcomeOf = ({ holds, counts }: Inspection): Outcome | null => {
  if (holds === 'wanted') return { kind: 'stored', counts };
  return holds === 'pending' ? { kind: 'accepted', counts } : null;
};

const slotIn = ({ delivery, connection, attempt }: Turn): Slot => {
  const slot = slotOf(connection, delivery.platform, attempt.remoteRef);
  if (slot === undefined) throw new LeaseLost('The platform is gone');
  return slot;
};
