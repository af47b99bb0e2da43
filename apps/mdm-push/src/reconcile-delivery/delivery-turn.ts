import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { OpenConnections } from '../connection/open-connections.ts';
import { slotOf } from '../connection/slots.ts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import type { Inspection, MdmSession, Slot } from '../vendors/mdm-vendor.ts';
import { VendorList } from '../vendors/vendor-list.ts';
import { beginAnew } from './begin-anew.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Outcome } from './delivery-step.ts';
import { LeaseLost, type Lease } from './lease.ts';
import { DeliveryRecords } from './delivery-records.ts';
import { PostgresFleetLedger } from './postgres-fleet-ledger.ts';
import { TurnAttempt } from './turn-attempt.ts';
import type { TurnNotes } from './turn-notes.ts';
import type { TurnValue } from './wanted-values.ts';

interface Turn {
  readonly delivery: ClaimedDelivery;
  readonly connection: ConnectionEntity;
  readonly session: MdmSession;
  readonly attempt: TurnAttempt;
  readonly notes: TurnNotes;
  readonly value: TurnValue;
}

/** One turn at one delivery: look, and write what differs. */
@Injectable()
export class DeliveryTurn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly records: DeliveryRecords,
    private readonly connections: OpenConnections,
    private readonly vendors: VendorList,
  ) {}

  /** Throws DeliveryProblem, and LeaseLost when the delivery is not ours any more. */
  async take(
    delivery: ClaimedDelivery,
    value: TurnValue,
    { lease, notes }: { readonly lease: Lease; readonly notes: TurnNotes },
  ): Promise<Outcome> {
    const { connectionId } = delivery;
    const connection = await this.dataSource.manager.findOneBy(ConnectionEntity, { connectionId });
    if (connection === null) throw new LeaseLost('The connection is gone');
    if (this.vendors.of(connection.vendor).delivers === 'by-hand') return { kind: 'awaiting-confirmation' };
    await value.requireKeptBy(connection.vendor);
    const fleet = new PostgresFleetLedger(this.dataSource, delivery);
    const attempt = new TurnAttempt({ delivery, claims: this.records.claims, lease, notes }, fleet);
    const session = await this.connections.sessionOf(connection);
    const turn = { delivery, connection, session, attempt, notes, value };
    return this.#noticingRefusal(turn);
  }

  async #noticingRefusal(turn: Turn): Promise<Outcome> {
    const { connection, attempt } = turn;
    try {
      return await beginAnew(() => this.#round(turn), attempt.signal);
    } catch (error) {
      if (error instanceof DeliveryProblem && error.code === 'credentials-refused')
        await this.connections.credentials.refusals.note(connection, error.detail);
      throw error;
    }
  }

  async #round(turn: Turn): Promise<Outcome> {
    const seen = await turn.session.inspect(slotIn(turn), await turn.value.comparison(), turn.attempt);
    const outcome = outcomeOf(seen);
    if (outcome !== null) return outcome;
    await this.#noticeDrift(turn, seen);
    const written = outcomeOf(await write(turn));
    if (written === null) throw new DeliveryProblem('write-not-kept');
    return written;
  }

  /** Something else in the place of what was stored there: somebody changed it behind our back. */
  async #noticeDrift({ delivery, notes }: Turn, { holds }: Inspection): Promise<void> {
    if (notes.hasDrifted || !wasStored(delivery) || holds === 'incomplete') return;
    const held = holds === 'nothing' ? 'nothing' : 'something-else';
    if (!(await this.records.settlement.showDrift(delivery, held)))
      throw new LeaseLost('Something else is wanted');
    notes.hasDrifted = true;
  }
}

/** Also when it could not be looked at meanwhile. */
const wasStored = ({ announcedVersion, wantedVersion }: ClaimedDelivery): boolean =>
  announcedVersion === wantedVersion;

/** The vendor's words are not repeated where they repeat the value. */
const write = async ({ session, attempt, value, ...turn }: Turn): Promise<Inspection> => {
  const text = await value.reveal();
  try {
    return await session.write(slotIn({ ...turn, attempt }), text, attempt);
  } catch (error) {
    throw error instanceof DeliveryProblem && text !== null ? error.hiding(text.reveal()) : error;
  }
};

/** Null: there is something to write. */
const outcomeOf = ({ holds, counts }: Inspection): Outcome | null => {
  if (holds === 'wanted') return { kind: 'stored', counts };
  return holds === 'pending' ? { kind: 'accepted', counts } : null;
};

const slotIn = ({
  delivery,
  connection,
  attempt,
}: Pick<Turn, 'delivery' | 'connection' | 'attempt'>): Slot => {
  const slot = slotOf(connection, delivery.platform, attempt);
  if (slot === undefined) throw new LeaseLost('The platform is gone');
  return slot;
};
