import { tokenCreated } from '@mdm-gate/contracts';
import { startFaultProxy, startNats, type FaultProxy, type RunningServer } from '@mdm-gate/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Controller } from '@nestjs/common';
import { startTestService } from '../fixtures/echo-service.ts';
import { When } from './when.decorator.ts';

@Controller()
class Listening {
  @When(tokenCreated)
  whenTokenCreated(): void {
    throw new Error('nothing is published here');
  }
}

describe('a service that is told to stop while it', () => {
  let nats: RunningServer;
  let slowWay: FaultProxy;
  let outside: NatsConnection;
  beforeAll(async () => {
    nats = await startNats();
    slowWay = await startFaultProxy(nats);
    // Long enough for the service to be told before it has its answer.
    slowWay.latency(100);
    outside = await connect({ servers: nats.url });
  });
  afterAll(async () => {
    await outside.close();
    await slowWay.stop();
    await nats.stop();
  });

  it.each([
    ['makes its streams', '$JS.API.STREAM.INFO.*'],
    ['makes its consumer', '$JS.API.CONSUMER.CREATE.>'],
    ['looks at its consumer', '$JS.API.CONSUMER.INFO.>'],
    ['asks for events', '$JS.API.CONSUMER.MSG.NEXT.>'],
  ])('%s stops as soon as that is done', async (_, requested) => {
    const watched = outside.subscribe(requested, { max: 1 });
    await outside.flush();
    const service = await startTestService({ url: slowWay.url, controllers: [Listening] });
    for await (const request of watched) expect(request.subject).toMatch(/^\$JS\.API/);
    await service.app.close();
    expect(service.log()).not.toContain('did not end in time');
  });
});
