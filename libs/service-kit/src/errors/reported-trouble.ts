import { CodedError } from './coded-error.ts';

/** Trouble that whoever met it has written into the log already, such as a lost connection: once is enough. */
export class ReportedTrouble extends CodedError {}
