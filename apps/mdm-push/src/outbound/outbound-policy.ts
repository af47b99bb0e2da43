import { BlockList, isIP } from 'node:net';
import { isForbiddenAddress, listHolds } from './forbidden-addresses.ts';

/** Where a request would go, once the name is resolved. */
export interface Target {
  readonly protocol: string;
  readonly hostname: string;
  readonly address: string;
}

/**
 * Which addresses the service may call: https on public addresses, and whatever the operator lists in
 * MDM_GATE_OUTBOUND_ALLOW (hosts and CIDR blocks), where plain http and private addresses are permitted too.
 */
export class OutboundPolicy {
  readonly #hosts = new Set<string>();
  readonly #blocks = new BlockList();

  /** Throws on an entry that is neither a host nor a CIDR block. */
  constructor(allow: readonly string[]) {
    for (const entry of allow) this.#allow(entry);
  }

  /** Why the URL may not be called, as far as can be told without resolving its name; null when it may be. */
  problemWithUrl(text: string): string | null {
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol)) return 'must start with https://';
    if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
    const hostname = bare(url.hostname);
    if (isIP(hostname) === 0) return this.#problemWithName(url.protocol, hostname);
    return this.problemWithTarget({ protocol: url.protocol, hostname, address: hostname });
  }

  /** Asked for every address a name resolves to, at the moment of connecting: a name cannot change in between. */
  problemWithTarget({ protocol, hostname, address }: Target): string | null {
    if (this.#hosts.has(bare(hostname).toLowerCase()) || listHolds(this.#blocks, address)) return null;
    if (protocol !== 'https:') return 'plain http is not permitted there';
    return isForbiddenAddress(address) ? 'it leads to a private or local address' : null;
  }

  /** A name may resolve into an allowed block: that is told when connecting. */
  #problemWithName(protocol: string, hostname: string): string | null {
    const mayBeAllowed = this.#hosts.has(hostname.toLowerCase()) || this.#blocks.rules.length > 0;
    return protocol === 'https:' || mayBeAllowed ? null : 'must start with https://';
  }

  #allow(entry: string): void {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address);
    if (family === 0) {
      if (prefix !== undefined || !/^[A-Za-z0-9.-]+$/.test(address)) {
        throw new Error(`MDM_GATE_OUTBOUND_ALLOW: "${entry}" is neither a host nor a CIDR block`);
      }
      this.#hosts.add(address.toLowerCase());
      return;
    }
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    this.#blocks.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
}

/** `[::1]` in a URL is `::1`. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
