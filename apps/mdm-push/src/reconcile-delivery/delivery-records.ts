import { Injectable } from '@nestjs/common';
import { Claims } from './claims.ts';
import { Settlement } from './settlement.ts';

/** What is written down of a delivery while and after somebody works on it. */
@Injectable()
export class DeliveryRecords {
  constructor(
    readonly claims: Claims,
    readonly settlement: Settlement,
  ) {}
}
