import type { Msg } from '@nats-io/transport-node';
import { traceparentHeader } from './context-headers.ts';

/** What the client's messages hold beside what it documents: headers and payload as they came, and how long the headers are. */
interface AsItCame {
  readonly _rdata?: Uint8Array;
  readonly _msg?: { readonly hdr: number };
}

const name = Buffer.from(`${traceparentHeader}:`);
const [lineFeed, space] = [0x0a, 0x20];
/** `00-<trace id>-<span id>-<flags>`: the last digit. */
const flagAt = 54;

/**
 * Whether the flag is set that says that the caller records its trace (W3C trace context), in headers as NATS clients write
 * them; nothing else of the header is looked at. The client makes a map of all headers before it tells one, which is five
 * percent of a check, and mostly only to learn that there is nothing to record. Where messages are held otherwise: whether
 * there are headers at all.
 */
export const hasSampledFlag = (message: Msg): boolean => {
  const { _rdata: bytes, _msg: head } = message as AsItCame;
  if (bytes === undefined || head === undefined) return message.headers !== undefined;
  let at = valueAt(bytes, head.hdr);
  if (at === null) return false;
  while (bytes[at] === space) at += 1;
  return isOdd(bytes[at + flagAt] ?? 0);
};

/** Where the value of our header begins, in bytes that begin with so many of headers. */
const valueAt = (bytes: Uint8Array, headersLength: number): number | null => {
  let lineAt = bytes.indexOf(lineFeed) + 1;
  while (lineAt > 0 && lineAt < headersLength) {
    if (isNameAt(bytes, lineAt)) return lineAt + name.length;
    lineAt = bytes.indexOf(lineFeed, lineAt) + 1;
  }
  return null;
};

const isNameAt = (bytes: Uint8Array, at: number): boolean => {
  for (let index = 0; index < name.length; index += 1) if (bytes[at + index] !== name[index]) return false;
  return true;
};

const isOdd = (digit: number): boolean => (Number.parseInt(String.fromCharCode(digit), 16) & 1) === 1;
