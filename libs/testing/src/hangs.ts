/**
 * After so long what is awaited is taken for something that hangs: a condition, the start or the end of a process. What takes a
 * second of processor time takes ten and more on a machine that has ten times as much to do as it has cores.
 */
export const hangsMs = 120_000;
