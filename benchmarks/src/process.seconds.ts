/** @module Processor time of a running process: unlike seconds on the clock, the same on a busy machine. Needs Linux. */
import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100; // sysconf(_SC_CLK_TCK), which is 100 on every Linux that Node runs on

/** Seconds of user and system time of all threads so far (proc(5), fields 14 and 15 of `stat`). */
export function processSeconds(pid: number | 'self'): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3; the name before may hold spaces
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
