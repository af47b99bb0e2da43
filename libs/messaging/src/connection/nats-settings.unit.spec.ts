import { natsUrlSchema, streamReplicasSchema } from './nats-settings.ts';

describe('the NATS settings of a service', () => {
  it('take one server or a list', () => {
    for (const url of ['nats://a', 'tls://token@a:4222', 'nats://u:p@a:4222,nats://u:p@b:4222, tls://c/'])
      expect(natsUrlSchema.parse(url)).toBe(url);
  });

  it('refuse what is no such list, without repeating it', () => {
    for (const url of [
      '',
      'a:4222',
      'http://u:hunter2@a',
      'nats://u:hunter2@a,',
      'nats://u:hunter2@a,b:4222',
      'nats://u:hunter2%@a',
      'nats://u:hunter2#@a',
      'nats://:hunter2@a',
      'nats://a/hunter2',
      'nats://a?hunter2',
    ]) {
      const { error } = natsUrlSchema.safeParse(url);
      expect(error?.issues).toHaveLength(1);
      expect(String(error)).not.toContain('hunter2');
    }
  });

  it('take one, three or five replicas, one unless set', () => {
    expect(['1', '3', '5', undefined].map((text) => streamReplicasSchema.parse(text))).toEqual([1, 3, 5, 1]);
    for (const wrong of ['0', '2', '4', 'three', '1.5'])
      expect(streamReplicasSchema.safeParse(wrong).success).toBe(false);
  });
});
