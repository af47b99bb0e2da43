import { BlockList, isIP } from 'node:net';
import { isMetadataAddress, listHolds } from './forbidden-addresses.ts';

const hostLabels = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/;

/** Hosts and CIDR blocks that an operator lets the service call beside public addresses. */
export class AllowList {
  readonly #hosts = new Set<string>();
  readonly #blocks = new BlockList();

  /** Throws on an entry that is neither a host nor an address or CIDR block, and on a metadata address. */
  constructor(entries: readonly string[]) {
    for (const [index, entry] of entries.entries()) this.#add(entry, index + 1);
  }

  get hasBlocks(): boolean {
    return this.#blocks.rules.length > 0;
  }

  holdsHost(hostname: string): boolean {
    return this.#hosts.has(plainHost(hostname));
  }

  holdsAddress(address: string): boolean {
    return listHolds(this.#blocks, address);
  }

  #add(entry: string, place: number): void {
    const [address = ''] = entry.split('/');
    const family = isIP(address);
    if (family === 0) this.#addHost(entry, place);
    else this.#addBlock({ entry, place }, address, family === 4 ? 32 : 128);
  }

  #addBlock({ entry, place }: { entry: string; place: number }, address: string, bitsMax: 32 | 128): void {
    const bits = entry === address ? bitsMax : prefixLength(entry.slice(address.length + 1), bitsMax);
    if (bits === null) throw unreadable(place, `the number after the slash is to be from 0 to ${bitsMax}`);
    if (bits === bitsMax && isMetadataAddress(address))
      throw unreadable(place, 'metadata addresses are never called');
    this.#blocks.addSubnet(address, bits, bitsMax === 32 ? 'ipv4' : 'ipv6');
  }

  /** What ends in a number would be read as an IPv4 address in one of its odd notations. */
  #addHost(entry: string, place: number): void {
    const host = plainHost(entry);
    if (host.length > 253 || !hostLabels.test(host) || /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(host))
      throw unreadable(place, 'it is neither a host nor a CIDR block');
    this.#hosts.add(host);
  }
}

/** In one letter case, without the dot that ends a complete name. */
const plainHost = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, '');

const prefixLength = (text: string, bitsMax: number): number | null => {
  const bits = /^(?:0|[1-9]\d{0,2})$/.test(text) ? Number(text) : Number.NaN;
  return bits <= bitsMax ? bits : null;
};

/** Named by its place: what stands there by mistake may be a secret. */
const unreadable = (place: number, why: string): Error => new Error(`entry ${place} cannot be used: ${why}`);

/** Why the entries cannot be used, naming the place of the first that cannot; null when they can. */
export const problemWithAllowList = (entries: readonly string[]): string | null => {
  try {
    new AllowList(entries);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
