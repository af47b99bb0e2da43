/**
 * Events and requests may have this much: an active set travels in both, and one of a thousand tokens has 300 KiB.
 * A server's own limit (`max_payload`) is 1 MiB unless set.
 */
export const messageBytesMax = 512 * 1_024;
