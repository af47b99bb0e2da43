import { exportConfiguration, type ConfigurationExport, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { ExportConfiguration } from './export-configuration.ts';

@Controller()
export class ExportConfigurationController {
  constructor(private readonly exports: ExportConfiguration) {}

  @Answers(exportConfiguration)
  export(request: RequestOf<typeof exportConfiguration>): Promise<ConfigurationExport> {
    return this.exports.export(request);
  }
}
