/** @module Chromium, which only the end-to-end tests need. */

import type { Environment } from '../env.js';
import { findChromium } from '../test/chromium.js';
import { ok, optional, type Check } from './doctor.check.js';

export function browserCheck(environment: Environment): Check {
  return {
    title: 'Chromium',
    async run() {
      const path = await findChromium(environment.CHROMIUM_PATH);
      if (path !== undefined) return ok(path);
      return optional('not found', 'only tests need it: apt-get install chromium, or set CHROMIUM_PATH');
    },
  };
}
