import { BlockList, isIP } from 'node:net';
import { embeddedIpv4, withoutZone } from './embedded-ipv4.ts';

/** Loopback, private, link-local (cloud metadata among them), carrier-grade, multicast and reserved blocks of IPv4. */
const blocksV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** The same of IPv6, and the ranges that carry an IPv4 address inside (mapped, translated, NAT64, 6to4, Teredo). */
const blocksV6 = [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

/** Where clouds give their machines credentials, and let them be steered: Azure's address is a public one. */
const metadataV4 = [
  ['169.254.0.0', 16],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
] as const;

const metadataV6 = [
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
  ['fd00:42::', 32],
] as const;

type Blocks = readonly (readonly [network: string, prefix: number])[];

const listOf = (v4: Blocks, v6: Blocks): BlockList => {
  const list = new BlockList();
  for (const [network, prefix] of v4) list.addSubnet(network, prefix, 'ipv4');
  for (const [network, prefix] of v6) list.addSubnet(network, prefix, 'ipv6');
  return list;
};

const forbidden = listOf(blocksV4, blocksV6);
const metadata = listOf(metadataV4, metadataV6);

const listHoldsAsWritten = (list: BlockList, address: string): boolean =>
  list.check(withoutZone(address), isIP(address) === 6 ? 'ipv6' : 'ipv4');

const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

/** Whether the list holds the address; an IPv4 address mapped into IPv6 counts as the IPv4 address. */
export const listHolds = (list: BlockList, address: string): boolean => {
  const isMapped = isIP(address) === 6 && mapped.check(withoutZone(address), 'ipv6');
  return listHoldsAsWritten(list, (isMapped ? embeddedIpv4(address) : null) ?? address);
};

/** An address that no public MDM service has. */
export const isForbiddenAddress = (address: string): boolean =>
  listHolds(forbidden, address) || isMetadataAddress(address);

/** One that is never called, whatever is allowed: the address itself, or one that carries it inside. */
export const isMetadataAddress = (address: string): boolean => {
  const inside = embeddedIpv4(address);
  return listHoldsAsWritten(metadata, address) || (inside !== null && listHoldsAsWritten(metadata, inside));
};
