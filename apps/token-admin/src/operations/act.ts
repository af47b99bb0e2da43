import type { ReplyOf, RequestContract, RequestOf } from '@mdm-gate/contracts';
import type { AuditContent } from '../audit/audit-row.ts';
import type { Change } from '../organization/change.ts';

/** What a neighbour has been asked, and has answered. */
export interface Acted<Contract extends RequestContract> {
  readonly request: RequestOf<Contract>;
  readonly reply: ReplyOf<Contract>;
}

/** Something that another service does for us, and how it is recorded here. */
export interface Act<Contract extends RequestContract = RequestContract> {
  /** The gateway's operation that it belongs to; the action of its audit rows. */
  readonly action: string;
  readonly contract: Contract;
  readonly timeoutMs: number;
  /**
   * What is done when nobody knows whether it was done. `repeat`: it is asked again until there is an answer, under the
   * same id, which makes repeating harmless. `tell`: it is of use only to whoever waits for it, so that it ends as failed.
   */
  readonly whenInDoubt: 'repeat' | 'tell';
  /** Whether the reply may hold a token's value, which is stored nowhere. */
  readonly isReplySecret?: true;
  /** What the audit says of the outcome. */
  after(acted: Acted<Contract>): AuditContent | null;
  /** What changes here when it is done. */
  connection?(acted: Acted<Contract>): Change['connection'];
}

export const defineAct = <const Contract extends RequestContract>(act: Act<Contract>): Act<Contract> => act;
