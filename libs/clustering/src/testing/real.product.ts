/** @module Groups faces with the product that the clusterer uses. */
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import * as clustering from '../linkage/cluster.faces.js';
import type { FacesToGroup } from '../linkage/faces.input.js';

export type MadeInput = Omit<FacesToGroup, 'product'>;

export const product = MatrixProduct.with();

export const groupFaces = (input: MadeInput): Promise<clustering.FaceGrouping> =>
  clustering.groupFaces({ ...input, product });
