const lengthBytes = 4;

const withLength = (part: string): Buffer => {
  const bytes = Buffer.from(part, 'utf8');
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Each part with its length before it, so that no two lists of parts give the same bytes. */
export const additionalData = (parts: readonly string[]): Buffer => Buffer.concat(parts.map(withLength));
