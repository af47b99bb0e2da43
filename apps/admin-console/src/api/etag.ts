/** The ETag of something that says its version: RFC 9110, section 8.8.3. */
export const etagOf = (version: number): string => `"${version}"`;
