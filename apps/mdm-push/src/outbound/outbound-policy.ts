import { isIP } from 'node:net';
import { AllowList } from './allow-list.ts';
import { isForbiddenAddress, isMetadataAddress } from './forbidden-addresses.ts';

/** Where a request would go, once the name is resolved. */
export interface Target {
  readonly protocol: string;
  readonly hostname: string;
  readonly address: string;
}

/**
 * Which addresses the service may call: https on public addresses, and whatever the operator lists in
 * MDM_GATE_OUTBOUND_ALLOW (hosts and CIDR blocks), where plain http and private addresses are permitted too. The
 * metadata services of clouds are never called.
 */
export class OutboundPolicy {
  readonly #allowed: AllowList;

  /** Throws on an entry that cannot be read. */
  constructor(allow: readonly string[]) {
    this.#allowed = new AllowList(allow);
  }

  /** Why the URL may not be called, as far as can be told without resolving its name; null when it may be. */
  problemWithUrl(text: string): string | null {
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol)) return 'must start with https://';
    if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
    if (/[?#]/.test(text)) return 'must not hold `?` or `#`';
    const hostname = bare(url.hostname);
    if (isIP(hostname) === 0) return this.#problemWithName(url.protocol, hostname);
    return this.problemWithTarget({ protocol: url.protocol, hostname, address: hostname });
  }

  /** Asked for every address a name resolves to, at the moment of connecting: a name cannot change in between. */
  problemWithTarget({ protocol, hostname, address }: Target): string | null {
    if (isMetadataAddress(address)) return 'it leads to a metadata address';
    if (this.#allowed.holdsHost(bare(hostname)) || this.#allowed.holdsAddress(address)) return null;
    if (protocol !== 'https:') return 'plain http is not permitted there';
    return isForbiddenAddress(address) ? 'it leads to a private or local address' : null;
  }

  /** A name may resolve into an allowed block: that is told when connecting. */
  #problemWithName(protocol: string, hostname: string): string | null {
    const mayBeAllowed = this.#allowed.holdsHost(hostname) || this.#allowed.hasBlocks;
    return protocol === 'https:' || mayBeAllowed ? null : 'must start with https://';
  }
}

/** `[::1]` in a URL is `::1`. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
