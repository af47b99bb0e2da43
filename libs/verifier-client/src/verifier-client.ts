import { setTimeout as delay } from 'node:timers/promises';
import {
  checkAuthentication,
  checkPairing,
  defaultCallerName,
  inboxOfCaller,
  type CheckReply,
} from '@mdm-gate/contracts';
import { NatsLink, Requester } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import type { CheckBatch, CheckOptions, CheckRequest, CheckResult } from './check.ts';
import { askBatch } from './check-batch.ts';
import { resultOf, unavailable } from './check-result.ts';
import { standardErrorLog, type ClientLog } from './client-log.ts';
import { askRepeatedly, RepetitionBudget } from './repeated-asking.ts';

export interface VerifierClient {
  /** May this device pair with the authenticator app? Never rejects. */
  checkPairing(request: CheckRequest, options?: CheckOptions): Promise<CheckResult>;
  /** May this device authenticate? Never rejects. */
  checkAuthentication(request: CheckRequest, options?: CheckOptions): Promise<CheckResult>;
  /**
   * Up to 256 checks of one organization in one message: the results in the order of the checks, each as if it was asked
   * alone. Never rejects: what is no answer is a halt in every place.
   */
  checkBatch(batch: CheckBatch, options?: CheckOptions): Promise<readonly CheckResult[]>;
  /** Lets go of NATS. */
  close(): Promise<void>;
}

/** Files, read anew for every connection, so that what was renewed on disk counts from the next one on. */
export interface NatsFiles {
  /** The seed of an nkey, as it begins with `SU`. */
  readonly nkeySeedFile?: string | undefined;
  /** A JWT and its nkey, as `nsc` writes them. */
  readonly credentialsFile?: string | undefined;
  /** Certificate authorities that the server's certificate may come from; those of the system unless given. */
  readonly caFile?: string | undefined;
  /** The caller's own certificate and its key, where the server asks for one. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export interface VerifierClientOptions {
  /** `nats://user:password@host:4222`, several separated by commas. */
  readonly url: string;
  /** Names the connection on the server, and the inbox prefix `_INBOX.<name>`; `verifier-client` unless set. */
  readonly name?: string;
  /** Who the caller is on NATS, and whom it takes for NATS; user and password may stand in the URL instead. */
  readonly nats?: NatsFiles;
  /** Where the connection's troubles go; as JSON lines to standard error unless set. */
  readonly logger?: ClientLog;
  /** How long a check may take in all, its repetition included; then it halts. 500 ms unless set. */
  readonly timeoutMs?: number;
}

/** A replica that stops leaves the queue group a moment before another is asked. */
const repetitionDelayMs = 50;
const defaultTimeoutMs = 500;

type Contract = typeof checkPairing | typeof checkAuthentication;

/**
 * Resolves as soon as NATS is reached, and after `timeoutMs` anyway: then checks halt until it is. Rejects only when the
 * address cannot be read.
 */
export const createVerifierClient = async (options: VerifierClientOptions): Promise<VerifierClient> => {
  const link = openLink(options);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  await Promise.race([connected(link), delay(timeoutMs, undefined, { ref: false })]);
  const requester = new Requester(link);
  const budget = new RepetitionBudget();
  const check = (contract: Contract, request: CheckRequest, given?: CheckOptions): Promise<CheckResult> =>
    checkOrHalt((remainingMs) => requester.ask(contract, request, { ...given, timeoutMs: remainingMs }), {
      timeoutMs,
      budget,
    });
  return {
    checkPairing: (request, given) => check(checkPairing, request, given),
    checkAuthentication: (request, given) => check(checkAuthentication, request, given),
    checkBatch: (batch, given) => askBatch(requester, batch, { ...given, timeoutMs }),
    close: () => link.close(),
  };
};

const openLink = ({
  url,
  name = defaultCallerName,
  nats,
  logger = standardErrorLog(name),
}: VerifierClientOptions): NatsLink => {
  const link = new NatsLink({ name, inboxPrefix: inboxOfCaller(name), url, identity: nats, logger });
  link.open();
  return link;
};

const connected = (link: NatsLink): Promise<void> =>
  new Promise((resolve) => {
    link.onConnected(() => {
      resolve();
    });
  });

type Ask = (timeoutMs: number) => Promise<CheckReply>;

interface Limits {
  readonly timeoutMs: number;
  readonly budget: RepetitionBudget;
}

/** Whatever goes wrong is a halt: an answer that does not come is asked for again, but never made up. */
const checkOrHalt = async (ask: Ask, { timeoutMs, budget }: Limits): Promise<CheckResult> => {
  const deadline = performance.now() + timeoutMs;
  const askOrOnceMore: Ask = (forMs) => ask(forMs).catch((error: unknown) => onceMore(error, ask, deadline));
  try {
    return resultOf(await askRepeatedly(askOrOnceMore, timeoutMs, budget));
  } catch (error) {
    if (error instanceof CodedError) return unavailable({ code: error.code, detail: error.detail });
    return unavailable({ code: 'internal-error', detail: 'The check could not be made' });
  }
};

/** One repetition when NATS says that nobody is there, because then nothing has been done yet. */
const onceMore = async (error: unknown, ask: Ask, deadline: number): Promise<CheckReply> => {
  if (!(error instanceof CodedError) || error.code !== 'no-responders') throw error;
  if (deadline - performance.now() <= repetitionDelayMs) throw error;
  await delay(repetitionDelayMs);
  const remainingMs = Math.floor(deadline - performance.now());
  if (remainingMs <= 0) throw error;
  return ask(remainingMs);
};
