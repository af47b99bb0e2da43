import type { RequestContract, ServiceName } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';

/** How a service seals what another one alone may read. Both methods throw when they cannot. */
export interface Seals {
  /** `about`: what the text is; it opens for nothing else. */
  seal(reader: ServiceName, text: string, about: string): string;
  open(message: string, about: string): string;
}

type Part = 'request' | 'reply';

/** The part of a request as it crosses NATS: sealed where the contract says that it holds a secret. */
export const sealedPart = (
  seals: Seals | undefined,
  contract: RequestContract,
  part: Part,
  text: string,
): string =>
  contract.secretIn === part
    ? needed(seals, contract).seal(readerOf(contract, part), text, about(contract, part))
    : text;

/** What was sealed, as it was. Throws `dependency-unavailable` where anything else came: secrets are taken sealed only. */
export const openedPart = (
  seals: Seals | undefined,
  contract: RequestContract,
  part: Part,
  bytes: Uint8Array,
): Uint8Array => {
  if (contract.secretIn !== part) return bytes;
  const sealed = Buffer.from(bytes).toString('utf8');
  const own = needed(seals, contract);
  try {
    return Buffer.from(own.open(sealed, about(contract, part)));
  } catch (error) {
    const detail = `The ${part} of ${contract.subject} is not sealed to a key of ${readerOf(contract, part)}`;
    throw new CodedError('dependency-unavailable', detail, { cause: error });
  }
};

const about = ({ subject }: RequestContract, part: Part): string => `${subject} ${part}`;

const needed = (seals: Seals | undefined, { subject }: RequestContract): Seals => {
  if (seals === undefined)
    throw new CodedError('internal-error', `There are no keys to seal ${subject} with`);
  return seals;
};

const readerOf = ({ answeredBy, mayBeCalledBy }: RequestContract, part: Part): ServiceName => {
  if (part === 'request') return answeredBy;
  const [caller, ...others] = mayBeCalledBy;
  if (caller === undefined || caller === 'internal-services' || others.length > 0)
    throw new CodedError('internal-error', 'A secret reply has one service to read it');
  return caller;
};
