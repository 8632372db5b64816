/** @module The runtime that the models run in. */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { inRepository } from '../repository.folder.js';
import { missing, ok, reasonOf, type Check } from './doctor.check.js';

const runtimeSchema = z.looseObject({
  default: z.looseObject({ env: z.looseObject({ versions: z.looseObject({ node: z.string() }) }) }),
});

export const runtimeCheck: Check = {
  title: 'Model runtime (ONNX)',
  async run() {
    try {
      // a dependency of libs/vision, resolved from there
      const path = createRequire(inRepository('libs', 'vision', 'package.json')).resolve('onnxruntime-node');
      const runtime = runtimeSchema.parse(await import(pathToFileURL(path).href));
      return ok(`onnxruntime-node ${runtime.default.env.versions.node}`);
    } catch (error) {
      return missing(
        reasonOf(error),
        'remove node_modules and run ./visage again on this machine (glibc 2.28 or newer)',
      );
    }
  },
};
