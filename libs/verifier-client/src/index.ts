export type {
  BatchedCheck,
  CheckBatch,
  CheckError,
  CheckOptions,
  CheckReason,
  CheckRequest,
  CheckResult,
  Halt,
  HaltReason,
  Proceed,
  ProceedReason,
} from './check.ts';
export type { ClientLog } from './client-log.ts';
export {
  createVerifierClient,
  type NatsFiles,
  type VerifierClient,
  type VerifierClientOptions,
} from './verifier-client.ts';
