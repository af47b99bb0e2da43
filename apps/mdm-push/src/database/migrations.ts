import { CreateMdmPush1764000000000 } from './1764000000000-create-mdm-push.ts';
import { EvidencePresented1764100000000 } from './1764100000000-evidence-presented.ts';
import { RepeatedRequests1764400000000 } from './1764400000000-repeated-requests.ts';
import { Lineage1764200000000 } from './1764200000000-lineage.ts';
import { OpenWritesAndRefusals1764500000000 } from './1764500000000-open-writes-and-refusals.ts';
import { HealDeliveries1766090000000 } from './1766090000000-heal-deliveries.ts';
import { Traceparents1790000015000 } from './1790000015000-traceparents.ts';
import { Drifts1790000025000 } from './1790000025000-drifts.ts';
import { LeaseHolders1790000026000 } from './1790000026000-lease-holders.ts';

/** In order. A released migration is never changed: what follows is a new one. */
export const migrations = [
  CreateMdmPush1764000000000,
  EvidencePresented1764100000000,
  RepeatedRequests1764400000000,
  Lineage1764200000000,
  OpenWritesAndRefusals1764500000000,
  HealDeliveries1766090000000,
  Traceparents1790000015000,
  Drifts1790000025000,
  LeaseHolders1790000026000,
];
