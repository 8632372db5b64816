/** @module A single requirement of Visage on this machine, and how to meet it. */

export interface CheckResult {
  /** `missing` prevents Visage from running; `optional` only disables something. */
  status: 'ok' | 'optional' | 'missing';
  /** What was found. */
  detail: string;
  /** How to get it; shown unless all is well. */
  remedy?: string;
}

export interface Check {
  title: string;
  run(): Promise<CheckResult>;
}

export function ok(detail: string): CheckResult {
  return { status: 'ok', detail };
}

export function missing(detail: string, remedy: string): CheckResult {
  return { status: 'missing', detail, remedy };
}

export function optional(detail: string, remedy: string): CheckResult {
  return { status: 'optional', detail, remedy };
}

/** The first line of the message of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
