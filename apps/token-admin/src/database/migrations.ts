import { CreateTokenAdmin1764000000000 } from './1764000000000-create-token-admin.ts';
import { Lineages1764200000000 } from './1764200000000-lineages.ts';
import { KeyedAuditChain1764400000000 } from './1764400000000-keyed-audit-chain.ts';
import { EnforcePairing1764900000000 } from './1764900000000-enforce-pairing.ts';
import { Operations1764400001000 } from './1764400001000-operations.ts';
import { Devices1764910000000 } from './1764910000000-devices.ts';
import { Rotations1764920000000 } from './1764920000000-rotations.ts';
import { ConsoleSessions1765000000000 } from './1765000000000-console-sessions.ts';
import { AutomaticRotations1790000012001 } from './1790000012001-automatic-rotations.ts';
import { CheckCounts1790000014000 } from './1790000014000-check-counts.ts';
import { Traceparents1790000015000 } from './1790000015000-traceparents.ts';
import { TokenUses1790000025001 } from './1790000025001-token-uses.ts';
import { TrailByActor1790000027001 } from './1790000027001-trail-by-actor.ts';

/** In order. A released migration is never changed: what follows is a new one. */
export const migrations = [
  CreateTokenAdmin1764000000000,
  Lineages1764200000000,
  KeyedAuditChain1764400000000,
  Operations1764400001000,
  EnforcePairing1764900000000,
  Devices1764910000000,
  Rotations1764920000000,
  ConsoleSessions1765000000000,
  AutomaticRotations1790000012001,
  CheckCounts1790000014000,
  Traceparents1790000015000,
  TokenUses1790000025001,
  TrailByActor1790000027001,
];
