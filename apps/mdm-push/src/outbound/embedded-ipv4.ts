import { BlockList, isIPv6 } from 'node:net';

/** Where an IPv6 address carries an IPv4 address: from which of its eight groups on. */
const carriers = [
  { network: '::', prefix: 96, group: 6 },
  { network: '::ffff:0:0', prefix: 96, group: 6 },
  { network: '::ffff:0:0:0', prefix: 96, group: 6 },
  { network: '64:ff9b::', prefix: 96, group: 6 },
  { network: '64:ff9b:1::', prefix: 48, group: 6 },
  { network: '2002::', prefix: 16, group: 1 },
].map(({ network, prefix, group }) => {
  const block = new BlockList();
  block.addSubnet(network, prefix, 'ipv6');
  return { block, group };
});

/** The IPv4 address inside (compatible, mapped, translated, NAT64, 6to4), or null where there is none. */
export const embeddedIpv4 = (address: string): string | null => {
  const plain = withoutZone(address);
  if (!isIPv6(plain)) return null;
  const carrier = carriers.find(({ block }) => block.check(plain, 'ipv6'));
  if (carrier === undefined) return null;
  const groups = groupsOf(plain).slice(carrier.group, carrier.group + 2);
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
};

/** `fe80::1%eth0` */
export const withoutZone = (address: string): string => address.replace(/%.*$/, '');

/** URL writes an IPv6 address in one way: hexadecimal groups, the longest run of zeros left out. */
const groupsOf = (address: string): readonly number[] => {
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head, tail] = [before, after ?? ''].map((part) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)),
  );
  const known = [...(head ?? []), ...(tail ?? [])];
  return [...(head ?? []), ...Array.from({ length: 8 - known.length }, () => 0), ...(tail ?? [])];
};
