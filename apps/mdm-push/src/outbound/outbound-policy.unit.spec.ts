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

  it('must be a host or a block', () => {
    expect(() => new OutboundPolicy(['http://mdm.internal'])).toThrow(/neither a host nor a CIDR block/);
    expect(() => new OutboundPolicy(['mdm.internal/8'])).toThrow(/neither a host nor a CIDR block/);
  });
});
