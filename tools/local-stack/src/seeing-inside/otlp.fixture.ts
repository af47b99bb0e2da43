import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A span as it was exported: what the tests look at. */
export interface ExportedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Fields of a protobuf message by number, as they come. */
type Fields = ReadonlyMap<number, readonly Buffer[]>;

const varint = (bytes: Buffer, start: number): readonly [value: number, end: number] => {
  let [value, factor, at] = [0, 1, start];
  for (; ; at += 1, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at + 1];
  }
};

const fixedLengths: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

const fieldsOf = (bytes: Buffer): Fields => {
  const fields = new Map<number, Buffer[]>();
  for (let at = 0; at < bytes.length;) {
    const [tag, afterTag] = varint(bytes, at);
    const [number, wireType] = [Math.floor(tag / 8), tag % 8];
    const [length, start] =
      wireType === 2 ? varint(bytes, afterTag) : [fixedLengths[wireType] ?? 0, afterTag];
    const end = wireType === 0 ? varint(bytes, afterTag)[1] : start + length;
    fields.set(number, [...(fields.get(number) ?? []), bytes.subarray(start, end)]);
    at = end;
  }
  return fields;
};

const all = (fields: Fields, number: number): readonly Fields[] => (fields.get(number) ?? []).map(fieldsOf);
const hex = (fields: Fields, number: number): string => fields.get(number)?.[0]?.toString('hex') ?? '';
const text = (fields: Fields, number: number): string => fields.get(number)?.[0]?.toString('utf8') ?? '';

/** KeyValue: key = 1, value = 2; of the values only texts (1). */
const attributesOf = (keyValues: readonly Fields[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    keyValues.map((keyValue) => [
      text(keyValue, 1),
      all(keyValue, 2)
        .map((value) => text(value, 1))
        .join(),
    ]),
  );

/** ExportTraceServiceRequest: resource spans = 1 → resource = 1, scope spans = 2 → spans = 2. */
const spansIn = (body: Buffer): readonly ExportedSpan[] =>
  all(fieldsOf(body), 1).flatMap((resourceSpans) => {
    const [resource] = all(resourceSpans, 1);
    const service = resource === undefined ? '' : (attributesOf(all(resource, 1))['service.name'] ?? '');
    const spans = all(resourceSpans, 2).flatMap((scopeSpans) => all(scopeSpans, 2));
    return spans.map((span) => ({
      service,
      traceId: hex(span, 1),
      spanId: hex(span, 2),
      parentSpanId: hex(span, 4),
      name: text(span, 5),
      attributes: attributesOf(all(span, 9)),
    }));
  });

/** Takes spans by OTLP over HTTP, as a collector does. */
export class OtlpCollector {
  readonly spans: ExportedSpan[] = [];
  /** Everything that came, to look for what must not be in it. */
  readonly bodies: Buffer[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpCollector> {
    const server = createServer();
    const collector = new OtlpCollector(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const sent = Buffer.concat(chunks);
        collector.#take(request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent);
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  #take(body: Buffer): void {
    this.bodies.push(body);
    this.spans.push(...spansIn(body));
  }
}
