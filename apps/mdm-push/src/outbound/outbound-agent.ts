import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { OutboundPolicy } from './outbound-policy.ts';

/** The policy refuses the address: only a changed setting or a changed allow-list mends it. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

const connectTimeoutMs = 5_000;
/** A connection's answers are pages of lists; the greatest is a page of 500 devices, about half a megabyte. */
const responseBytesMax = 8 * 1024 * 1024;
const answerTimeoutMs = 30_000;

type Connect = (options: buildConnector.Options, callback: buildConnector.Callback) => void;

/** What a connection sends its requests with. */
export interface RequestSender {
  request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
}

/** Of those with authorities of their own. With more in use than this, connecting anew is the price. */
const ownAgentsMax = 100;

/** Resolves names itself and connects only to addresses that the policy permits. TLS is always verified. */
@Injectable()
export class OutboundAgent implements OnApplicationShutdown {
  readonly dispatcher: Agent;
  readonly #byAuthorities = new Map<string, Agent>();

  constructor(private readonly policy: OutboundPolicy) {
    this.dispatcher = createAgent(policy);
  }

  /**
   * One that trusts these certificates (PEM) beside the public ones. It may be kept: what it connects with is looked up
   * at each request, because of the agents only those used last stay open.
   */
  dispatcherFor(certificateAuthorities: string | undefined): RequestSender {
    if (certificateAuthorities === undefined) return this.dispatcher;
    return { request: (options) => this.#trusting(certificateAuthorities).request(options) };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.dispatcher, ...this.#byAuthorities.values()].map((agent) => agent.destroy()));
  }

  #trusting(certificateAuthorities: string): Agent {
    const agent =
      this.#byAuthorities.get(certificateAuthorities) ??
      createAgent(this.policy, [...rootCertificates, certificateAuthorities]);
    // A map keeps its entries in the order they were set: the one used longest ago comes first.
    this.#byAuthorities.delete(certificateAuthorities);
    this.#byAuthorities.set(certificateAuthorities, agent);
    if (this.#byAuthorities.size > ownAgentsMax) this.#closeOldest();
    return agent;
  }

  /** What is under way on it ends first. */
  #closeOldest(): void {
    for (const [authorities, agent] of this.#byAuthorities) {
      this.#byAuthorities.delete(authorities);
      void agent.close().catch(() => undefined);
      return;
    }
  }
}

const createAgent = (policy: OutboundPolicy, ca?: string[]): Agent =>
  new Agent({
    connect: guardedConnect(policy, ca),
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    maxResponseSize: responseBytesMax,
    keepAliveTimeout: 10_000,
  });

const guardedConnect = (policy: OutboundPolicy, ca: string[] | undefined): Connect => {
  const connectors = { 'https:': connectorFor(policy, 'https:', ca), 'http:': connectorFor(policy, 'http:') };
  return (options, callback) => {
    const { protocol } = options;
    const hostname = bare(options.hostname);
    const problem =
      isIP(hostname) === 0 ? null : policy.problemWithTarget({ protocol, hostname, address: hostname });
    if (problem === null) connectors[protocol === 'https:' ? 'https:' : 'http:'](options, callback);
    else callback(new AddressRefused(problem), null);
  };
};

const connectorFor = (policy: OutboundPolicy, protocol: string, ca?: string[]): Connect =>
  buildConnector({
    timeout: connectTimeoutMs,
    lookup: guardedLookup(policy, protocol),
    ...(ca !== undefined && { ca }),
  });

/** A name with one forbidden address is refused whole: it is either a mistake or an attempt. */
const guardedLookup =
  (policy: OutboundPolicy, protocol: string): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const problem = firstProblem(policy, { protocol, hostname }, addresses);
      const [first] = addresses;
      if (problem !== null || first === undefined)
        callback(new AddressRefused(problem ?? 'it has no address'), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

const firstProblem = (
  policy: OutboundPolicy,
  target: { protocol: string; hostname: string },
  addresses: readonly LookupAddress[],
): string | null =>
  addresses
    .map(({ address }) => policy.problemWithTarget({ ...target, address }))
    .find((problem) => problem !== null) ?? null;

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
