export {
  type CheckError,
  type CheckResult,
  type Halt,
  type HaltReason,
  type Proceed,
  type ProceedReason,
} from './check-result.ts';
export {
  createVerifierClient,
  type CheckOptions,
  type VerifierClient,
  type VerifierClientOptions,
} from './verifier-client.ts';
export type { CheckRequest } from '@mdm-gate/contracts';
