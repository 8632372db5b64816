/** @module The only reader of the environment in the workers. */
import { parseSettings } from '@visage/contracts/setting.contract';
import type { z } from 'zod';

/** @throws SettingError naming each variable that is wrong. */
export function readEnv<Env>(
  settings: z.ZodType<Env>,
  environment: Record<string, string | undefined> = process.env,
): Env {
  return parseSettings(settings, environment);
}
