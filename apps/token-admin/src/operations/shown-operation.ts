import { errorCodes, type Operation } from '@mdm-gate/contracts';
import type { OperationEntity } from './operation.entity.ts';

export const shownOperation = (operation: OperationEntity): Operation => ({
  operationId: operation.operationId,
  organizationId: operation.organizationId,
  action: operation.action,
  subjectId: operation.subjectId,
  actor: operation.actor,
  state: operation.state,
  failure:
    operation.failureCode === null
      ? null
      : { code: operation.failureCode, title: errorCodes[operation.failureCode].title },
  activeSetVersion: operation.activeSetVersion,
  startedAt: operation.startedAt.toISOString(),
  endedAt: operation.endedAt?.toISOString() ?? null,
});

/** Where to ask for it. */
export const operationPath = (organizationId: string, operationId: string): string =>
  `/organizations/${organizationId}/operations/${operationId}`;
