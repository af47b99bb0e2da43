import { ConfigError } from '@mdm-gate/service-kit';
import { serverOf } from './redis-url.ts';

describe('the address of Redis', () => {
  it('leads to a single server', () => {
    expect(serverOf({ url: 'redis://[::1]:7000/3' })).toEqual({ host: '::1', port: 7000, db: 3 });
    expect(serverOf({ url: 'rediss://gate:p%40%23@redis' })).toEqual({
      host: 'redis',
      port: 6379,
      db: 0,
      username: 'gate',
      password: 'p@#',
      tls: {},
    });
  });

  it.each(['p:w', 'p@w', 'p%25w', 'p%2Fw', '%C3%A4%20%F0%9F%94%91'])(
    'has the same password in both forms: %s',
    (written) => {
      const alone = serverOf({ url: `redis://:${written}@a:1` });
      const throughSentinels = serverOf({ url: `redis+sentinel://:${written}@a:1,b/gate` });
      expect(throughSentinels.password).toBe(alone.password);
      expect(alone.password).toBe(decodeURIComponent(written));
    },
  );

  it('leads through Sentinels, which have a user and password of their own', () => {
    const address = {
      url: 'redis+sentinel://u:p@a,[::1]:7/gate/2',
      sentinelUser: 'su',
      sentinelPassword: 's:p',
    };
    expect(serverOf(address)).toEqual({
      sentinels: [
        { host: 'a', port: 26_379 },
        { host: '::1', port: 7 },
      ],
      name: 'gate',
      db: 2,
      username: 'u',
      password: 'p',
      sentinelUsername: 'su',
      sentinelPassword: 's:p',
    });
  });

  it('leads through Sentinels with TLS to them and to Redis', () => {
    expect(serverOf({ url: 'rediss+sentinel://a/gate' })).toMatchObject({
      tls: {},
      sentinelTLS: {},
      enableTLSForSentinelMode: true,
    });
  });

  it.each([
    'redis://:s3cr#et-pw@a',
    'redis://:s3cr/et-pw@a',
    'redis://:50%et-pw@a',
    'redis://a/et-pw',
    'redis://a/0/et-pw',
    'redis://a,b',
    'redis://et-pw@a',
    'redis+sentinel://a,b',
    'redis+sentinel://a/gate/et-pw',
    'http://a:et-pw@b',
  ])('is refused without being repeated: %s', (url) => {
    expect(() => serverOf({ url })).toThrow(ConfigError);
    expect(() => serverOf({ url })).not.toThrow(/s3cr|et-pw/);
  });
});
