import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceName } from '@mdm-gate/contracts';
import { describeSettings, type DescribedSetting } from '@mdm-gate/service-kit';
import { z } from 'zod';

const configModule = z.object({ configSchema: z.instanceof(z.ZodObject) });

/** What a service takes from its environment, as its sources declare it. */
export class ServiceConfig {
  private constructor(
    readonly settings: readonly DescribedSetting[],
    private readonly schema: z.ZodObject,
  ) {}

  static async read(root: string, service: ServiceName): Promise<ServiceConfig> {
    const file = join(root, 'apps', service, 'src/config.ts');
    const module: unknown = await import(pathToFileURL(file).href);
    const { configSchema } = configModule.parse(module);
    return new ServiceConfig(describeSettings(configSchema), configSchema);
  }

  /** What is wrong with these variables: unknown ones, values that are not taken, and missing ones. Secrets come as files. */
  problemsWith(variables: Readonly<Record<string, string>>): readonly string[] {
    const secrets = this.settings.filter(({ secret }) => secret).map(({ name }) => name);
    const fromFiles = secrets.filter((name) => variables[`${name}_FILE`] !== undefined);
    const known = new Set([
      ...this.settings.map(({ name }) => name),
      ...fromFiles.map((name) => `${name}_FILE`),
    ]);
    const plain = Object.entries(variables).filter(([name]) => !name.endsWith('_FILE'));
    const read = this.schema.safeParse(Object.fromEntries(plain));
    return [
      ...Object.keys(variables)
        .filter((name) => !known.has(name))
        .map((name) => `${name}: there is no such setting`),
      ...(read.error?.issues ?? [])
        .filter(({ path }) => !fromFiles.includes(String(path[0])))
        .map(({ path, message }) => `${String(path[0])}: ${message}`),
    ];
  }
}
