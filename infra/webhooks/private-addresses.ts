/** Addresses that no web hook of a production system may reach: nobody's business but the house's own. */
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries (RFC 6890), and what embeds an IPv4 address in an IPv6 one. */
const ranges = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16],
  ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24],
  ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
  ['224.0.0.0', 4], ['240.0.0.0', 4],
  ['::', 96], ['::ffff:0:0', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64],
  ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20], ['5f00::', 16],
  ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
] as const; // prettier-ignore

const familyOf = (address: string) => (isIP(address) === 6 ? ('ipv6' as const) : ('ipv4' as const));

// One list per family: a list of both would find every IPv4 address below `::ffff:0:0/96`.
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, bits] of ranges) {
  blocked[familyOf(network)].addSubnet(network, bits, familyOf(network));
}

/** True for everything but an address of the public internet, and for what is no address at all. */
export const isPrivateAddress = (address: string): boolean =>
  isIP(address) === 0 || blocked[familyOf(address)].check(address, familyOf(address));
