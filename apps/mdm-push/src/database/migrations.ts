import { CreateMdmPush1764000000000 } from './1764000000000-create-mdm-push.ts';
import { EvidencePresented1764100000000 } from './1764100000000-evidence-presented.ts';

/** In order. A released migration is never changed: what follows is a new one. */
export const migrations = [CreateMdmPush1764000000000, EvidencePresented1764100000000];
