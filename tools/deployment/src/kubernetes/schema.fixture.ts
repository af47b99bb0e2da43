import { z } from 'zod';
import type { KubernetesObject } from './rendered.fixture.ts';

interface Validated {
  validate(): void;
}

const kindOf = z.custom<new (data: unknown) => Validated>((value) => typeof value === 'function');

const packageOf = (apiVersion: string): string =>
  apiVersion.startsWith('monitoring.coreos.com/')
    ? `@kubernetes-models/prometheus-operator/${apiVersion}`
    : `kubernetes-models/${apiVersion}`;

/** Whether an object is what the schema of its kind says; the reason why not, or null. */
export const problemWithSchema = async (object: KubernetesObject): Promise<string | null> => {
  try {
    const module = z
      .record(z.string(), z.unknown())
      .parse({ ...((await import(packageOf(object.apiVersion))) as object) });
    const Kind = kindOf.parse(module[object.kind]);
    new Kind(object.kind === 'Secret' ? inOneLine(object) : object).validate();
    return null;
  } catch (error) {
    return `${object.kind} ${object.metadata.name}: ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** Kustomize breaks the lines of Base64; Kubernetes passes line ends over. */
const inOneLine = (secret: KubernetesObject): KubernetesObject => ({
  ...secret,
  data: Object.fromEntries(
    Object.entries(secret.data ?? {}).map(([name, value]) => [name, value.replaceAll('\n', '')]),
  ),
});
