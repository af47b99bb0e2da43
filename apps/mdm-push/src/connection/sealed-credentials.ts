import { SealedBox, type Sealed } from '@mdm-gate/encryption';
import { Injectable } from '@nestjs/common';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';
import type { ConnectionEntity } from './connection.entity.ts';

type Owner = Pick<ConnectionEntity, 'organizationId' | 'connectionId'>;

/** Credentials at rest: sealed, and only to be opened for the connection they were given for. */
@Injectable()
export class SealedCredentials {
  constructor(private readonly box: SealedBox) {}

  seal(credentials: Readonly<Record<string, unknown>>, owner: Owner): Sealed {
    return this.box.seal(JSON.stringify(credentials), bindingOf(owner));
  }

  /** Throws DeliveryProblem `credentials-unreadable`. */
  open({ sealedCredentials, ...owner }: ConnectionEntity): unknown {
    try {
      return JSON.parse(this.box.open(sealedCredentials, bindingOf(owner)));
    } catch (cause) {
      throw new DeliveryProblem('credentials-unreadable', undefined, { cause });
    }
  }
}

const bindingOf = ({ organizationId, connectionId }: Owner): readonly string[] => [
  organizationId,
  connectionId,
];
