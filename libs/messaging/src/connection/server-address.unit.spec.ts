import { ConfigError } from '@mdm-gate/service-kit';
import { parseServers } from './server-address.ts';

describe('a NATS address', () => {
  it('may name several servers, each with its own credentials and port', () => {
    expect(parseServers('nats://gate:p%40ss@nats-1:4223, tls://token@nats-2,nats://[::1]:5000')).toEqual([
      {
        hostname: 'nats-1',
        port: 4223,
        host: 'nats-1:4223',
        tls: false,
        credentials: { user: 'gate', pass: 'p@ss' },
      },
      { hostname: 'nats-2', port: 4222, host: 'nats-2:4222', tls: true, credentials: { token: 'token' } },
      { hostname: '::1', port: 5000, host: '[::1]:5000', tls: false, credentials: {} },
    ]);
  });

  it('that is wrong is refused without being repeated', () => {
    for (const wrong of [
      '',
      'nats-1:4222',
      'http://gate:hunter2@nats-1',
      'nats://',
      'nats://gate:hunter2@host:port',
    ]) {
      expect(() => parseServers(wrong)).toThrow(ConfigError);
      expect(() => parseServers(wrong)).not.toThrow(/hunter2|gate/);
    }
  });
});
