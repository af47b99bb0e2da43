import type { Operation } from '@mdm-gate/contracts';
import type { OperationEntity } from './operation.entity.ts';
import { operationPath, shownOperation } from './shown-operation.ts';

interface UnderWay {
  readonly status: 202;
  readonly body: Operation;
  readonly location: string;
}

/** The answer to an act whose outcome nobody knows yet. */
export const underWay = (operation: OperationEntity): UnderWay => ({
  status: 202,
  body: shownOperation(operation),
  location: operationPath(operation.organizationId, operation.operationId),
});
