import { loadConfig } from '@mdm-gate/service-kit';
import { configPrefix, configSchema } from '../config.ts';
import { OutboundPolicy } from './outbound-policy.ts';

const closed = new OutboundPolicy([]);
const target = (address: string, protocol = 'https:', hostname = 'mdm.example.com') => ({
  protocol,
  hostname,
  address,
});

describe('where the service may call', () => {
  it.each(['https://graph.microsoft.com', 'https://mdm.example.com:8443/path', 'https://8.8.8.8'])(
    '%s',
    (url) => {
      expect(closed.problemWithUrl(url)).toBeNull();
    },
  );

  it('is told again for each address that a name resolves to', () => {
    expect(closed.problemWithTarget(target('20.20.32.1'))).toBeNull();
    expect(closed.problemWithTarget(target('2603:1030::1'))).toBeNull();
  });
});

describe('where the service may not call', () => {
  it.each([
    ['plain http', 'http://mdm.example.com'],
    ['another scheme', 'ftp://mdm.example.com'],
    ['no URL', 'mdm.example.com'],
    ['a user name in the URL', 'https://me:secret@mdm.example.com'],
    ['an IPv4 address of the local machine', 'https://127.0.0.1'],
    ['the same in one number', 'https://2130706433'],
    ['the same in octal', 'https://0177.0.0.1'],
    ['an IPv6 address of the local machine', 'https://[::1]'],
    ['an IPv4 address inside IPv6', 'https://[::ffff:10.0.0.1]'],
    ['an IPv4 address translated into IPv6', 'https://[::ffff:0:10.0.0.1]'],
    ['the local machine with a dot at the end', 'https://127.0.0.1.'],
    ['a query', 'https://mdm.example.com/?a'],
    ['an empty query', 'https://mdm.example.com?'],
    ['a fragment', 'https://mdm.example.com#a'],
    ['the metadata service of a cloud', 'https://169.254.169.254'],
  ])('%s', (_, url) => {
    expect(closed.problemWithUrl(url)).not.toBeNull();
  });

  it.each([
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '127.0.0.53',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:192.168.0.1',
    '::ffff:c0a8:1',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:0:8.8.8.8',
    '::ffff:0:808:808',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'ff02::1',
  ])('a name that resolves to %s', (address) => {
    expect(closed.problemWithTarget(target(address))).not.toBeNull();
  });
});

describe('what the operator allows', () => {
  it('may be a block, where plain http is allowed too', () => {
    const policy = new OutboundPolicy(['10.0.0.0/8', 'fd00::/8']);
    expect(policy.problemWithUrl('http://10.1.2.3:8080')).toBeNull();
    expect(policy.problemWithTarget(target('10.1.2.3', 'http:'))).toBeNull();
    expect(policy.problemWithTarget(target('fd00::1'))).toBeNull();
    expect(policy.problemWithTarget(target('192.168.0.1'))).not.toBeNull();
    expect(policy.problemWithTarget(target('8.8.8.8', 'http:'))).not.toBeNull();
  });

  it('may be a host, and only that host', () => {
    const policy = new OutboundPolicy(['MDM.internal']);
    expect(policy.problemWithUrl('http://mdm.internal')).toBeNull();
    expect(policy.problemWithTarget(target('10.0.0.1', 'http:', 'mdm.internal'))).toBeNull();
    expect(policy.problemWithTarget(target('10.0.0.1', 'https:', 'evil.example.com'))).not.toBeNull();
    expect(policy.problemWithUrl('http://sub.mdm.internal')).not.toBeNull();
  });

  it('may be a complete name, with its dot or without', () => {
    const policy = new OutboundPolicy(['mdm.internal.']);
    expect(policy.problemWithUrl('http://mdm.internal')).toBeNull();
    expect(policy.problemWithUrl('http://MDM.internal.')).toBeNull();
  });

  it.each([
    'http://mdm.internal',
    'mdm.internal/8',
    'mdm.internal:8080',
    '*.internal',
    'mdm..internal',
    '-mdm.internal',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/+8',
    '10.0.0.0/08',
    '10.0.0.0/8.0',
    '10.0.0.0/0x8',
    '10.0.0.0/ 8',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.0.0',
    '10.0.0',
    '10',
    '0x0a000001',
    '010.0.0.0/8',
    'fd00::/',
    'fd00::/129',
    '[fd00::]/8',
    '/',
    '169.254.169.254',
    '168.63.129.16/32',
    '::ffff:169.254.169.254',
    'fd00:ec2::254',
  ])('must be a host or a block that can be used, or the service does not start: %s', (entry) => {
    expect(() => new OutboundPolicy([entry])).toThrow('entry 1 cannot be used');
    const environment = {
      MDM_PUSH_POSTGRES_URL: 'postgres://localhost/x',
      MDM_PUSH_NATS_URL: 'nats://localhost',
      MDM_GATE_OUTBOUND_ALLOW: `mdm.example.com, ${entry}`,
    };
    expect(() => loadConfig(configSchema, configPrefix, environment)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('MDM_GATE_OUTBOUND_ALLOW: entry 2') as string,
      }) as Error,
    );
  });

  it('never is a metadata address, in any notation', () => {
    const open = new OutboundPolicy(['0.0.0.0/0', '::/0', 'localhost', 'metadata.google.internal']);
    for (const address of metadataAddresses) {
      expect([address, open.problemWithTarget(target(address, 'http:', 'localhost'))]).toEqual([
        address,
        'it leads to a metadata address',
      ]);
      expect(closed.problemWithTarget(target(address))).not.toBeNull();
    }
    for (const url of metadataUrls)
      expect([url, open.problemWithUrl(url)]).toEqual([url, expect.any(String)]);
    expect(open.problemWithTarget(target('10.0.0.1', 'http:'))).toBeNull();
    expect(open.problemWithTarget(target('64:ff9b::8.8.8.8'))).toBeNull();
  });
});

const metadataAddresses = [
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::a9fe:a9fe',
  'fe80::a9fe:a9fe%eth0',
  '::169.254.169.254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '0:0:0:0:0:ffff:168.63.129.16',
  '::ffff:0:169.254.169.254',
  '::ffff:0:a83f:8110',
  '64:ff9b::169.254.169.254',
  '64:ff9b::6464:64c8',
  '64:ff9b:1::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2002:a83f:8110::',
];

const metadataUrls = [
  'http://169.254.169.254',
  'http://169.254.169.254.',
  'http://2852039166',
  'http://0xa9fea9fe',
  'http://0xA9.0xFE.0xA9.0xFE',
  'http://0251.0376.0251.0376',
  'http://169.16689662',
  'http://①⑥⑨.254.169.254',
  'http://[::ffff:169.254.169.254]',
  'http://[64:ff9b::a9fe:a9fe]',
  'http://[2002:a9fe:a9fe::]',
  'http://[fd00:ec2::254]',
  'http://168.63.129.16',
];
