/** @module The receipts that the user may read. */
import { queryOptions } from '@tanstack/react-query';
import { listReceipts } from '../../api/receipt.api.js';

export const receiptsQuery = queryOptions({ queryKey: ['receipts'], queryFn: listReceipts });
