import { Controller } from '@nestjs/common';
import { checkAuthentication, checkPairing, type CheckReply, type CheckRequest } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { CheckDevice } from './check-device.ts';

@Controller()
export class CheckDeviceController {
  constructor(private readonly checkDevice: CheckDevice) {}

  @Answers(checkPairing)
  pairing(request: CheckRequest): Promise<CheckReply> {
    return this.checkDevice.pair(request);
  }

  @Answers(checkAuthentication)
  authentication(request: CheckRequest): Promise<CheckReply> {
    return this.checkDevice.authenticate(request);
  }
}
