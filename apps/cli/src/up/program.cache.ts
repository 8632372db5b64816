/** @module Where programs fetched for the embedded servers are kept: shared by every data folder of this clone. */

import { inRepository } from '../repository.folder.js';

export const programCache = inRepository('.cache', 'debian');
