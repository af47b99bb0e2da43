import { BlockList, isIP } from 'node:net';

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
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** The same of IPv6, and the ranges that carry an IPv4 address inside (NAT64, 6to4, Teredo). */
const blocksV6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const forbidden = new BlockList();
for (const [network, prefix] of blocksV4) forbidden.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of blocksV6) forbidden.addSubnet(network, prefix, 'ipv6');

const mappedPrefix = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Whether the list holds the address; an IPv4 address written as IPv6 counts as the IPv4 address. */
export const listHolds = (list: BlockList, address: string): boolean => {
  const plain = address.replace(mappedPrefix, '');
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
};

/** An address that no public MDM service has. */
export const isForbiddenAddress = (address: string): boolean => listHolds(forbidden, address);
