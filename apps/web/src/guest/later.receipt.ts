/** @module The receipt, fetched when somebody has been forgotten. */
import { lazy } from 'react';

export const ReceiptCard = lazy(async () => {
  const { ReceiptCard: card } = await import('../receipt/receipt.card.js');
  return { default: card };
});

export const RemovedDialog = lazy(async () => {
  const { RemovedDialog: dialog } = await import('./removed.dialog.js');
  return { default: dialog };
});
